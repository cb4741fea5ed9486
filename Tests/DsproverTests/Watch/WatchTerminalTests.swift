import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// `status --watch` in a real terminal, and where there is none.
@Suite struct WatchTerminalTests {
    /// A terminal of its own (tmux on a socket of its own), ended with the test.
    private final class Terminal: Sendable {
        private let socket = "dsprover-\(UUID().uuidString.prefix(8))"

        struct Failure: Error {
            let what: String
        }

        init(columns: Int, rows: Int, script: URL) async throws {
            try await tmux(
                "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "sh", script.path)
        }

        /// Asks tmux for something. Python passes none of our files on: the server that the first call starts lives on, and
        /// as long as it had them the end of the call would not be noticed. Nor signals that are blocked here: it would never end.
        @discardableResult
        func tmux(_ arguments: String...) async throws -> String {
            var variables = ProcessInfo.processInfo.environment
            variables["LC_ALL"] = "C.UTF-8"
            variables["TERM"] = "xterm-256color"
            variables["DSPROVER_HOME"] = Program.repository.path
            variables["TMUX"] = nil
            let output = FileManager.default.temporaryDirectory.appending(path: "\(socket)-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: output) }
            let command = """
                import signal, subprocess, sys
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                with open(sys.argv[1], "w") as out:
                    sys.exit(subprocess.run(["tmux", "-u"] + sys.argv[2:], stdout=out, stderr=out).returncode)
                """
            let running = try Running(
                URL(filePath: "/usr/bin/env"),
                arguments: ["python3", "-c", command, output.path, "-L", socket] + arguments,
                folder: FileManager.default.temporaryDirectory, environment: variables)
            let result = try await running.result()
            let text = try String(contentsOf: output, encoding: .utf8)
            guard result.status == 0 else { throw Failure(what: "tmux \(arguments): \(text)") }
            return text
        }

        func screen() async throws -> String { try await tmux("capture-pane", "-p") }

        func shows(_ texts: String...) async throws -> Bool {
            try await eventually {
                let screen = try await self.screen()
                return texts.allSatisfy(screen.contains)
            }
        }

        func end() async {
            _ = try? await tmux("kill-server")
        }
    }

    /// Runs the body with a terminal in which `status --watch` runs on a ledger with two problems.
    private func watch(
        columns: Int, rows: Int, _ body: (Terminal, Ledger) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "watched.sqlite").path
            let ledger = try Ledger.open(at: path)
            _ = try await ledger.importProblems(
                [.init(externalID: "a", statement: "One.", file: "t", line: 1)], firstStage: "formalize")
            let script = folder.appending(path: "watch.sh")
            let program = try BuiltProduct.executable("dsprover").path
            try """
            trap : INT
            echo before
            '\(program)' status --watch --interval 0.2 --ledger '\(path)'
            echo "after $?"
            exec sleep 600
            """.write(to: script, atomically: true, encoding: .utf8)
            let terminal = try await Terminal(columns: columns, rows: rows, script: script)
            do {
                try await body(terminal, ledger)
            } catch {
                await terminal.end()
                throw error
            }
            await terminal.end()
            try await ledger.close()
        }
    }

    @Test func `it fills 80 × 24, follows the ledger and the size, and gives the screen back at q`() async throws {
        try await watch(columns: 80, rows: 24) { terminal, ledger in
            #expect(try await terminal.shows("watched.sqlite", "problems 1:", "formalize", "q quits"))
            #expect(try await !terminal.screen().contains("before"))
            _ = try await ledger.importProblems(
                [.init(externalID: "b", statement: "Two.", file: "t", line: 1)], firstStage: "formalize")
            #expect(try await terminal.shows("problems 2:"))
            try await terminal.tmux("resize-window", "-x", "40", "-y", "10")
            #expect(
                try await eventually {
                    let lines = try await terminal.screen().split(separator: "\n", omittingEmptySubsequences: false)
                    return lines.count <= 11 && lines.allSatisfy { $0.count <= 40 }
                        && lines.contains { $0 == "q quits" }
                })
            try await terminal.tmux("send-keys", "q")
            #expect(try await terminal.shows("before", "after 0"))
            #expect(try await !terminal.screen().contains("q quits"))
        }
    }

    @Test func `Ctrl-C gives the screen back too`() async throws {
        try await watch(columns: 60, rows: 15) { terminal, _ in
            #expect(try await terminal.shows("q quits"))
            try await terminal.tmux("send-keys", "C-c")
            #expect(try await terminal.shows("before", "after 0"))
            // What is typed is seen again.
            try await terminal.tmux("send-keys", "echoed")
            #expect(try await terminal.shows("echoed"))
        }
    }

    @Test func `without a terminal it writes plain lines until it is told to stop`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "dsprover.sqlite").path)
            try await ledger.close()
            let running = try Program(folder: folder).start(["status", "--watch", "--interval", "0.1"])
            #expect(try await eventually { running.outputSoFar.split(separator: "\n").count >= 3 })
            running.signal(SIGTERM)
            let result = try await running.result()
            #expect(!result.output.contains("\u{1B}"))
            #expect(result.output.contains("0 problems"))
            #expect(result.output.contains("0 at work"))
        }
    }
}
