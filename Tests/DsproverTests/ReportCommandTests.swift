import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// The report, through the program.
@Suite struct ReportCommandTests {
    /// A ledger with a problem whose name is HTML, formalized and rejected by a gate that nobody knows.
    private func make(in folder: URL) async throws {
        let ledger = try Ledger.open(at: folder.appending(path: "dsprover.sqlite").path)
        let problem = NewProblem(externalID: "<b>p</b>", statement: "Show it.", file: "f.jsonl", line: 1)
        try await ledger.importProblems([problem], firstStage: "formalize")
        let jobs = try await ledger.claim(stages: ["formalize"], limit: 1, owner: "me", lease: .seconds(60))
        var outcome = StepOutcome()
        outcome.problemState = .formalized
        outcome.decisions = [NewDecision(gate: "<i>gate</i>", verdict: "a|b", reason: "r", modelCalls: 2, tokens: 30)]
        try await ledger.complete(try #require(jobs.first), outcome)
        try await ledger.close()
    }

    @Test func `page, Markdown and JSON come from one look at the ledger`() async throws {
        try await withTemporaryFolder { folder in
            try await make(in: folder)
            let program = Program(folder: folder)
            let result = try await program.run("report", "--out", "r.html", "--markdown", "r.md", "--json")
            #expect(result.status == 0, "\(result.errors)")
            let json = try result.json()
            #expect(json["gates"]?.array?.first?["tokens"]?.integer == 30)
            #expect(json["ledger"]?.string == "dsprover.sqlite" && json["openJobs"]?.integer == 0)
            let page = try String(contentsOf: folder.appending(path: "r.html"), encoding: .utf8)
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
            #expect(page.contains("&lt;i&gt;gate&lt;/i&gt;") && !page.contains("<i>gate"))
            let text = try String(contentsOf: folder.appending(path: "r.md"), encoding: .utf8)
            #expect(text.contains("| &lt;i&gt;gate&lt;/i&gt; | 1 | a\\|b 1 | 100.0 % | 2 | 30 |"))
            let plain = try await program.run("report", "--round", "1")
            #expect(plain.output.hasPrefix("# Round 1 of dsprover.sqlite\n"), "\(plain)")
            #expect(try await program.run("report", "--out", "-").output.hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test func `what cannot be reported is said`() async throws {
        try await withTemporaryFolder { folder in
            try await make(in: folder)
            let program = Program(folder: folder)
            for (arguments, status, said) in [
                (["--round", "7"], 2, "no round 7"), (["--round", "last"], 1, "--round"),
                (["--round", "0"], 1, "--round"),
                (["--out", ""], 1, "--out"), (["--out", "-", "--json"], 1, "Only one"),
                (["--out", "nowhere/r.html"], 2, "nowhere/r.html"), (["--ledger", "none.sqlite"], 3, "none.sqlite"),
            ] as [([String], Int32, String)] {
                let result = try await program.run(["report"] + arguments)
                #expect(result.status == status && result.errors.contains(said), "\(arguments): \(result)")
            }
        }
    }
}
