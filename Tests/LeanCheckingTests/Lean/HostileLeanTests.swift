import Foundation
import TestSupport
import Testing

@testable import LeanChecking

#if os(Linux)
/// Lean text that runs native code while it is elaborated, as it would if it ever got past the guard.
@Suite struct HostileLeanTests {
    /// Links the compiled functions of the library that read and write files under names of their own, and hangs a macro
    /// that calls them on a tactic: copies a file to several places when the tactic is met.
    private func source(copying secret: String, to targets: [String]) -> String {
        // One after the other, each with a say in the result: what has none is never called.
        let calls = targets.map { "match copy \(quoted(secret)) \(quoted($0)) with | 12345 => .ok stx s | _ => " }
        return """
            inductive Answer where
              | ok (text : String) : Answer
              | error (what : Nat) : Answer
            instance : Inhabited Answer := ⟨.error 0⟩
            @[extern "l"] opaque IO.FS.readFile (path : String) : Answer
            @[extern "l"] opaque IO.FS.writeFile (path : String) (text : String) : Nat
            def copy (secret : String) (target : String) : Nat :=
              match IO.FS.readFile secret with
              | .ok text => IO.FS.writeFile target text
              | .error _ => IO.FS.writeFile target "out of sight"
            def cheat : Lean.Macro := fun stx _ s =>
              \(calls.joined()).error .unsupportedSyntax s
            attribute [macro Lean.Parser.Tactic.skip] cheat
            theorem t : True := by
              skip
              trivial
            """
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }

    /// Compiles such a text as a verification would, and tells what it left in the private folder.
    private func compile(
        _ source: String, in sandbox: Sandbox
    ) async throws -> (outcome: BoundedCommand.Outcome, own: String?) {
        let toolchain = try await SharedLean.toolchain
        let folder = try PrivateFolder(sandbox: sandbox)
        defer { folder.remove() }
        try folder.write(source, to: "Hostile.lean")
        let plan = LaunchPlan(
            lean: toolchain.leanPath, arguments: LeanOptions.compiler(LeanLimits()) + [folder.file("Hostile.lean")],
            folder: folder.path, environment: LaunchPlan.environment(for: toolchain, folder: folder.path),
            limits: ProcessLimits(fileBytes: 1 << 20), sandbox: sandbox)
        let outcome = try await BoundedCommand.run(plan, within: .init(wallClock: .seconds(30)))
        return (outcome, try? String(contentsOfFile: folder.file("own"), encoding: .utf8))
    }

    @Test func `native code in a Lean text reads and writes nothing outside the private folder`() async throws {
        try await withTemporaryFolder { outside in
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: outside.path)
            let secret = outside.appending(path: "ledger.sqlite").path
            try Data("all answers".utf8).write(to: URL(filePath: secret))
            let target = outside.appending(path: "escaped").path
            let text = source(copying: secret, to: ["own", target])
            for sandbox in try await Sandboxes.all {
                let (outcome, own) = try await compile(text, in: sandbox)
                #expect(outcome.ending == .ended(.exited(0)), "\(sandbox.means): \(outcome)")
                // It did run: it could write where it may, but not see what it must not.
                #expect(own == "out of sight", "\(sandbox.means)")
                #expect(!FileManager.default.fileExists(atPath: target), "\(sandbox.means)")
            }
            // The same text with the walls taken away, so that the test is known to be able to fail.
            let (_, own) = try await compile(text, in: .limitsOnly)
            #expect(own == "all answers")
            #expect(FileManager.default.fileExists(atPath: target))
        }
    }

    @Test func `a warm worker cannot even write into its own folder`() async throws {
        guard LeanIsolation.sandbox.hidesFiles else { return }
        try await withTemporaryFolder { outside in
            let secret = outside.appending(path: "key").path
            try Data("sk-4711".utf8).write(to: URL(filePath: secret))
            let target = outside.appending(path: "escaped").path
            let pool = WorkerPool(
                toolchain: try await SharedLean.toolchain, limits: LeanLimits(), settings: PoolSettings(workers: 1),
                hooks: Hooks(), logger: SharedLean.quiet)
            let reading = try await SharedLean.unguarded(
                source(copying: secret, to: [target, "own", "/tmp/dsprover-y"]), name: "t", pool: pool)
            #expect(reading.verdict != .crashed)
            await pool.shutDown()
            #expect(!FileManager.default.fileExists(atPath: target))
            #expect(!FileManager.default.fileExists(atPath: "/tmp/dsprover-y"))
        }
    }

    @Test func `the environment that native code in Lean sees holds no key`() async throws {
        setenv("OPENAI_API_KEY", "sk-4711", 1)
        defer { unsetenv("OPENAI_API_KEY") }
        for sandbox in try await Sandboxes.all + [.limitsOnly] {
            // The file is empty in size for those who ask first; the compiled function reads to the end.
            let (_, own) = try await compile(source(copying: "/proc/self/environ", to: ["own"]), in: sandbox)
            let text = try #require(own)
            #expect(text.contains("LC_ALL=C.UTF-8"))
            #expect(!text.contains("sk-4711"))
        }
    }

    @Test func `two hundred processes leave no descriptor, no zombie and no folder behind`() async throws {
        let toolchain = try await SharedLean.toolchain
        let sandbox = LeanIsolation.sandbox
        func start() async throws {
            let folder = try PrivateFolder(sandbox: sandbox)
            defer { folder.remove() }
            let plan = LaunchPlan(
                lean: "/bin/sh", arguments: ["-c", "sleep 9 >/dev/null 2>&1 & echo x"], folder: folder.path,
                environment: LaunchPlan.environment(for: toolchain, folder: folder.path), limits: ProcessLimits())
            #expect(try await BoundedCommand.run(plan, within: .init(wallClock: .seconds(20))).output == [0x78, 0x0A])
        }
        func folders() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
                .filter { $0.hasPrefix("dsprover-lean-\(getpid())-") }.count
        }
        try await start()
        let (files, before) = (try Processes.openFiles(), try folders())
        for _ in 0..<200 { try await start() }
        #expect(try Processes.openFiles() <= files)
        #expect(try folders() == before)
        #expect(Processes.zombies() == 0)
    }
}
#endif
