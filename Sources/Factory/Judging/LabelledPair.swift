internal import LeanSource
package import Support
internal import TrainingData

/// A problem and a Lean text, with what a person says about the two.
package struct LabelledPair: Sendable, Hashable {
    /// The id that the file gives, or file and line.
    package let name: String
    /// Counted from 1.
    package let line: Int
    package let informal: String
    package let formal: String
    /// What stands before the Lean text, when the file says so.
    package let header: String
    /// Whether the Lean text means what the problem means.
    package let isFaithful: Bool
}

/// Reads labelled pairs from a JSON Lines file: `{"informal", "formal", "label"}`, and some other names that such files have.
package struct LabelledPairReader: ~Copyable {
    /// What stands on a line.
    package enum Entry: Sendable, Hashable {
        case pair(LabelledPair)
        /// What is wrong with the line, as a sentence with its place.
        case bad(String)
    }

    package static let informalNames = ["informal"] + ProblemReader.statementNames
    package static let formalNames = ["formal", "formal_statement", "lean4_code", "lean_code", "formalization"]
    package static let labelNames = ["label", "faithful", "correct"]

    private static let labels = [
        "true": true, "1": true, "yes": true, "faithful": true, "correct": true, "same": true, "positive": true,
        "false": false, "0": false, "no": false, "unfaithful": false, "incorrect": false, "different": false,
        "negative": false,
    ]

    private let path: String
    private var lines: JSONObjectReader

    /// Opens the file; `-` is standard input.
    ///
    /// - Throws: `LineReader.Failure` when it cannot be opened.
    package init(path: String) throws(LineReader.Failure) {
        self.path = path
        lines = try JSONObjectReader(path: path)
    }

    /// The next pair or bad line; nil at the end.
    ///
    /// - Throws: `LineReader.Failure` when reading fails.
    package mutating func next() throws(LineReader.Failure) -> Entry? {
        guard let line = try lines.next() else { return nil }
        let place = "\(path):\(lines.lineNumber)"
        switch line {
        case .bad(let fault):
            return .bad("\(place): \(fault.detail)\(fault.excerpt.isEmpty ? "" : ": \(fault.excerpt)")")
        case .object(let members, _):
            guard let informal = Self.text(Self.informalNames, in: members) else {
                return .bad("\(place): no problem under any of \(Self.informalNames.joined(separator: ", "))")
            }
            guard let formal = Self.text(Self.formalNames, in: members) else {
                return .bad("\(place): no Lean text under any of \(Self.formalNames.joined(separator: ", "))")
            }
            guard let value = Self.labelNames.lazy.compactMap({ members[$0] }).first else {
                return .bad("\(place): no label under any of \(Self.labelNames.joined(separator: ", "))")
            }
            guard let label = Self.label(value) else {
                let known = Self.labels.keys.sorted().joined(separator: ", ")
                return .bad("\(place): the label is none of \(known)")
            }
            return .pair(
                LabelledPair(
                    name: Self.text(ProblemReader.idNames, in: members) ?? place, line: lines.lineNumber,
                    informal: informal, formal: formal, header: Self.text(["header"], in: members) ?? "",
                    isFaithful: label))
        }
    }

    /// The first of the names under which something stands that is more than white space.
    private static func text(_ names: [String], in members: [String: JSONValue]) -> String? {
        names.lazy.compactMap { name in
            switch members[name] {
            case .string(let text): text.allSatisfy(\.isWhitespace) ? nil : text
            case .integer(let number): "\(number)"
            default: nil
            }
        }.first
    }

    private static func label(_ value: JSONValue) -> Bool? {
        switch value {
        case .bool(let flag): flag
        case .integer(let number): labels["\(number)"]
        case .string(let word): labels[word.lowercased()]
        default: nil
        }
    }
}

extension JudgePanel.Question {
    /// The question that a labelled pair puts. A Lean text that is not one theorem is shown as it is.
    init(_ pair: LabelledPair) {
        if let statement = try? LockedStatement(parsing: pair.formal) {
            self.init(informal: pair.informal, statement: statement, header: pair.header)
        } else {
            self.init(informal: pair.informal, formal: pair.formal, header: pair.header)
        }
    }
}
