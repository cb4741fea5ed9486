import Foundation
import LeanChecking
import Ledger
import Testing

/// What the documents and other languages say must be what the code says.
@Suite struct DocumentationTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
    }

    @Test func `the life cycle in the architecture page is the one of the code`() throws {
        let page = try text("docs/architecture.md")
        #expect(page.contains(LifeCycle.diagram(of: StatementState.self)))
    }

    @Test func `the program looks for the embedded Lean that the set-up installs`() throws {
        let version = try text("lean-workspace/embedded/VERSION").trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(version == EmbeddedLeanVersion.current)
    }

    @Test func `every package in the manifest has its reason in CONTRIBUTING`() throws {
        let reasons = try text("CONTRIBUTING.md")
        let manifest = try text("Package.swift")
        let packages = manifest.matches(of: /\.package\(url: "https:\/\/[^"]*\/([^"\/]+)"/).map { String($0.output.1) }
        #expect(packages.count >= 8)
        for package in packages { #expect(reasons.contains(package.replacing(".swift", with: "")), "\(package)") }
    }

    @Test func `no file is over 800 lines`() throws {
        for folder in ["Sources", "Tests", "Benchmarks"] {
            let files = try #require(
                FileManager.default.enumerator(
                    at: Self.repository.appending(path: folder), includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let lines = try String(contentsOf: file, encoding: .utf8).utf8.count { $0 == 0x0A }
                #expect(lines <= 800, "\(file.lastPathComponent)")
            }
        }
    }
}
