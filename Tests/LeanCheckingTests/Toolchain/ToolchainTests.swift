import Foundation
import LeanSource
import Support
import TestSupport
import Testing

@testable import LeanChecking

/// Toolchain folders that tests may damage.
enum ToolchainFolder {
    /// A folder with the embedded Lean in it: the executable copied, because Lean finds its library from its own place; all
    /// else linked.
    static func copy(to folder: URL, without missing: String? = nil) async throws -> String {
        let source = URL(filePath: try await SharedLean.toolchain.leanPath)
            .deletingLastPathComponent().deletingLastPathComponent()
        let files = FileManager.default
        let library = folder.appending(path: "lib/lean")
        try files.createDirectory(at: folder.appending(path: "bin"), withIntermediateDirectories: true)
        try files.createDirectory(at: library, withIntermediateDirectories: true)
        let lean = folder.appending(path: "bin/lean")
        try files.copyItem(at: source.appending(path: "bin/lean"), to: lean)
        for name in try files.contentsOfDirectory(atPath: source.appending(path: "lib/lean").path) where name != missing
        {
            try files.createSymbolicLink(
                at: library.appending(path: name), withDestinationURL: source.appending(path: "lib/lean/\(name)"))
        }
        return lean.path
    }

    /// A shell script in place of `lean`.
    static func script(_ text: String, in folder: URL, name: String = "lean", executable: Bool = true) throws -> String
    {
        let path = folder.appending(path: name).path
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: executable ? 0o755 : 0o644], ofItemAtPath: path)
        return path
    }
}

@Suite struct ToolchainProbeTests {
    @Test(arguments: [
        ("Lean (version 4.35.0, x86_64-unknown-linux-gnu, commit eb6c, Release)\n", "4.35.0"),
        ("Lean (version 4.9.0-rc2, commit b, Release)", "4.9.0-rc2"), ("Lean (version 4.35.0)", "4.35.0"),
    ])
    func `the version is read`(output: String, version: String) {
        #expect(ToolchainProbe.version(in: output) == version)
    }

    @Test(arguments: ["", "lean", "Lean (version nightly)", "Leanpub version 4.35.0"])
    func `other programs have no version`(output: String) {
        #expect(ToolchainProbe.version(in: output) == nil)
    }

    @Test func `the embedded Lean is told from a full toolchain`() async throws {
        let answer = try await ToolchainProbe().examine(try await SharedLean.toolchain.leanPath, environment: [:])
        #expect(answer.profile == .embedded)
        #expect(answer.version == EmbeddedLeanVersion.lean)
        #expect(!answer.hasMathlib)
    }

    private func fault(_ lean: String, limit: Duration = .seconds(20)) async -> LeanCheckingError? {
        await #expect(throws: LeanCheckingError.self) {
            _ = try await ToolchainProbe(timeLimit: limit).examine(lean, environment: [:])
        }
    }

    @Test func `a library with a missing file is broken, and Lean says which`() async throws {
        try await withTemporaryFolder { folder in
            let lean = try await ToolchainFolder.copy(to: folder, without: "Init.olean")
            let error = await fault(lean)
            #expect(error?.reason == .broken)
            #expect(error?.message.contains("Init") == true, "\(error?.message ?? "")")
            #expect(error?.advice?.contains("make setup") == true)
            #expect(error?.kind == .environment)
        }
    }

    @Test func `an embedded library beside another Lean has the wrong version`() async throws {
        try await withTemporaryFolder { folder in
            let lean = try await ToolchainFolder.copy(to: folder)
            try FileManager.default.removeItem(atPath: lean)
            _ = try ToolchainFolder.script(
                "echo 'Lean (version 4.2.0, x)'", in: URL(filePath: lean).deletingLastPathComponent())
            let error = await fault(lean)
            #expect(error?.reason == .wrongVersion)
            #expect(error?.message.contains("4.2.0") == true)
            #expect(error?.advice?.contains("make setup") == true)
        }
    }

    @Test(arguments: [
        ("exec sleep 600", "within"), ("echo hello", "does not answer"), ("echo bad >&2; exit 3", "exit code 3: bad"),
        ("echo 'Lean (version 4.30.0, x)'; [ \"$1\" = --version ] || exec sleep 600", "small theorem"),
        ("echo 'Lean (version 4.30.0, x)'", "unknown form"), ("kill -9 $$", "signal 9"),
    ])
    func `a program that is not a working Lean is broken, and the message says how`(
        script: String, says: String
    ) async throws {
        try await withTemporaryFolder { folder in
            // Scripts that end do so at once; only those that hang meet the limit.
            let limit: Duration = script.contains("sleep") ? .seconds(1) : .seconds(30)
            let error = await fault(try ToolchainFolder.script(script, in: folder), limit: limit)
            #expect(error?.reason == .broken)
            #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `a file that is not executable is broken`() async throws {
        try await withTemporaryFolder { folder in
            let lean = try ToolchainFolder.script("true", in: folder, executable: false)
            #expect(await fault(lean)?.advice?.contains("chmod") == true)
        }
    }
}

