internal import Foundation
internal import LeanSource
internal import TrainingData

/// The theorems of a Lean file of a benchmark, as far as they can be read.
enum BenchmarkTheorems {
    /// One theorem, with the doc comment before it.
    struct Theorem {
        let name: String
        let informal: String?
        /// Nil when it could not be taken apart.
        let statement: LockedStatement?
        /// Why.
        let fault: String?
        /// Counted from 1.
        let line: Int
    }

    static func all(in text: String) -> [Theorem] {
        let bytes = Array(text.utf8)
        var line = 1
        var counted = 0
        return LeanDeclaration.all(in: bytes).compactMap { declaration in
            guard [.theorem, .lemma, .example].contains(declaration.kind) else { return nil }
            line += bytes[counted..<declaration.range.lowerBound].count { $0 == 0x0A }
            counted = declaration.range.lowerBound
            let source = bytes[declaration.range]
            let name = declaration.name ?? "line \(line)"
            let (statement, fault) = read(declaration)
            return Theorem(
                name: name, informal: comment(source), statement: statement, fault: fault, line: line)
        }
    }

    /// Without name, modifiers and proof: only what it says is compared.
    private static func read(_ declaration: LeanDeclaration) -> (LockedStatement?, String?) {
        guard let type = declaration.type else { return (nil, "it has no goal") }
        let source = "theorem benchmark\(declaration.universes) \(declaration.binders) : \(type) := by\n  sorry"
        do {
            return (try LockedStatement(parsing: source), nil)
        } catch {
            return (nil, error.message)
        }
    }

    /// The doc comment at the beginning.
    private static func comment(_ source: ArraySlice<UInt8>) -> String? {
        guard source.starts(with: "/--".utf8) else { return nil }
        let text = String(decoding: source, as: UTF8.self)
        guard let end = text.range(of: "-/") else { return nil }
        let comment = BenchmarkFile.plain(String(text[..<end.upperBound]))
        return comment.isEmpty ? nil : comment
    }
}
