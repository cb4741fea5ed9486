import Foundation
import Support
import TestSupport
import Testing

@Suite struct CommandTests {
    @Test(arguments: [
        "init", "doctor", "import", "formalize", "status", "show", "export", "check", "config", "cache", "batch",
    ])
    func `every command has help that teaches`(command: String) async throws {
        try await withTemporaryFolder { folder in
            let result = try await Program(folder: folder).run(command, "--help")
            #expect(result.status == 0)
            #expect(result.output.contains("OVERVIEW:"))
            #expect(result.output.count > 400, "\(result.output)")
        }
    }

    @Test(arguments: [["--frobnicate"], ["formalise"], ["export"], ["export", "--out", "x", "--format", "csv"]])
    func `wrong usage is exit 1 and says what is right`(arguments: [String]) async throws {
        try await withTemporaryFolder { folder in
            let result = try await Program(folder: folder).run(arguments)
            #expect(result.status == 1)
            #expect(result.errors.contains("Usage:") || result.errors.contains("usage"), "\(result.errors)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func `init writes a configuration that loads, and never overwrites one`() async throws {
        try await withTemporaryFolder { folder in
            let program = Program(folder: folder)
            #expect(try await program.run("init").status == 0)
            let shown = try await program.run("config", "--json")
            #expect(shown.status == 0)
            #expect(try shown.json()["lean"]?["profile"]?.string == "embedded")
            let again = try await program.run("init")
            #expect(again.status == 1)
            #expect(again.errors.contains("is there already"))
        }
    }

    @Test func `config shows flags on top of the file`() async throws {
        try await withTemporaryFolder { folder in
            let program = Program(folder: folder)
            let shown = try await program.run("config", "--json", "--ledger", "other.sqlite")
            #expect(try shown.json()["ledger"]?.string == "other.sqlite")
        }
    }

    @Test func `a broken configuration is exit 2 for every command that reads it`() async throws {
        try await withTemporaryFolder { folder in
            try "lean: { wokers: 2 }".write(
                to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
            for arguments in [["config"], ["doctor"], ["status"], ["formalize"]] {
                let result = try await Program(folder: folder).run(arguments)
                #expect(result.status == 2, "\(arguments)")
                #expect(result.errors.contains("lean.wokers is not a known setting"), "\(result.errors)")
            }
        }
    }

    @Test func `commands that only read refuse a ledger that is not there and create none`() async throws {
        try await withTemporaryFolder { folder in
            for arguments in [["status"], ["show", "x"], ["export", "--out", "-"]] {
                let result = try await Program(folder: folder).run(arguments)
                #expect(result.status == 3, "\(arguments)")
                #expect(result.errors.contains("dsprover.sqlite"), "\(result.errors)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}

@Suite struct DoctorTests {
    @Test func `doctor finds the embedded Lean and says so`() async throws {
        try await withTemporaryFolder { folder in
            let result = try await Program(folder: folder).run("doctor", "--json")
            #expect(result.status == 0, "\(result.output)")
            let report = try result.json()
            #expect(report["lean"]?["profile"]?.string == "embedded")
            #expect(report["lean"]?["version"]?.string?.hasPrefix("4.") == true)
        }
    }

    @Test func `without Lean it is exit 3 and the command to type`() async throws {
        try await withTemporaryFolder { folder in
            var program = Program(folder: folder)
            program.environment = [
                "XDG_CACHE_HOME": folder.path, "HOME": folder.path, "PATH": "/usr/bin:/bin", "LEAN": nil,
                "DSPROVER_EMBEDDED_LEAN": nil,
            ]
            let result = try await program.run("doctor")
            #expect(result.status == 3)
            #expect(result.output.contains("MISSING lean"))
            #expect(result.output.contains("make setup"), "\(result.output)")
            let run = try await program.run(
                "formalize", Program.repository.appending(path: "datasets/quickstart.jsonl").path)
            #expect(run.status == 3)
            #expect(run.errors.contains("make setup"), "\(run.errors)")
        }
    }

    @Test func `without a model key it is exit 3 and names the variable`() async throws {
        try await withTemporaryFolder { folder in
            var program = Program(folder: folder)
            program.environment = ["OPENAI_API_KEY": nil]
            let config = Program.repository.appending(path: "config/openai.yaml").path
            let result = try await program.run("doctor", "--config", config)
            #expect(result.status == 3)
            #expect(result.output.contains("export OPENAI_API_KEY=…"), "\(result.output)")
        }
    }
}