@Suite struct ToolchainFinderTests {
    /// Variables under which only what a test sets can be found.
    private func empty(_ folder: URL, _ more: [String: String] = [:]) -> [String: String] {
        ["HOME": folder.path, "PATH": "\(folder.path)/path"].merging(more) { _, new in new }
    }

    @Test func `without any Lean the error says where it was looked for and what to type`() async throws {
        try await withTemporaryFolder { folder in
            let error = await #expect(throws: LeanCheckingError.self) {
                _ = try await ToolchainFinder.find(ToolchainSettings(), environment: empty(folder))
            }
            #expect(error?.reason == .missing)
            #expect(error?.message.contains("PATH") == true)
            #expect(error?.message.contains("embedded-lean/\(EmbeddedLeanVersion.current)") == true)
            #expect(error?.advice?.contains("make setup") == true)
        }
    }

    @Test func `another folder in LEAN is used as it is, and checks`() async throws {
        try await withTemporaryFolder { folder in
            let lean = try await ToolchainFolder.copy(to: folder.appending(path: "copy"))
            let environment = empty(folder, ["LEAN": lean])
            let candidates = await ToolchainFinder.candidates(ToolchainSettings(), environment: environment)
            #expect(candidates.map(\.isChosen) == [true, false, false])
            #expect(candidates[1].finding == .notReached)
            let toolchain = try ToolchainFinder.choose(from: candidates, ToolchainSettings())
            #expect(toolchain.leanPath == lean)
            #expect(toolchain.origin == "LEAN environment variable")
            let checker = try await LeanChecker(toolchain: toolchain, workers: 1, logger: SharedLean.quiet)
            let statement = LockedStatement("theorem lin (a b : Nat) (h : a + 2 ≤ b) : a < b")
            #expect(try await checker.check(.tactics("omega"), of: statement, header: .empty).verdict == .verified)
            #expect(try await checker.verify(.tactics("omega"), of: statement, header: .empty).rung == 5)
            await checker.shutdown()
        }
    }

    @Test func `a worker of a toolchain with lake does not run it`() async throws {
        try await withTemporaryFolder { folder in
            let lean = try await ToolchainFolder.copy(to: folder)
            let bin = URL(filePath: lean).deletingLastPathComponent()
            _ = try ToolchainFolder.script("echo \"$*\" > \(folder.path)/called; exit 2", in: bin, name: "lake")
            let toolchain = try await ToolchainFinder.find(ToolchainSettings(path: lean))
            let checker = try await LeanChecker(toolchain: toolchain, workers: 1, logger: SharedLean.quiet)
            try await checker.warmUp(.empty)
            await checker.shutdown()
            #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/called"))
        }
    }

    @Test func `the embedded Lean is found in the cache folder, or where its variable points`() async throws {
        try await withTemporaryFolder { folder in
            let home = folder.appending(path: "dsprover/embedded-lean/\(EmbeddedLeanVersion.current)")
            let lean = try await ToolchainFolder.copy(to: home)
            for variables in [["XDG_CACHE_HOME": folder.path], ["DSPROVER_EMBEDDED_LEAN": home.path]] {
                let found = try await ToolchainFinder.find(
                    ToolchainSettings(profile: .embedded), environment: empty(folder, variables))
                #expect(found.leanPath == lean)
                #expect(found.profile == .embedded)
            }
        }
    }

    @Test func `a configured path that does not work is an error, not a reason to take another Lean`() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await withTemporaryFolder { folder in
            let hangs = try ToolchainFolder.script("exec sleep 600", in: folder)
            for (path, reason) in [("/nowhere/lean", LeanCheckingError.Code.missing), (hangs, .broken)] {
                let settings = ToolchainSettings(path: path)
                let candidates = await ToolchainFinder.candidates(
                    settings, environment: environment, timeLimit: .seconds(1))
                #expect(candidates.dropFirst().allSatisfy { $0.finding == .notReached })
                let error = #expect(throws: LeanCheckingError.self) {
                    try ToolchainFinder.choose(from: candidates, settings)
                }
                #expect(error?.reason == reason)
            }
        }
    }

    @Test func `a folder may stand for the executable in it`() async throws {
        let lean = try await SharedLean.toolchain.leanPath
        let folder = URL(filePath: lean).deletingLastPathComponent().deletingLastPathComponent()
        let found = try await ToolchainFinder.find(ToolchainSettings(path: folder.path))
        #expect(found.leanPath == lean)
    }

    @Test func `a lean on PATH that does not work, or has no Mathlib, is passed over`() async throws {
        let cache = try await SharedLean.toolchain.leanPath
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "path")
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            let variables = empty(folder, ["DSPROVER_EMBEDDED_LEAN": cache])
            _ = try ToolchainFolder.script("exit 1", in: path)
            var candidates = await ToolchainFinder.candidates(ToolchainSettings(), environment: variables)
            #expect(candidates.map(\.isChosen) == [false, true])
            let working = "[ \"$1\" = --version ] && echo 'Lean (version 4.30.0, x)'; exit 0"
            _ = try ToolchainFolder.script(working, in: path)
            candidates = await ToolchainFinder.candidates(ToolchainSettings(), environment: variables)
            #expect(candidates.map(\.isChosen) == [false, true])
            #expect(candidates[0].explanation.contains("no Mathlib"))
            let full = try await ToolchainFinder.find(ToolchainSettings(profile: .full), environment: variables)
            #expect(full.version == "4.30.0")
            #expect(full.profile == .full)
        }
    }

    @Test func `a lake project gives the toolchain behind the shim and its libraries`() async throws {
        try await withTemporaryFolder { folder in
            let files = FileManager.default
            let (path, project) = (folder.appending(path: "path"), folder.appending(path: "project"))
            let (real, library) = (folder.appending(path: "real/bin"), folder.appending(path: "library"))
            for url in [path, project, real, library] {
                try files.createDirectory(at: url, withIntermediateDirectories: true)
            }
            try Data().write(to: project.appending(path: "lakefile.toml"))
            try Data().write(to: library.appending(path: "Mathlib.olean"))
            let lean = try ToolchainFolder.script(
                "[ \"$1\" = --version ] && echo 'Lean (version 4.31.0, x)'; exit 0", in: real)
            _ = try ToolchainFolder.script(
                """
                [ "$PWD" = "\(project.path)" ] || exit 9
                case "$*" in
                "env lean --print-prefix") echo "\(folder.path)/real" ;;
                "env printenv LEAN_PATH") echo "\(library.path)" ;;
                *) exit 8 ;;
                esac
                """, in: path, name: "lake")
            let found = try await ToolchainFinder.find(
                ToolchainSettings(project: project.path), environment: empty(folder))
            #expect(found.leanPath == lean)
            #expect(found.environment == ["LEAN_PATH": library.path])
            #expect(found.workspace == project.path)
            #expect(found.hasMathlib)
            #expect(found.defaultHeader == .mathlib)
        }
    }

    @Test func `a lake project without lake, or without a lakefile, says so`() async throws {
        try await withTemporaryFolder { folder in
            let settings = ToolchainSettings(project: folder.path)
            var error = await #expect(throws: LeanCheckingError.self) {
                _ = try await ToolchainFinder.find(settings, environment: empty(folder))
            }
            #expect(error?.message.contains("lakefile") == true)
            try Data().write(to: folder.appending(path: "lakefile.lean"))
            error = await #expect(throws: LeanCheckingError.self) {
                _ = try await ToolchainFinder.find(settings, environment: empty(folder))
            }
            #expect(error?.message.contains("lake") == true)
            #expect(error?.advice?.contains("elan") == true)
        }
    }
}
