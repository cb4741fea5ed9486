import Foundation
import Support
import TestSupport
import Testing

/// A toolchain that is broken ends a run with exit 3 and advice, and leaves no mark on any problem.
@Suite struct BrokenLeanTests {
    /// What is done to a copy of the toolchain, by a shell in its folder.
    private static let damages = [
        "rm lib/lean/Init.olean", "rm lib/lean/Init.olean; echo foreign >lib/lean/Init.olean",
        "rm lib/lean/Init.olean; mkdir lib/lean/Init.olean", "chmod -x bin/lean", "rm lib/lean/libleanshared.so",
        "cp /bin/true bin/lean", "printf '#!/bin/sh\\nkill -9 $$\\n' >bin/lean",
        "printf '#!/bin/sh\\nhead -c 5000 /dev/urandom\\n' >bin/lean",
        "printf '#!/bin/sh\\necho \"Lean (version 4.2.0, x)\"\\n' >bin/lean", "rm -r bin",
    ]

    private func shell(_ script: String, in folder: URL, _ arguments: [String] = []) async throws {
        let running = try Running(
            URL(filePath: "/bin/sh"), arguments: ["-c", "set -e; \(script)", "sh"] + arguments, folder: folder,
            environment: ["PATH": "/usr/bin:/bin"])
        let result = try await running.result()
        try #require(result.status == 0, "\(script): \(result.errors)")
    }

    /// A copy of the toolchain that `doctor` finds: the program copied, because it finds its library from its own place; the
    /// library linked.
    private func copyToolchain(to folder: URL, of program: Program) async throws {
        let report = try await program.run("doctor", "--json").json()
        let lean = try #require(report["lean"]?["path"]?.string)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await shell(
            #"source=${1%/bin/lean}; mkdir -p bin lib/lean; cp "$1" bin/; ln -s "$source"/lib/lean/* lib/lean/"#,
            in: folder, [lean])
    }

    @Test(arguments: damages)
    func `a broken toolchain ends the run with exit 3 and fails nothing, and a mended one goes on`(
        damage: String
    ) async throws {
        try await withTemporaryFolder { folder in
            var program = Program(folder: folder)
            let copy = folder.appending(path: "toolchain")
            try await copyToolchain(to: copy, of: program)
            try await shell(damage, in: copy)
            try #"{"id":"p","problem":"For all natural numbers n, n + 0 = n."}"#.write(
                to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
            program.environment["LEAN"] = copy.path
            let broken = try await program.run("formalize", "problems.jsonl")
            #expect(broken.status == 3, "\(damage): \(broken.errors)")
            #expect(broken.errors.contains("make setup"), "\(damage): \(broken.errors)")
            let path = folder.appending(path: "dsprover.sqlite").path
            #expect(try await Outcome.states(of: path).values.allSatisfy { $0 == ["pending"] })
            let doctor = try await program.run("doctor")
            #expect(doctor.status == 3)
            #expect(doctor.output.contains("MISSING lean"), "\(damage): \(doctor.output)")

            program.environment = [:]
            let mended = try await program.run("formalize")
            #expect(mended.status == 0, "\(mended.errors)")
            #expect(try await Outcome.states(of: path)["p"] == ["verified"])
        }
    }

    @Test func `without room for private folders it is exit 3, and says which variable to set`() async throws {
        try await withTemporaryFolder { folder in
            // Nobody can make a folder in /proc, not even root.
            let program = Program(folder: folder, environment: ["TMPDIR": "/proc"])
            try #"{"id":"p","problem":"For all natural numbers n, n + 0 = n."}"#.write(
                to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
            let result = try await program.run("formalize", "problems.jsonl")
            #expect(result.status == 3, "\(result.errors)")
            #expect(result.errors.contains("TMPDIR"), "\(result.errors)")
        }
    }

    @Test func `a copy of the toolchain that LEAN names does everything by itself`() async throws {
        try await withTemporaryFolder { folder in
            let copy = folder.appending(path: "toolchain")
            try await copyToolchain(to: copy, of: Program(folder: folder))
            for path in [copy.path, copy.appending(path: "bin/lean").path] {
                // No default place is left to fall back to.
                let program = Program(
                    folder: folder, environment: ["LEAN": path, "XDG_CACHE_HOME": folder.path, "HOME": folder.path])
                let report = try await program.run("doctor", "--json")
                #expect(report.status == 0, "\(report.errors)")
                #expect(try report.json()["lean"]?["path"]?.string == copy.appending(path: "bin/lean").path)
                #expect(try report.json()["lean"]?["origin"]?.string == "LEAN environment variable")
            }
        }
    }
}
