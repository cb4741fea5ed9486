import Foundation
import Testing

/// What keeps the library honest: its axioms, and the functions that the kernel replaces by GMP.
@Suite struct SoundnessTests {
    static let allowedAxioms: Set<String> = ["propext", "Classical.choice", "Quot.sound"]
    /// Functions that the kernel evaluates on literals by name; `gmp.lean` has a theorem about each.
    static let kernelFunctions = [
        "add", "sub", "mul", "pow", "div", "mod", "gcd", "beq", "ble", "log2", "land", "lor", "xor", "shiftLeft",
        "shiftRight",
    ]

    @Test(.timeLimit(.minutes(10)), arguments: Snippet.all(in: "accept").filter { $0.file == "gmp.lean" })
    func `a duty theorem about the kernel's arithmetic needs no other axiom`(snippet: Snippet) async throws {
        let outcome = try await LeanProcess.check(snippet.source + "\n#print axioms gmp\n")
        #expect(outcome.exitCode == 0)
        let report = try #require(outcome.messages.last?.data)
        let (name, axioms) = try #require(Self.axioms(of: report), "unexpected report: \(report)")
        #expect(name == "gmp")
        #expect(axioms.isSubset(of: Self.allowedAxioms), "\(snippet.name): \(report)")
    }

    @Test func `every function that the kernel computes has a duty theorem`() {
        let covered = Set(
            Snippet.all(in: "accept").filter { $0.file == "gmp.lean" }
                .flatMap { $0.name.components(separatedBy: CharacterSet(charactersIn: " ,")) })
        #expect(Set(Self.kernelFunctions).subtracting(covered) == [])
    }

    @Test(.timeLimit(.minutes(10))) func `no constant of the library depends on another axiom`() async throws {
        let names = try Self.publicNames(of: InstalledToolchain())
        #expect(names.count > 1000)
        let outcome = try await LeanProcess.check(names.map { "#print axioms \($0)" }.joined(separator: "\n") + "\n")
        var seen = 0
        for message in outcome.messages {
            guard message.severity == "information" else {
                Issue.record("\(message.data)")
                continue
            }
            let (name, axioms) = try #require(Self.axioms(of: message.data), "unexpected report: \(message.data)")
            seen += 1
            // `sorryAx` is the axiom behind `sorry`, and the `lc…` axioms of the compiler are marked unsafe: the kernel
            // refuses a theorem that mentions them.
            let extra = axioms.subtracting(Self.allowedAxioms).subtracting([name])
            #expect(extra.isEmpty || Self.compilerOnly.contains(name), "'\(name)' depends on \(extra.sorted())")
        }
        #expect(seen == names.count)
    }

    @Test func `the sources declare no axiom but the known ones, and leave nothing unproved`() throws {
        let folder = InstalledToolchain.sources.appending(path: "src/Base")
        var declared: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".lean") {
            let words = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                .split(whereSeparator: \.isWhitespace)
            for (index, word) in words.enumerated() where word == "axiom" && words[index - 1] != "unsafe" {
                declared.insert(String(words[index + 1]))
            }
            #expect(
                !words.contains { ["sorry", "admit", "native_decide", "debug.skipKernelTC"].contains($0) }, "\(file)")
        }
        // `sorryAx` is what `sorry` stands for; the elaborator needs it, and the library does not use it.
        #expect(declared == Self.allowedAxioms.union(["sorryAx"]))
    }

    /// Definitions that exist for compiled code alone and are unsafe themselves.
    private static let compilerOnly: Set<String> = ["unsafeCast"]

    /// Reads `'name' depends on axioms: [a, b]` and `'name' does not depend on any axioms`.
    private static func axioms(of report: String) -> (name: String, axioms: Set<String>)? {
        guard let quoted = report.range(of: "'.+' (depends|does)", options: .regularExpression),
            let end = report[quoted].range(of: "' d", options: .backwards)
        else { return nil }
        let name = String(report[quoted.lowerBound..<end.lowerBound].dropFirst())
        guard let list = report.range(of: "on axioms: [") else { return (name, []) }
        let names = report[list.upperBound...].prefix { $0 != "]" }
        return (name, Set(names.split(whereSeparator: { ", \n".contains($0) }).map(String.init)))
    }

    /// The names of all public constants, which the index files beside the compiled modules list.
    private static func publicNames(of toolchain: InstalledToolchain) throws -> [String] {
        struct Index: Decodable { let decls: [String: [Int]] }
        let folder = toolchain.libraryFolder.appending(path: "Base")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".ilean") }
        let names = try files.flatMap { file in
            try JSONDecoder().decode(Index.self, from: Data(contentsOf: folder.appending(path: file))).decls.keys
        }
        return names.filter { !$0.hasPrefix("_private") }.sorted()
    }
}
