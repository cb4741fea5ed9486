import Foundation
import GRDB
import Ledger
import Support
import TestSupport
import Testing

/// What people do by hand to a ledger, through the program.
@Suite struct LedgerCommandTests {
    /// A ledger with three problems, of which two have failed.
    private func make(in folder: URL) async throws {
        let ledger = try Ledger.open(at: folder.appending(path: "dsprover.sqlite").path)
        let problems = (1...3).map {
            NewProblem(externalID: "p\($0)", statement: "Show \($0).", file: "f.jsonl", line: $0)
        }
        try await ledger.importProblems(problems, firstStage: "formalize")
        for error in ["connection refused", "no memory"] {
            let jobs = try await ledger.claim(stages: ["formalize"], limit: 1, owner: "me", lease: .seconds(60))
            try await ledger.fail(try #require(jobs.first), error: error, retryAfter: .zero, maximumTries: 1)
        }
        try await ledger.close()
    }

    private func program(in folder: URL) -> Program { Program(folder: folder) }

    private func run(_ folder: URL, _ line: String) async throws -> Program.Result {
        let words = line.split(separator: " ").map(String.init)
        return try await program(in: folder).run(words + ["--ledger", "dsprover.sqlite"])
    }

    @Test func `parked jobs are retried, set aside, put back and preferred`() async throws {
        try await withTemporaryFolder { folder in
            try await make(in: folder)
            let status = try await run(folder, "status")
            #expect(status.output.contains("after 1 tries: connection refused"))
            for (line, changed) in [
                ("retry --stage prove --json", 0), ("retry --reason REFUSED --since 1h --json", 1),
                ("retry p2 --since 2099-01-01 --json", 0), ("retry --json", 1), ("retry --json", 0),
                ("park p1 --reason later --json", 1), ("park --job 1 --json", 0), ("unpark p2 --json", 0),
                ("prioritize p1 p3 --priority 5 --json", 2), ("prioritize --stage formalize --priority=-1 --json", 3),
                ("retry p1 --json", 0), ("unpark --json", 1),
            ] {
                let result = try await run(folder, line)
                #expect(result.status == 0, "\(line): \(result.errors)")
                #expect(try result.json()["changed"]?.integer == changed, "\(line)")
            }
            let history = try await run(folder, "show p1 --json").json()
            let kinds = history["events"]?.array?.compactMap { $0["kind"]?.string }
            #expect(kinds == ["parked", "retried", "parked", "prioritized", "prioritized", "unparked"])
        }
    }

    @Test func `what is named wrongly is refused, and nothing is changed`() async throws {
        try await withTemporaryFolder { folder in
            try await make(in: folder)
            for (line, status, said) in [
                ("park", 1, "Name what to set aside"), ("prioritize --priority 3", 1, "Name what to prefer"),
                ("prioritize p1 --priority 99999999", 1, "--priority"), ("retry --stage nonsense", 1, "nonsense"),
                ("retry --since sometime", 1, "sometime"), ("retry nobody", 2, "nobody"),
                ("park --statement 9", 2, "statement 9"), ("pause nonsense", 1, "nonsense"), ("pause", 1, "stages"),
            ] as [(String, Int32, String)] {
                let result = try await run(folder, line)
                #expect(result.status == status && result.errors.contains(said), "\(line): \(result)")
            }
            #expect(try await run(folder, "status --json").json()["parked"]?.integer == 2)
        }
    }

    @Test func `a run whose work is paused ends with exit code 4 and says how to go on`() async throws {
        try await withTemporaryFolder { folder in
            try await make(in: folder)
            let paused = try await program(in: folder).run([
                "pause", "formalize", "--reason", "new prompts", "--ledger", "dsprover.sqlite", "--json",
            ])
            #expect(try paused.json().array?.first?["stage"]?.string == "formalize")
            #expect(try await run(folder, "status").output.contains("new prompts"))
            let held = try await run(folder, "formalize")
            #expect(held.status == 4, "\(held)")
            #expect(held.errors.contains("dsprover resume formalize"))
            #expect(try await run(folder, "status --json").json()["jobs"]?["formalize"]?["ready"]?.integer == 1)
            #expect(try await run(folder, "resume").output.contains("no stage is paused"))
            #expect(try await run(folder, "status --json").json()["paused"] == .array([]))
        }
    }

    @Test func `the ledger is described, checked, copied and rebuilt`() async throws {
        try await withTemporaryFolder { folder in
            try await make(in: folder)
            let info = try await run(folder, "ledger info --json").json()
            #expect(info["rows"]?["problem"]?.integer == 3)
            #expect(try await run(folder, "ledger info").output.contains("schema"))
            let sound = try await run(folder, "ledger check --json")
            #expect(sound.status == 0)
            #expect(try sound.json()["ok"] == .bool(true))
            let copy = try await run(folder, "ledger backup copy.sqlite")
            #expect(copy.status == 0 && copy.output.contains("3 problems"), "\(copy)")
            #expect(try await run(folder, "ledger backup dsprover.sqlite").status == 3)
            let vacuum = try await run(folder, "ledger vacuum")
            #expect(vacuum.status == 0 && vacuum.output.contains("before"), "\(vacuum)")

            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(
                path: folder.appending(path: "dsprover.sqlite").path, configuration: configuration)
            try await queue.write { try $0.execute(sql: "DELETE FROM job WHERE problem_id = 3") }
            try queue.close()
            let broken = try await run(folder, "ledger check")
            #expect(broken.status == 5 && broken.output.contains("problem-stranded"), "\(broken)")
            let whole = try await program(in: folder).run(["ledger", "check", "--ledger", "copy.sqlite"])
            #expect(whole.status == 0, "the copy is from before: \(whole)")
        }
    }
}
