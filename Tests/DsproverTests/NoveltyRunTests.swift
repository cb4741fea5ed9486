import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// Near duplicates and benchmarks, through the program and with the real Lean.
@Suite struct NoveltyRunTests {
    private static let problems = """
        {"id":"c1","problem":"For all natural numbers a and b, a + b = b + a."}
        {"id":"c2","problem":"Show that the sum of two even numbers is always an even number."}
        {"id":"n1","problem":"For all natural numbers a, b and c, if a < b and b < c and a + b < c + c then a < c."}
        {"id":"n2","problem":"For all natural numbers a, b and c, if a < b and b < c and a + b < c + c then a < c + 1."}
        {"id":"o1","problem":"2 + 2 = 4."}

        """
    private static let lean = """
        import Mathlib
        /-- Addition commutes. -/
        theorem known_fact (x y : ℕ) : x + y = y + x := by
          sorry
        theorem broken : := sorry

        """
    private static let lines = """
        {"id":"e1","nl_statement":"Show that the sum of two even numbers is always an even number."}
        not JSON

        """

    /// A folder with problems, two benchmarks and a configuration.
    private func withWorld(
        _ settings: String, _ body: (Program, (String...) async throws -> Program.Result) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            for (name, text) in [
                ("p.jsonl", Self.problems), ("bench.lean", Self.lean), ("bench.jsonl", Self.lines),
                ("dsprover.yaml", "lean: { profile: embedded, workers: 1 }\n\(settings)"),
            ] { try Data(text.utf8).write(to: folder.appending(path: name)) }
            let program = Program(folder: folder)
            try await body(program) { try await program.run($0) }
        }
    }

    private func flags(_ program: Program, _ problem: String) async throws -> [String] {
        let history = try await program.run("show", problem, "--json").json()
        let flags = history["statements"]?.array?.flatMap { $0["flags"]?.array ?? [] } ?? []
        return flags.compactMap { $0["kind"]?.string }.sorted()
    }

    private func rows(_ program: Program, _ arguments: String...) async throws -> (ids: Set<String>, said: String) {
        let result = try await program.run(["export", "--format", "raw", "--out", "-"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        let ids = try result.output.split(separator: "\n").compactMap {
            try CanonicalJSON.decode(JSONValue.self, from: String($0))["external_id"]?.string
        }
        return (Set(ids), result.errors)
    }

    @Test func `what is flagged is proved, shown, and left out of the export unless it is wanted`() async throws {
        try await withWorld(
            """
            stages:
              novelty:
                contamination: flag
                benchmarks: [bench.lean, bench.jsonl]
                similarity: 0.7
                near_duplicate_problems: ignore
            """
        ) { program, run in
            let formalized = try await run("formalize", "p.jsonl")
            #expect(formalized.status == 0, "\(formalized.errors)")
            #expect(formalized.errors.contains("1 parts of the benchmark bench.jsonl could not be read"))
            #expect(try await run("status", "--json").json()["proved"]?.integer == 5)
            #expect(try await flags(program, "c1") == ["contaminated"])
            #expect(try await flags(program, "c2") == ["contaminated"])
            #expect(try await flags(program, "o1") == [])
            let near = [try await flags(program, "n1"), try await flags(program, "n2")]
            #expect(Set(near) == [[], ["near-duplicate"]], "one of the two")
            #expect(try await run("show", "c1").output.contains("flag: contaminated bench.lean: known_fact: the same"))

            let (kept, said) = try await rows(program)
            #expect(kept.count == 2 && kept.contains("o1"))
            #expect(said.contains("left out 3 flagged proofs: contaminated 2, near-duplicate 1"))
            #expect(try await rows(program, "--include-flagged").ids == ["c1", "c2", "n1", "n2", "o1"])
            let report = try await run("report", "--json").json()
            #expect(report["leftOut"]?.integer == 3)
            let gates = report["gates"]?.array?.compactMap { $0["name"]?.string }
            #expect(gates == ["formalize", "elaborate", "lint", "novelty", "score", "consistency", "prove", "verify"])
        }
    }

    @Test func `what stands in a benchmark is rejected unless it is to be flagged`() async throws {
        try await withWorld("stages: { novelty: { benchmarks: [bench.lean] } }") { program, run in
            #expect(try await run("formalize", "p.jsonl").status == 0)
            let history = try await run("show", "c1", "--json").json()
            #expect(history["statements"]?.array?.first?["statement"]?["state"]?.string == "rejected")
            #expect(history["statements"]?.array?.first?["attemptCount"]?.integer == 0)
            #expect(try await run("show", "o1", "--json").json()["statements"]?.array?.count == 1)
        }
    }

    @Test func `a benchmark that is not there is said before anything is done`() async throws {
        try await withWorld("stages: { novelty: { benchmarks: [nowhere.lean] } }") { _, run in
            let result = try await run("formalize", "p.jsonl")
            #expect(result.status == 2 && result.errors.contains("nowhere.lean"), "\(result)")
        }
    }

    @Test func `a ledger is checked after the fact, and doing it again changes nothing`() async throws {
        try await withWorld("") { program, run in
            #expect(try await run("formalize", "p.jsonl").status == 0)
            #expect(try await rows(program).ids.count == 5)
            let first = try await run("contamination", "bench.lean", "bench.jsonl", "--json").json()
            #expect(first["statements"]?.integer == 5 && first["contaminated"]?.integer == 2)
            #expect(first["changed"]?.integer == 2)
            let faults = first["benchmarks"]?.array?.map { $0["faults"]?.array?.count }
            #expect(faults == [1, 1])
            let again = try await run("contamination", "bench.lean", "bench.jsonl", "--json").json()
            #expect(again["changed"]?.integer == 0 && again["contaminated"]?.integer == 2)
            let (kept, said) = try await rows(program)
            #expect(kept == ["n1", "n2", "o1"])
            #expect(said.contains("left out 2 flagged proofs: contaminated 2"))

            // A newer file of the same name says what holds now.
            try Data("theorem other : 1 = 2 := sorry".utf8).write(to: program.folder.appending(path: "bench.lean"))
            let text = try await run("contamination", "bench.lean")
            #expect(text.output.contains("0 of 5 statements stand in a benchmark, 1 of them"), "\(text.output)")
            #expect(try await rows(program).ids == ["c1", "n1", "n2", "o1"])
            #expect(try await run("contamination", "nowhere").status == 2)
        }
    }
}
