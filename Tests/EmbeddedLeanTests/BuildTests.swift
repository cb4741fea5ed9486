import Foundation
import Testing

/// The build script and the generator.
@Suite struct BuildTests {
    private static let script = InstalledToolchain.sources.appending(path: "build.sh").path

    private func bash(_ arguments: [String]) async throws -> (exitCode: Int32, output: String) {
        try await LeanProcess.run(
            URL(filePath: "/bin/bash"), arguments, environment: ProcessInfo.processInfo.environment)
    }

    @Test func `the installed lean is the version that the sources name`() async throws {
        let toolchain = try InstalledToolchain()
        let (exitCode, output) = try await LeanProcess.run(toolchain.lean, ["--version"])
        #expect(exitCode == 0)
        let leanVersion = try #require(toolchain.version.split(separator: "-").first)
        #expect(output.contains("version \(leanVersion),"), "\(output)")
    }

    @Test func `the installed toolchain is built from these sources`() async throws {
        let folder = try InstalledToolchain().folder.path
        let (exitCode, output) = try await bash([Self.script, "--prefix", folder, "--check"])
        #expect(exitCode == 0, "\(output)Type: make setup")
    }

    @Test func `the build script prints where it installs`() async throws {
        let (exitCode, output) = try await bash([Self.script, "--prefix", "/x/y/", "--print-path"])
        #expect(exitCode == 0)
        #expect(output == "/x/y\n")
    }

    @Test(arguments: [["--prefix"], ["--prefix="], ["--prefix", "/"], ["--no-such-option"]])
    func `a wrong option is refused with advice`(arguments: [String]) async throws {
        let (exitCode, output) = try await bash([Self.script] + arguments)
        #expect(exitCode == 1)
        #expect(output.hasPrefix("error: "), "\(output)")
        #expect(output.split(separator: "\n").count >= 2, "\(output)")
    }

    @Test func `without a home folder the build script says what it needs`() async throws {
        let (exitCode, output) = try await LeanProcess.run(
            URL(filePath: "/bin/bash"), [Self.script, "--print-path"], environment: ["PATH": "/usr/bin:/bin"])
        #expect(exitCode == 1)
        #expect(output.hasPrefix("error: "), "\(output)")
        #expect(output.contains("HOME"))
    }

    @Test func `a wheel with another hash is not unpacked`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "embedded-lean-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let downloads = folder.appending(path: "cache/dsprover/downloads")
        try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
        let sums = try String(contentsOf: InstalledToolchain.sources.appending(path: "wheel.sha256"), encoding: .utf8)
        for wheel in sums.split(whereSeparator: \.isWhitespace) where wheel.hasSuffix(".whl") {
            try Data("not a wheel".utf8).write(to: downloads.appending(path: String(wheel)))
        }
        // An index that does not exist stands for a machine without a network.
        var environment = ProcessInfo.processInfo.environment
        environment["XDG_CACHE_HOME"] = folder.appending(path: "cache").path
        environment["PIP_INDEX_URL"] = "http://127.0.0.1:9/simple"
        environment["PIP_RETRIES"] = "0"
        let (exitCode, output) = try await LeanProcess.run(
            URL(filePath: "/bin/bash"), [Self.script], environment: environment)
        #expect(exitCode == 1)
        #expect(output.contains("has a wrong hash"), "\(output)")
        #expect(output.contains("error: pip could not fetch"), "\(output)")
    }

    @Test(.timeLimit(.minutes(1))) func `the generated files are what the generator writes`() async throws {
        let generator = InstalledToolchain.sources.appending(path: "generator/generate.py").path
        let library = try InstalledToolchain().libraryFolder.appending(path: "libleanshared.so").path
        let (exitCode, output) = try await bash([
            "-c", "exec python3 \"$0\" --check --library \"$1\"", generator, library,
        ])
        #expect(exitCode == 0, "\(output)")
    }
}
