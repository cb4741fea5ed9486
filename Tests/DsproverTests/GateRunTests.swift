import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

/// Repairs and judges through the program, with models behind HTTP and the embedded Lean.
@Suite struct GateRunTests {
    private static func fence(_ lean: String) -> ScriptAnswer { ScriptAnswer("```lean4\n\(lean) := by sorry\n```") }

    private func configuration(_ server: FakeModelServer, stages: String) -> String {
        """
        models:
          writer: { kind: openai, base_url: "\(server.baseURL)", model: writer-1, price: { input: 1, output: 2 } }
          judge: { kind: openai, base_url: "\(server.baseURL)", model: judge-1, price: { input: 1, output: 2 } }
        stages:
          formalize: { models: [writer] }
          score: { enabled: false }
        \(stages)
        """
    }

    private func write(_ text: String, to file: String, in folder: URL) throws {
        try text.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
    }

    @Test func `a run repairs and judges, and show and status tell how`() async throws {
        let script = ModelScript(
            models: ["writer-1", "judge-1"],
            rules: [
                ScriptRule(
                    name: "repair", model: "writer-1", contains: "Lean's errors",
                    answers: [Self.fence("theorem t (n : ℕ) : n + 0 = n")]),
                ScriptRule(
                    name: "bad syntax", model: "writer-1", contains: "world one",
                    answers: [Self.fence("theorem t (n : ℕ) : n plus 0 = n")]),
                ScriptRule(
                    name: "unfaithful", model: "writer-1", contains: "world two",
                    answers: [Self.fence("theorem t (n : ℕ) : n = n")]),
                ScriptRule(
                    name: "no", model: "judge-1", contains: "world two", answers: ["Something else.\n\nVerdict: no"]),
                ScriptRule(name: "yes", model: "judge-1", answers: ["Verdict: yes"]),
            ])
        let server = try await FakeModelServer.start(script: script)
        try await withTemporaryFolder { folder in
            let stages = """
                  repair: { enabled: true, models: [writer], rounds: 1 }
                  judge: { enabled: true, models: [judge], votes: 2 }
                """
            try write(configuration(server, stages: stages), to: "dsprover.yaml", in: folder)
            let lines = ["one", "two"].map { "{\"id\":\"w_\($0)1\",\"problem\":\"A number plus zero, world \($0).\"}" }
            try write(lines.joined(separator: "\n"), to: "problems.jsonl", in: folder)
            let program = Program(folder: folder)
            let run = try await program.run("formalize", "problems.jsonl")
            #expect(run.status == 0, "\(run.errors)")
            let states = try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path)
            #expect(states == ["w_one1": ["illFormed", "verified"], "w_two1": ["rejected"]])

            let shown = try await program.run("show", "w_one1").output
            #expect(shown.contains("repair: repaired-1 – round 1: w_one1_r1"), "\(shown)")
            #expect(shown.contains("repaired from w_one1 in round 1"))
            #expect(shown.contains("judge: faithful – vote: 2 of 2 votes for it (unanimous) (2 calls"))
            let refused = try await program.run("show", "w_two1").output
            #expect(refused.contains("rejected: the judges do not agree: vote: 0 of 2 votes for it (unanimous)"))

            let status = try await program.run("status", "--json").json()
            let repairs = try #require(status["repairs"]?.array)
            #expect(repairs.count == 1)
            for (key, value) in [
                "round": 1, "asked": 1, "answered": 1, "candidates": 1, "elaborated": 1, "illFormed": 0,
            ] {
                #expect(repairs[0][key]?.integer == value, "\(key)")
            }
            let text = try await program.run("status").output
            #expect(text.contains("sent back, 1 came back, 1 elaborate (100 %)"), "\(text)")
            #expect(try await program.run("ledger", "check").status == 0)

            let sent = try await server.stats().requests
            #expect(try await program.run("formalize", "problems.jsonl").status == 0)
            #expect(try await server.stats().requests == sent)
        }
        server.stop()
    }

    /// Ten pairs: the judge is right about the first four, wrong about three, and says nothing about the last.
    private static let pairs: [(text: String, label: String, answer: String)] = [
        ("pair one", "true", "yes"), ("pair two", "true", "yes"), ("pair three", "false", "no"),
        ("pair four", "\"unfaithful\"", "no"), ("pair five", "true", "no"), ("pair six", "0", "yes"),
        ("pair seven", "\"yes\"", "no"), ("pair eight", "1", "perhaps"),
    ]

    @Test func `a judge is measured against labelled pairs, a rerun is free, and a bad line is no end`() async throws {
        var rules = Self.pairs.map { pair in
            ScriptRule(
                name: pair.text, contains: "The \(pair.text) speaks.",
                answers: [ScriptAnswer("Verdict: \(pair.answer)")])
        }
        rules.append(ScriptRule(name: "other", answers: ["?"]))
        let server = try await FakeModelServer.start(script: ModelScript(models: ["judge-1"], rules: rules))
        try await withTemporaryFolder { folder in
            try write(configuration(server, stages: "  judge: { models: [judge] }"), to: "dsprover.yaml", in: folder)
            let program = Program(folder: folder)
            var lines = Self.pairs.map {
                "{\"id\":\"\($0.text)\",\"informal\":\"The \($0.text) speaks.\",\"formal\":\"theorem t : True\",\"label\":\($0.label)}"
            }
            try write(lines.joined(separator: "\n"), to: "pairs.jsonl", in: folder)
            let first = try await program.run("eval", "judge", "pairs.jsonl", "--json")
            #expect(first.status == 0, "\(first.errors)")
            let report = try first.json()
            let measure = try #require(report["measure"])
            for (key, value) in [
                "truePositives": 2, "falsePositives": 1, "trueNegatives": 2, "falseNegatives": 2, "unreadable": 1,
                "failed": 0,
            ] {
                #expect(measure[key]?.integer == value, "\(key): \(report)")
            }
            #expect(report["pairs"]?.integer == 8 && report["calls"]?.integer == 10)
            #expect(report["cost"]?.string != "0" && report["tokens"]?.integer ?? 0 > 0)
            let wrong = report["cases"]?.array?.compactMap { $0["name"]?.string }
            #expect(wrong == ["pair five", "pair six", "pair seven", "pair eight"])

            lines.insert("{\"informal\":\"x\",\"formal\":\"theorem t : True\",\"label\":\"maybe\"}", at: 1)
            lines.append("not json")
            try write(lines.joined(separator: "\n"), to: "pairs.jsonl", in: folder)
            let sent = try await server.stats().requests
            let again = try await program.run("eval", "judge", "pairs.jsonl", "--json")
            #expect(again.status == 2)
            #expect(again.errors.contains("pairs.jsonl:2: the label is none of"), "\(again.errors)")
            #expect(again.errors.contains("pairs.jsonl:10:"))
            let second = try again.json()
            #expect(second["measure"] == measure && second["badLines"]?.integer == 2)
            #expect(second["calls"]?.integer == 0 && second["cached"]?.integer == 10 && second["tokens"]?.integer == 0)
            #expect(try await server.stats().requests == sent)

            let text = try await program.run("eval", "judge", "pairs.jsonl").output
            for part in [
                "precision   66.7 %", "recall      50.0 %", "accuracy    57.1 %", "unreadable", "judged faithful",
            ] {
                #expect(text.contains(part), "\(part): \(text)")
            }
        }
        server.stop()
    }

    @Test func `without a judge, a file or an answer the command says what is missing`() async throws {
        let fault = ScriptFault(.status, status: 401)
        let server = try await FakeModelServer.start(
            script: ModelScript(models: ["judge-1"], rules: [ScriptRule(faults: Array(repeating: fault, count: 99))]))
        try await withTemporaryFolder { folder in
            let program = Program(folder: folder)
            try write("{\"informal\":\"a\",\"formal\":\"b\",\"label\":1}\n", to: "pairs.jsonl", in: folder)
            let none = try await program.run("eval", "judge", "pairs.jsonl")
            #expect(none.status == 2 && none.errors.contains("stages.judge.models"), "\(none.errors)")
            try write(configuration(server, stages: "  judge: { models: [judge] }"), to: "dsprover.yaml", in: folder)
            let missing = try await program.run("eval", "judge", "nothing.jsonl")
            #expect(missing.status != 0 && missing.errors.contains("nothing.jsonl"), "\(missing.errors)")
            let refused = try await program.run("eval", "judge", "pairs.jsonl")
            #expect(refused.status == 3, "\(refused.errors)")
        }
        server.stop()
    }
}
