import Foundation
import Support
import TestSupport
import Testing

/// The shipped dataset with the embedded profile: what `make quickstart` shows.
@Suite struct QuickstartTests {
    private let dataset = Program.repository.appending(path: "datasets/quickstart.jsonl").path
    private let config = Program.repository.appending(path: "config/quickstart.yaml").path

    @Test func `every problem ends as expected, every exported proof checks alone, and a rerun costs nothing`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let program = Program(folder: folder)
            let common = ["--config", config, "--ledger", "run.sqlite"]
            let first = try await program.run(["formalize", dataset] + common)
            #expect(first.status == 0, "\(first.errors)")
            try await expectStates(folder.appending(path: "run.sqlite").path)
            let status = try await program.run(["status", "--json"] + common).json()
            let proved = try #require(status["proved"]?.integer)
            #expect(proved >= 45)
            #expect(status["parked"]?.integer == 0)

            let rows = try await export(program, common, folder: folder)
            #expect(rows.count == proved)
            try await expectProofs(rows, lean: try await leanPath(program, common))

            let second = try await program.run(["formalize", dataset] + common)
            #expect(second.status == 0)
            let after = try await program.run(["status", "--json"] + common).json()
            #expect(after["modelCalls"] == status["modelCalls"])
            #expect(after == status)
        }
    }

    /// Every problem is in a state that the expectation file allows, and that file names every problem.
    private func expectStates(_ ledger: String) async throws {
        let expected = try Expectation.load()
        let states = try await Outcome.states(of: ledger)
        #expect(expected.count >= 80)
        #expect(Set(expected.map(\.id)) == Set(states.keys))
        for expectation in expected {
            let reached = states[expectation.id] ?? []
            #expect(
                reached.allSatisfy { expectation.states.contains($0) },
                "\(expectation.id) is \(reached), expected one of \(expectation.states)")
        }
    }

    private func export(_ program: Program, _ common: [String], folder: URL) async throws -> [JSONValue] {
        for format in ["deepseek-prover", "messages", "raw"] {
            let result = try await program.run(["export", "--format", format, "--out", "\(format).jsonl"] + common)
            #expect(result.status == 0, "\(result.errors)")
        }
        let files = try ["deepseek-prover", "messages", "raw"].map { format in
            try String(contentsOf: folder.appending(path: "\(format).jsonl"), encoding: .utf8)
                .split(separator: "\n").map { try CanonicalJSON.decode(JSONValue.self, from: String($0)) }
        }
        #expect(files[0].count == files[2].count)
        #expect(files[1].count == files[2].count)
        for row in files[0] {
            #expect(row["formal_statement"]?.string?.hasSuffix(":= by\n") == true)
            #expect(row["informal_prefix"]?.string?.hasPrefix("/--") == true)
        }
        for row in files[1] { #expect(row["messages"]?.array?.count ?? 0 >= 2) }
        return files[2]
    }

    private func leanPath(_ program: Program, _ common: [String]) async throws -> String {
        let report = try await program.run(["doctor", "--json"] + common).json()
        return try #require(report["lean"]?["path"]?.string)
    }

    /// Each complete file is accepted by a `lean` process of its own, without error and without `sorry`, and rests on
    /// the three standard axioms at most.
    private func expectProofs(_ rows: [JSONValue], lean: String) async throws {
        let allowed: Set = ["propext", "Classical.choice", "Quot.sound"]
        for row in rows {
            let name = try #require(row["name"]?.string)
            let code = try #require(row["lean_code"]?.string)
            let messages = try await LeanProcess.messages(lean, source: "\(code)\n#print axioms \(name)\n")
            #expect(!messages.contains { $0["severity"]?.string == "error" || $0["kind"]?.string == "hasSorry" })
            let answers = messages.compactMap { $0["data"]?.string }.filter { $0.hasPrefix("'\(name)' ") }
            #expect(answers.count == 1, "\(name): \(messages)")
            let answer = answers.first ?? ""
            if let list = answer.firstRange(of: "depends on axioms: [") {
                let names = answer[list.upperBound...].dropLast().split(separator: ",")
                    .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                #expect(Set(names).isSubset(of: allowed), "\(name): \(names)")
            }
            #expect(row["rung"]?.integer == 5)
        }
    }
}

/// A `lean` process for one file, without anything of dsprover.
enum LeanProcess {
    /// What Lean says about the source, one JSON object per message.
    static func messages(_ lean: String, source: String) async throws -> [JSONValue] {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "Candidate.lean")
            try source.write(to: file, atomically: true, encoding: .utf8)
            let result = try await Running(
                URL(filePath: lean), arguments: ["--json", file.path], folder: folder,
                environment: ProcessInfo.processInfo.environment
            ).result()
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            return try result.output.split(separator: "\n").map {
                try CanonicalJSON.decode(JSONValue.self, from: String($0))
            }
        }
    }
}
