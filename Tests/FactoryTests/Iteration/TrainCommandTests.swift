import Foundation
import Ledger
import Support
import TestSupport
import Testing

@testable import Factory

struct TrainCommandTests {
    private func run(_ command: String, in folder: URL, told: [String: String] = [:]) async throws -> Iteration.Prover {
        try await TrainCommand(command: command, folder: folder, workingFolder: folder, told: told)
            .run(environment: ["PATH": "/usr/bin:/bin"])
    }

    private func lines(_ name: String, in folder: URL) -> Int {
        let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return text?.split(separator: "\n").count ?? 0
    }

    @Test func `what the command writes is the new prover, and it is not run again`() async throws {
        try await withTemporaryFolder { folder in
            let command = """
                echo "in round $DSPROVER_ROUND"; echo x >>runs
                echo '{"model": "new", "base_url": "http://there/v1"}' >"$DSPROVER_OUTPUT"
                """
            for _ in 0..<2 {
                let prover = try await run(command, in: folder, told: ["DSPROVER_ROUND": "7"])
                #expect(prover == Iteration.Prover(model: "new", baseURL: "http://there/v1"))
            }
            #expect(lines("runs", in: folder) == 1)
            let log = try String(contentsOf: folder.appending(path: "train.log"), encoding: .utf8)
            #expect(log == "in round 7\n")
        }
    }

    @Test(arguments: [
        ("echo out of memory >&2; exit 3", "exit code 3", "out of memory"),
        ("kill -9 $$", "signal", ""), ("true", "$DSPROVER_OUTPUT", ""),
        (#"echo '{"name": 1}' >"$DSPROVER_OUTPUT""#, "which model", ""),
    ])
    func `a command that fails says how, with the end of its log`(
        command: String, reason: String, log: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let error = await #expect(throws: FactoryError.self) { _ = try await run(command, in: folder) }
            let message = error?.description ?? ""
            #expect(message.contains(reason) || message.contains("137"), "\(message)")
            #expect(log.isEmpty || message.contains(log), "\(message)")
        }
    }

    @Test func `a command that failed is run again, from the start`() async throws {
        try await withTemporaryFolder { folder in
            let command = """
                echo x >>runs; [ -e again ] && echo '{"model": "m"}' >"$DSPROVER_OUTPUT" && exit 0
                touch again; echo broken >"$DSPROVER_OUTPUT"; exit 1
                """
            await #expect(throws: FactoryError.self) { _ = try await run(command, in: folder) }
            let prover = try await run(command, in: folder)
            #expect(prover == Iteration.Prover(model: "m"))
            #expect(lines("runs", in: folder) == 2)
        }
    }

    @Test func `who comes while it runs waits for it and takes its result`() async throws {
        try await withTemporaryFolder { folder in
            let command = """
                echo x >>runs; while [ ! -e go ]; do sleep 0.05; done; echo '{"model": "m"}' >"$DSPROVER_OUTPUT"
                """
            let first = Task { try await run(command, in: folder) }
            #expect(try await eventually { lines("runs", in: folder) == 1 })
            let second = Task { try await run(command, in: folder) }
            try Data().write(to: folder.appending(path: "go"))
            for prover in [try await first.value, try await second.value] {
                #expect(prover == Iteration.Prover(model: "m"))
            }
            #expect(lines("runs", in: folder) == 1)
        }
    }

    @Test func `a cancelled run ends the command`() async throws {
        try await withTemporaryFolder { folder in
            let task = Task { try await run("echo $$ >id; exec sleep 1000", in: folder) }
            let file = folder.appending(path: "id")
            #expect(try await eventually { lines("id", in: folder) == 1 })
            let text = try String(contentsOf: file, encoding: .utf8)
            let id = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            task.cancel()
            await #expect(throws: (any Error).self) { _ = try await task.value }
            #expect(try await eventually { kill(id, 0) == -1 })
        }
    }
}
