import Foundation
import LeanSource
import Support
import TestSupport
import Testing

@testable import LeanChecking

/// Ways in which a toolchain can be broken. Whatever it is, it is trouble with the machine and never a failed proof.
enum Damage: String, CaseIterable {
    case missingLibraryFile, foreignLibraryFile, unreadableLibrary, notExecutable, hangs, dies, printsGarbage
    case replacedByTrue, wrongVersion, missingSharedLibrary

    /// Those that a user would wait for.
    var isSlow: Bool { self == .hangs }

    /// Breaks a copy of a toolchain.
    func apply(to lean: String) throws {
        let files = FileManager.default
        let bin = URL(filePath: lean).deletingLastPathComponent()
        let library = bin.deletingLastPathComponent().appending(path: "lib/lean")
        func replaceLean(_ script: String) throws {
            try files.removeItem(atPath: lean)
            _ = try ToolchainFolder.script(script, in: bin)
        }
        switch self {
        case .missingLibraryFile: try files.removeItem(at: library.appending(path: "Init.olean"))
        case .foreignLibraryFile:
            try files.removeItem(at: library.appending(path: "Init.olean"))
            try Data("olean of another version".utf8).write(to: library.appending(path: "Init.olean"))
        case .unreadableLibrary:
            // A folder in the place of the file: not even root can read it.
            try files.removeItem(at: library.appending(path: "Init.olean"))
            try files.createDirectory(at: library.appending(path: "Init.olean"), withIntermediateDirectories: false)
        case .notExecutable: try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: lean)
        case .hangs: try replaceLean("exec sleep 600")
        case .dies: try replaceLean("kill -SEGV $$")
        case .printsGarbage: try replaceLean("head -c 3000 /dev/urandom")
        case .replacedByTrue: try replaceLean("exit 0")
        case .wrongVersion: try replaceLean("echo 'Lean (version 4.2.0, x86_64-unknown-linux-gnu, Release)'")
        case .missingSharedLibrary:
            for name in try files.contentsOfDirectory(atPath: library.path) where name.hasPrefix("libleanshared.") {
                try files.removeItem(at: library.appending(path: name))
            }
        }
    }
}

@Suite struct BrokenToolchainTests {
    private let statement = LockedStatement("theorem t (p : Prop) (h : p) : p")

    @Test(arguments: Damage.allCases)
    func `a broken toolchain is found out before anything is checked`(damage: Damage) async throws {
        try await withTemporaryFolder { folder in
            let lean = try await ToolchainFolder.copy(to: folder)
            try damage.apply(to: lean)
            let settings = ToolchainSettings(path: lean)
            let start = ContinuousClock.now
            let candidates = await ToolchainFinder.candidates(
                settings, environment: [:], timeLimit: damage.isSlow ? .seconds(1) : .seconds(30))
            #expect(ContinuousClock.now - start < .seconds(40))
            let error = #expect(throws: LeanCheckingError.self) {
                try ToolchainFinder.choose(from: candidates, settings)
            }
            #expect(error?.kind == .environment, "\(damage): \(String(describing: error))")
            #expect(error?.advice?.isEmpty == false, "\(damage)")
        }
    }

    @Test(arguments: Damage.allCases)
    func `a toolchain that breaks between two checks fails no proof`(damage: Damage) async throws {
        try await withTemporaryFolder { folder in
            let lean = try await ToolchainFolder.copy(to: folder)
            let toolchain = try await ToolchainFinder.find(ToolchainSettings(path: lean), environment: [:])
            try damage.apply(to: lean)
            var limits = LeanLimits()
            if damage.isSlow { limits.startUp = .milliseconds(500) }
            let checker = try await LeanChecker(
                toolchain: toolchain, limits: limits, workers: 1, logger: SharedLean.quiet)
            let error = await #expect(throws: LeanCheckingError.self) {
                _ = try await checker.check(.term("h"), of: statement, header: .empty)
            }
            #expect(error?.kind == .environment, "\(damage): \(String(describing: error))")
            #expect(error?.advice?.isEmpty == false, "\(damage)")
            await checker.shutdown()
        }
    }

    #if os(Linux)
    @Test func `a full disk is trouble with the machine`() async throws {
        guard let disk = FullDisk() else { return }
        defer { disk.unmount() }
        let folder = "\(disk.path)/dsprover-lean-test"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let plan = LaunchPlan(
            lean: "/bin/sh", arguments: ["-c", "head -c 1000000 /dev/zero >out"], folder: folder,
            environment: ["PATH": "/usr/bin:/bin"], limits: ProcessLimits())
        let error = await #expect(throws: LeanCheckingError.self) {
            try await BoundedCommand.run(plan, within: .init(wallClock: .seconds(20)))
        }
        #expect(error?.reason == .system)
        #expect(error?.message.contains("full") == true, "\(error?.message ?? "")")
        #expect(error?.advice?.contains("TMPDIR") == true)
    }
    #endif
}

#if os(Linux)
/// A file system of 128 KiB; only root can make one.
private struct FullDisk {
    let path: String

    init?() {
        path = FileManager.default.temporaryDirectory.appending(path: "dsprover-test-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard mount("none", path, "tmpfs", 0, "size=128k") == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            return nil
        }
    }

    func unmount() {
        umount(path)
        try? FileManager.default.removeItem(atPath: path)
    }
}
#endif
