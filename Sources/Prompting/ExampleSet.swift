package import Foundation
internal import Support

/// A file of examples for prompts, one JSON object a line, of which each prompt shows some.
///
/// An example has the fields that templates want of their `examples`, as texts; other members (where it comes from, its
/// licence) are passed over.
package struct ExampleSet: Sendable {
    /// The field that is compared with the problem: an example is never shown for itself.
    package static let problemField = "informal_statement"

    /// In the order of the file.
    private let examples: [[String: String]]
    private let lines: [Int]
    private let file: String
    private let similarity: TextSimilarity

    /// How many examples there are.
    package var count: Int { examples.count }

    /// Reads the file.
    ///
    /// - Throws: `PromptingError` with file and line for a line that is no object, lacks the problem, or holds a problem that
    ///   was there before; and for a file that cannot be read or holds nothing.
    package static func load(from url: URL) throws(PromptingError) -> ExampleSet {
        let path = url.path(percentEncoded: false)
        var examples: [[String: String]] = []
        var lines: [Int] = []
        var seen: [[String]: Int] = [:]
        for (number, line) in try objects(of: path) {
            func fault(_ detail: String) -> PromptingError {
                PromptingError(.badExample, file: path, line: number, detail: detail)
            }
            guard case .object(let members, _) = line else {
                guard case .bad(let bad) = line else { continue }
                throw fault(bad.detail)
            }
            let texts = members.compactMapValues(\.string)
            guard let problem = texts[problemField], case let words = TextSimilarity.words(problem), !words.isEmpty
            else { throw fault("the example lacks the field '\(problemField)'") }
            if let first = seen.updateValue(number, forKey: words) {
                throw fault("the problem of this example stands in line \(first) already")
            }
            examples.append(texts)
            lines.append(number)
        }
        guard !examples.isEmpty else {
            throw PromptingError(.malformed, file: path, detail: "the file holds no example")
        }
        return ExampleSet(examples: examples, lines: lines, file: path)
    }

    /// The lines of the file that are not blank, with their numbers.
    private static func objects(of path: String) throws(PromptingError) -> [(Int, JSONObjectReader.Line)] {
        var found: [(Int, JSONObjectReader.Line)] = []
        do throws(LineReader.Failure) {
            var reader = try JSONObjectReader(path: path)
            while let line = try reader.next() { found.append((reader.lineNumber, line)) }
        } catch {
            throw PromptingError(
                .unreadable, file: path, detail: "cannot be read: \(error)",
                advice: "Check the path and the permissions.")
        }
        return found
    }

    private init(examples: [[String: String]], lines: [Int], file: String) {
        self.examples = examples
        self.lines = lines
        self.file = file
        similarity = TextSimilarity(examples.map { $0[Self.problemField] ?? "" })
    }

    /// Checks that every example has the fields that a template wants, once, before the first render.
    ///
    /// - Throws: `PromptingError` with the line of the first that lacks one, or when the template shows no examples.
    package func check(for template: PromptTemplate) throws(PromptingError) {
        guard let fields = template.exampleFields else {
            throw PromptingError(
                .badExample, file: file, detail: "the template '\(template.name)' has no list of examples to fill",
                advice: "Declare the variable examples there, a list with fields.")
        }
        for (example, line) in zip(examples, lines) {
            guard let field = fields.subtracting(example.filter { !$0.value.isEmpty }.keys).min() else { continue }
            throw PromptingError(
                .badExample, file: file, line: line,
                detail: "the example lacks the field '\(field)', which the template '\(template.name)' wants")
        }
    }

    /// Which examples a prompt shows.
    package enum Choice: String, Sendable, Codable, CaseIterable {
        /// The first of the file.
        case fixed
        /// Drawn by chance, the same for the same problem and seed.
        case random
        /// The most similar by their words, the most similar last; see `TextSimilarity`.
        case similar
    }

    /// The examples for a problem, as values of a template's `examples`. An example about the same problem is left out.
    ///
    /// - Parameters:
    ///   - count: how many; all of them when there are fewer.
    ///   - seed: the chance of `random`. The problem's text is the other part of it.
    package func examples(for problem: String, count: Int, by choice: Choice, seed: UInt64) -> [PromptValue] {
        let own = TextSimilarity.words(problem)
        let others = examples.indices.filter { similarity.words(of: $0) != own }
        let chosen: [Int]
        switch choice {
        case .fixed: chosen = Array(others.prefix(count))
        case .random:
            let digest = Digest.sha256(parts: ["examples", "\(seed)", problem])
            var random = StableRandom(seed: UInt64(digest.prefix(16), radix: 16) ?? 0)
            chosen = Array(others.shuffled(using: &random).prefix(count))
        case .similar:
            let scores = similarity.scores(of: problem)
            chosen = others.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(count).reversed()
        }
        return chosen.map { .object(examples[$0].mapValues { .text($0) }) }
    }
}
