import Foundation
import Inference
import LeanChecking
import LeanSource
import Ledger
import Logging
import Prompting
import Support
import TestSupport
import Testing

@testable import Factory

/// Several models, styles and samples; Lean is the embedded one.
@Suite(.serialized) struct FormalizeStageTests {
    /// A formalizer whose samples differ by the style of the prompt.
    private static func writer(_ name: String) -> TalkingModel {
        TalkingModel(name) { prompt, sample in
            // All say the same but for the second sample of the first model, and for names and layout.
            if name == "one", sample == 1 { return TalkingModel.fence("theorem other (k : ℕ) : 0 + k = k") }
            return TalkingModel.fence("theorem of_\(name) (m\(sample) : ℕ) :\n  m\(sample) + 0 = m\(sample)")
        }
    }

    @Test func `models, styles and samples multiply, and what says the same is one statement`() async throws {
        let models = [Self.writer("one"), Self.writer("two")]
        let world = StageWorld(["A number plus zero is the number."], models: models) { stages in
            stages.formalize.models = ["one", "two"]
            stages.formalize.templates = ["formalize", "formalize-analysis"]
            stages.formalize.samples = 3
        }
        try await world.run { ledger in
            let rows = try await ledger.statements(of: 1)
            #expect(rows.map(\.name) == ["p_1", "p_1_2"])
            #expect(rows.map(\.sample) == [0, 1] && rows.map(\.model) == ["one", "one"])
            let decision = try #require(try await StageWorld.decisions(ledger, "formalize").first)
            #expect(decision.modelCalls == 12)
            #expect(decision.reason == "candidate statements: 2, and 10 times one of them again")
            let styles = try #require(decision.evidence["styles"]?.array)
            #expect(styles.map { $0["answers"]?.integer } == [3, 3, 3, 3])
            #expect(styles.map { $0["candidates"]?.integer } == [2, 0, 0, 0])
            #expect(styles[1]["template"]?.string?.hasPrefix("deepseek-prover/formalize-analysis@") == true)
        }
        #expect(models.map { $0.asked.count } == [2, 2])
        #expect(models[0].asked.allSatisfy { $0.samples == 0..<3 })
    }

    @Test(arguments: [
        (FormalizeSettings.Reference.all, true, true), (.answer, true, false), (.none, false, false),
    ])
    func `the answer and the proof of the problem are shown as far as they are wanted`(
        reference: FormalizeSettings.Reference, answer: Bool, proof: Bool
    ) async throws {
        let writer = TalkingModel("writer") { _, _ in "CANNOT: no" }
        var world = StageWorld([], models: [writer]) { $0.formalize.reference = reference }
        world.problems = [
            NewProblem(
                externalID: "x", statement: "What is six times seven?",
                metadata: .object(["answer": .integer(42), "informal_proof": .string("Count on fingers.")]), file: "f",
                line: 1)
        ]
        try await world.run { _ in }
        let prompt = try #require(writer.prompts.first)
        #expect(prompt.contains("known answer: 42") == answer)
        #expect(prompt.contains("Count on fingers.") == proof)
    }

