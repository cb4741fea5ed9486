package import Foundation
internal import LeanSource
internal import Ledger
package import TrainingData

/// The problems of the configured benchmarks, ready to be compared with.
///
/// A statement stands in a benchmark when its normal form is one of a theorem there (whatever the headers are), when
/// most of its runs of tokens stand in one theorem, or when a run of words of its problem stands in one problem.
package struct BenchmarkLibrary: Sendable {
    /// What was read of one benchmark.
    package struct Source: Sendable, Equatable, Codable {
        /// The name of its file or folder, by which flags call it.
        package let name: String
        package internal(set) var files = 0
        package internal(set) var problems = 0
        /// Problems with words, and with a statement that could be read.
        package internal(set) var informal = 0
        package internal(set) var formal = 0
        package internal(set) var faults: [BenchmarkFault] = []
    }

    private struct Item: Sendable {
        let name: String
        let source: Int
    }

    package private(set) var sources: [Source] = []
    private let settings: OverlapSettings
    private var items: [Item] = []
    private var words: OverlapIndex
    private var tokens: OverlapIndex
    private var normalForms: [String: Int] = [:]

    /// Nothing to compare with.
    package init(settings: OverlapSettings = OverlapSettings()) {
        self.settings = settings
        words = OverlapIndex(size: settings.words)
        tokens = OverlapIndex(size: settings.tokens)
    }

    package var isEmpty: Bool { items.isEmpty }

    /// Reads a file, or all `.lean`, `.json` and `.jsonl` files below a folder.
    ///
    /// - Throws: `FactoryError` when it is not there or cannot be read. What is in it never throws: parts that cannot be read are
    ///   counted in `sources`.
    package mutating func add(contentsOf url: URL) throws(FactoryError) {
        var source = Source(name: url.lastPathComponent)
        let files = try Self.files(at: url)
        for file in files {
            guard let data = FileManager.default.contents(atPath: file.path) else {
                throw .noBenchmark(file.path)
            }
            let name = files.count > 1 ? file.lastPathComponent : source.name
            add(Array(data), file: name, to: &source)
        }
        source.files = files.count
        finish(source)
    }

    /// Ends a benchmark whose files were added.
    mutating func finish(_ source: Source) {
        sources.append(source)
    }

    private static func files(at url: URL) throws(FactoryError) -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw .noBenchmark(url.path)
        }
        guard isFolder.boolValue else { return [url] }
        let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in [".lean", ".json", ".jsonl"].contains { name.hasSuffix($0) } }
            .sorted().map { url.appending(path: $0) }
    }

    /// Adds the content of one file.
    mutating func add(_ bytes: [UInt8], file: String, to source: inout Source) {
        switch BenchmarkFile.read(bytes, file: file) {
        case .lean(let text):
            let theorems = BenchmarkTheorems.all(in: text)
            if theorems.isEmpty {
                source.faults.append(BenchmarkFault(file: file, line: 1, detail: "there is no theorem in it"))
            }
            for theorem in theorems {
                if let fault = theorem.fault {
                    source.faults.append(
                        BenchmarkFault(file: file, line: theorem.line, detail: "\(theorem.name): \(fault)"))
                }
                add(theorem.name, informal: theorem.informal, statement: theorem.statement, to: &source)
            }
        case .entries(let entries, let faults):
            source.faults += faults
            for entry in entries {
                // The last theorem is what a file claims; those before it help.
                let theorem = entry.formal.flatMap { BenchmarkTheorems.all(in: $0).last }
                if entry.formal != nil, theorem?.statement == nil {
                    let detail = theorem?.fault ?? "its Lean text holds no theorem"
                    source.faults.append(
                        BenchmarkFault(file: file, line: entry.line, detail: "\(entry.name): \(detail)"))
                }
                add(
                    entry.name, informal: entry.informal ?? theorem?.informal, statement: theorem?.statement,
                    to: &source)
            }
        }
    }

    private mutating func add(
        _ name: String, informal: String?, statement: LockedStatement?, to source: inout Source
    ) {
        guard informal != nil || statement != nil else { return }
        let number = items.count
        items.append(Item(name: name, source: sources.count))
        source.problems += 1
        if let informal {
            source.informal += 1
            words.add(WordTokens.tokens(of: informal, signs: false), item: number)
        }
        if let statement {
            source.formal += 1
            tokens.add(statement.tokens, item: number)
            let hash = statement.normalHash
            if normalForms[hash] == nil { normalForms[hash] = number }
        }
    }

    /// What of the benchmarks a statement or its problem stands in: at most one flag each by normal form, tokens and words,
    /// and one for each problem of a benchmark.
    ///
    /// - Parameter statement: nil for one that could not be read; then only words are compared.
    func flags(problem: String, statement: LockedStatement?, normalHash: String) -> [StatementFlag] {
        var found: [Int: [String]] = [:]
        if let item = normalForms[normalHash] {
            found[item, default: []].append("the same statement")
        } else if let match = statement.flatMap({ tokens.best(for: $0.tokens) }), match.share >= settings.tokenShare {
            found[match.item, default: []].append("\(match.shared) of \(match.total) runs of tokens")
        }
        if let match = words.best(for: WordTokens.tokens(of: problem, signs: false)), match.share >= settings.wordShare
        {
            found[match.item, default: []].append("\(match.shared) of \(match.total) runs of words")
        }
        return found.sorted { $0.key < $1.key }.map { number, details in
            let item = items[number]
            let source = sources[item.source].name
            return StatementFlag(
                kind: .contaminated, about: "\(source): \(item.name)", source: source,
                detail: details.joined(separator: ", "))
        }
    }
}
