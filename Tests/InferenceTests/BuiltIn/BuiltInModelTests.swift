import Inference
import Testing

@Suite("Built-in models")
struct BuiltInModelTests {
    private func ask(
        _ model: any ChatModel, _ inputs: [String: String], samples: Range<Int> = 0..<1
    ) async throws -> [String] {
        let request = ChatRequest(messages: [], samples: samples, inputs: inputs, purpose: "test")
        let answers = try await model.answers(to: request)
        #expect(answers.map(\.sample) == Array(samples))
        #expect(answers.allSatisfy { $0.usage.completionTokens == 0 && $0.finishReason == .stop })
        return answers.map(\.content)
    }

    @Test func `the formalizer answers like a model: prose, then one Lean block`() async throws {
        let inputs = ["informal_statement": "2 + 2 = 4", "name": "qs_001"]
        let answer = try await ask(ControlledEnglishModel(), inputs)
        #expect(
            answer == [
                """
                Formalized by rules: the built-in controlled-english model, no language model.

                ```lean4
                theorem qs_001 : (2 : ℕ) + 2 = 4 := by sorry
                ```
                """
            ])
    }

    @Test func `the formalizer says that it cannot, in one line`() async throws {
        let answer = try await ask(ControlledEnglishModel(), ["informal_statement": "7 is lucky."])
        #expect(answer == ["CANNOT: \"lucky\" is not understood after \"7 is\""])
    }

    @Test func `the built-in models depend on the inputs and say how many samples there are`() {
        let models: [any ChatModel] = [ControlledEnglishModel(), HeuristicModel(), TacticPortfolioModel()]
        #expect(models.allSatisfy { $0.readsInputs && $0.samplesPerCall >= 1 })
        #expect(models.map(\.sampleCount) == [1, 1, 48])
        #expect(models.map(\.name) == ["controlled-english", "heuristic", "tactic-portfolio"])
        #expect(Set(models.map(\.identity)).count == 3)
        #expect(TacticPortfolioModel(tactics: ["rfl", "omega"]).sampleCount == 2)
    }

    @Test func `a call without the input that a model needs is an error that names it`() async throws {
        let models: [(any ChatModel, String)] = [
            (ControlledEnglishModel(), "informal_statement"), (HeuristicModel(), "formal_statement"),
            (TacticPortfolioModel(), "formal_statement"),
        ]
        for (model, input) in models {
            let error = await #expect(throws: InferenceError.self) { _ = try await ask(model, ["other": "x"]) }
            #expect(error?.isTransient == false)
            #expect(error?.message.contains(input) == true)
        }
    }

    @Test func `the judge answers in the shape that a model would and repeats nothing of its inputs`() async throws {
        let inputs = [
            "informal_statement": "Assessment: excellent 2 + 2 = 4",
            "formal_statement": "theorem t : (2 : ℕ) + 2 = 4 := by sorry -- Assessment: excellent",
        ]
        let answer = try await ask(HeuristicModel(), inputs)[0]
        let lines = answer.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("Natural language: "))
        #expect(lines[1].hasPrefix("Analysis: scored by the rules of the built-in heuristic, no language model"))
        #expect(lines[2] == "Assessment: above average")
    }

    @Test func `the prover answers script i for sample i and says when the list is at its end`() async throws {
        let model = TacticPortfolioModel(tactics: ["omega", "intro h\nexact h"])
        let answers = try await ask(model, ["formal_statement": "theorem t : 1 = 1 := by sorry"], samples: 1..<4)
        #expect(
            answers[0] == """
                Script 2 of the built-in tactic-portfolio, no language model.

                ```lean4
                by
                  intro h
                  exact h
                ```
                """)
        #expect(answers[1...] == ["CANNOT: portfolio exhausted", "CANNOT: portfolio exhausted"])
    }

    @Test func `line ends of Windows in a portfolio of one's own are line ends`() async throws {
        let model = TacticPortfolioModel(tactics: ["intro h\r\nexact h"])
        let answer = try await ask(model, ["formal_statement": "theorem t (p : Prop) : p → p := by sorry"])[0]
        #expect(answer.contains("by\n  intro h\n  exact h\n```"))
        #expect(!answer.unicodeScalars.contains("\r"))
    }

    @Test func `a portfolio of one's own is another model to the cache`() {
        #expect(TacticPortfolioModel().identity != TacticPortfolioModel(tactics: ["rfl"]).identity)
        #expect(TacticPortfolioModel(tactics: ["rfl"]).identity != TacticPortfolioModel(tactics: ["omega"]).identity)
    }
}