    @Test(
        arguments: [
            ("null", nil, nil), (#"{"answer": "  ", "final_answer": "x = 2"}"#, "x = 2", nil),
            (#"{"proof": ["a"], "solution": "by cases"}"#, nil, "by cases"), (#"{"answer": 1.5}"#, "1.5", nil),
            (#"{"answer": true, "nl_proof": "p"}"#, nil, "p"),
        ] as [(String, String?, String?)])
    func `answers and proofs are found under several names`(json: String, answer: String?, proof: String?) throws {
        let found = ReferenceAnswer(try CanonicalJSON.decode(JSONValue.self, from: json))
        #expect(found.answer == answer && found.proof == proof)
    }

    @Test func `examples from a file take the place of the template's own, by problem`() async throws {
        let file = "examples.jsonl"
        let set = try ExampleSet.load(
            from: StageWorld.repository.appending(path: "templates/deepseek-prover/examples.jsonl"))
        let problem = "Show that the square of an even natural number is even."
        var prompts: [[String]] = []
        for _ in 0..<2 {
            let writer = TalkingModel("writer") { _, _ in "CANNOT: no" }
            var world = StageWorld(
                [problem, "In five years Anna will be thrice as old as seven years ago."], models: [writer]
            ) { stages in
                stages.formalize.fewShot = FewShotSettings(file: file)
                stages.formalize.fewShot?.count = 2
            }
            world.exampleSets = [file: set]
            try await world.run { _ in }
            prompts.append(writer.prompts.sorted())
        }
        #expect(prompts[0] == prompts[1] && prompts[0].count == 2)
        let anna = try #require(prompts[0].first { $0.contains("thrice") })
        #expect(anna.contains("age_riddle") && !anna.contains("consecutive_product_even"))
        #expect(anna.components(separatedBy: "\n---\n").count == 3)
        // The set has this very problem: it is shown others.
        let even = try #require(prompts[0].first { $0.contains("Name: p_1") })
        #expect(!even.contains("even_square_of_even"))
    }

    @Test func `the shipped examples elaborate`() async throws {
        let set = try ExampleSet.load(
            from: StageWorld.repository.appending(path: "templates/deepseek-prover/examples.jsonl"))
        let library = try PromptLibrary.load(folder: StageWorld.repository.appending(path: "templates/deepseek-prover"))
        let reader = try library.template("formalize").answer
        let shown = set.examples(for: "x", count: set.count, by: .fixed, seed: 0)
        let own = try library.template("formalize-analysis").fewShot
        let checker = try await LeanChecker(
            toolchain: try await ToolchainFinder.find(ToolchainSettings(profile: .embedded)), workers: 1,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        for case .object(let members) in shown + own {
            guard case .text(let answer)? = members["answer"], case .found(let lean) = reader.read(answer) else {
                Issue.record("no answer in \(members)")
                continue
            }
            let result = try await checker.elaborate(try LockedStatement(parsing: lean), header: LeanHeader(text: ""))
            #expect(result.verdict == .verified, "\(lean): \(result.messages.map(\.text))")
        }
        await checker.shutdown()
    }
}

@Suite struct GateSettingsTests {
    private func stages(_ text: String) throws(ConfigurationError) -> StagesSettings {
        try ConfigurationLoader.parse(
            "models: { m: { kind: openai, base_url: u, model: x } }\nstages: { \(text) }", name: "test.yaml"
        ).stages
    }

    @Test func `one template or several, and the files of examples, are read`() throws {
        #expect(try stages("formalize: { template: mine }").formalize.templates == ["mine"])
        #expect(try stages("formalize: { templates: [a, b] }").formalize.templates == ["a", "b"])
        let fewShot = try stages("formalize: { few_shot: { file: e.jsonl, count: 3, choose: random } }").formalize
            .fewShot
        #expect(fewShot?.file == "e.jsonl" && fewShot?.count == 3 && fewShot?.choose == .random)
        #expect(try stages("consistency: { model: m }").consistency.allModels == ["m"])
        #expect(try stages("consistency: { models: [m] }").consistency.allModels == ["portfolio", "m"])
        #expect(try stages("repair: { enabled: true, models: [m] }").repair.allows(after: 1))
        #expect(try !stages("repair: { models: [m] }").repair.allows(after: 0))
        let judge = try stages("judge: { enabled: true, models: [m], method: both, agree: majority }").judge
        #expect(judge.chosenTranslators == ["m"] && judge.templates.count == 3)
    }

    @Test(arguments: [
        ("formalize: { template: a, templates: [b] }", "templates and template cannot stand together"),
        ("formalize: { templates: [] }", "templates must name at least one"),
        ("formalize: { templates: [a, a] }", "templates names something twice"),
        ("formalize: { few_shot: { count: 2 } }", "few_shot.file is missing"),
        ("formalize: { few_shot: { file: f, choose: best } }", "choose is \"best\""),
        ("formalize: { reference: proof }", "reference is \"proof\""),
        ("repair: { enabled: true }", "repair.models must name at least one"),
        ("repair: { enabled: true, models: [rules] }", "names the built-in model \"rules\""),
        ("repair: { rounds: 9 }", "rounds must be between 1 and 8"),
        ("judge: { enabled: true }", "judge.models must name at least one"),
        ("judge: { enabled: true, models: [m], translators: [portfolio] }", "built-in model \"portfolio\""),
        ("judge: { enabled: true, models: [nobody] }", "names the model \"nobody\""),
        ("judge: { method: guess }", "method is \"guess\""), ("judge: { agree: most }", "agree is \"most\""),
        ("judge: { votes: 0 }", "votes must be between 1 and 64"), ("score: { samples: 0 }", "samples must be between"),
        ("consistency: { models: [nobody] }", "consistency.models names the model \"nobody\""),
    ])
    func `a mistake in the gates' settings names its key`(text: String, complaint: String) {
        do throws(ConfigurationError) {
            _ = try stages(text)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.message.contains(complaint), "\(error.message)")
        }
    }

    @Test func `the gates' settings read back as they were written`() throws {
        var configuration = Configuration()
        configuration.stages.formalize.templates = ["a", "b"]
        configuration.stages.formalize.fewShot = FewShotSettings(file: "x.jsonl")
        configuration.stages.formalize.reference = .answer
        configuration.stages.judge.method = .both
        configuration.stages.judge.translateTemplate = "t"
        configuration.stages.repair.rounds = 5
        configuration.stages.consistency.models = ["rules"]
        configuration.stages.score.samples = 5
        #expect(
            try ConfigurationLoader.parse(try ConfigurationLoader.render(configuration), name: "t") == configuration)
    }
}
