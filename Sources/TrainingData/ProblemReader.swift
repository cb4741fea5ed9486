package import Support

/// One problem of an input file.
package struct ImportedProblem: Sendable, Hashable {
    /// The id that the file gives; integers as their digits.
    package let externalID: String?
    /// The problem in natural language, trimmed.
    package let statement: String
    /// All other members of the line, always an object.
    package let metadata: JSONValue
    /// The file as it was given; `-` is standard input.
    package let file: String
    /// Line in the file, counted from 1.
    package let line: Int

    package init(
        externalID: String?, statement: String, metadata: JSONValue, file: String, line: Int
    ) {
        self.externalID = externalID
        self.statement = statement
        self.metadata = metadata
        self.file = file
        self.line = line
    }
}

/// One line of an input file that holds no usable problem.
package struct BadLine: Sendable, Hashable, CustomStringConvertible {
    /// Why the line was left out; the words are stable for logs, metrics and the ledger.
    package enum Reason: String, Sendable, CaseIterable, Codable {
        /// The bytes are not UTF-8.
        case notUTF8 = "not-utf8"
        /// Not a JSON text.
        case notJSON = "not-json"
        /// JSON, but not an object.
        case notObject = "not-object"
        /// None of the names under which a statement may stand is there.
        case noStatement = "no-statement"
        /// The statement is not a text.
        case statementNotText = "statement-not-text"
        /// The statement holds nothing but white space and control characters.
        case emptyStatement = "empty-statement"
        /// The line is longer than the limit.
        case tooLong = "too-long"
        /// The line holds nothing but NUL and other control characters: most often a file cut by a crash.
        case controlCharacters = "control-characters"
        /// The id belongs to another text, of this file or an earlier one; the first one counts. The ledger says so.
        case duplicateID = "duplicate-id"
    }

    package let file: String
    /// Line in the file, counted from 1.
    package let line: Int
    package let reason: Reason
    /// What is wrong, as a sentence without place.
    package let detail: String
    /// The start of the line, at most 120 characters, control characters shown as `\u{…}`: safe for a terminal.
    package let excerpt: String

    package init(file: String, line: Int, reason: Reason, detail: String, excerpt: String) {
        self.file = file
        self.line = line
        self.reason = reason
        self.detail = detail
        self.excerpt = excerpt
    }

    /// `file:line: sentence: excerpt`
    package var description: String { "\(file):\(line): \(detail)\(excerpt.isEmpty ? "" : ": \(excerpt)")" }
}

/// Reads problems from a JSON Lines file, in memory that does not grow with the file. Each line is taken for itself: whether its
/// text or its id was seen before is for the ledger to say.
///
/// Blank lines are skipped; they count for line numbers. A byte order mark at the start of the file and CR before the line
/// ends are accepted.
package struct ProblemReader: ~Copyable {
    /// What stands on a line.
    package enum Entry: Sendable, Hashable {
        case problem(ImportedProblem)
        case bad(BadLine)
    }

    /// Names under which the statement may stand, in order of preference.
    package static let statementNames = [
        "informal_statement", "problem", "question", "nl_statement", "natural_language_statement",
    ]
    /// Names under which the id may stand, in order of preference.
    package static let idNames = ["id", "name", "uuid", "problem_id"]
    /// Longest line in bytes.
    package static let maximumLineLength = 1 << 20

    private var lines: JSONObjectReader
    private let file: String

    /// Opens the file; `-` means standard input.
    ///
    /// - Throws: `LineReader.Failure` when it cannot be opened.
    package init(path: String) throws(LineReader.Failure) {
        lines = try JSONObjectReader(path: path, maximumLength: Self.maximumLineLength)
        file = path
    }

    /// The next problem or bad line, or nil at the end of the file.
    ///
    /// - Throws: `LineReader.Failure` when reading fails.
    package mutating func next() throws(LineReader.Failure) -> Entry? {
        guard let line = try lines.next() else { return nil }
        switch line {
        case .bad(let fault):
            let reason = BadLine.Reason(rawValue: fault.reason.rawValue) ?? .notJSON
            return .bad(bad(reason, fault.detail, excerpt: fault.excerpt))
        case .object(let members, let source):
            return entry(members, source: source)
        }
    }

    private func entry(_ members: [String: JSONValue], source: ArraySlice<UInt8>) -> Entry {
        var members = members
        var statement: String?
        var complaint = (BadLine.Reason.noStatement, "none of \(Self.statementNames.joined(separator: ", ")) is there")
        for name in Self.statementNames {
            switch members[name] {
            case nil, .null: continue
            case .string(let text):
                let trimmed = ProblemText.trimmed(text)
                if !trimmed.isEmpty {
                    statement = trimmed
                    members[name] = nil
                } else if complaint.0 == .noStatement {
                    complaint = (.emptyStatement, "the statement under '\(name)' is empty")
                }
            default:
                if complaint.0 == .noStatement {
                    complaint = (.statementNotText, "the statement under '\(name)' is not a text")
                }
            }
            if statement != nil { break }
        }
        guard let statement else { return .bad(bad(complaint.0, complaint.1, excerpt: Excerpt.start(of: source))) }
        let id = Self.takeID(from: &members)
        return .problem(
            ImportedProblem(
                externalID: id, statement: statement, metadata: .object(members), file: file, line: lines.lineNumber))
    }

    private static func takeID(from members: inout [String: JSONValue]) -> String? {
        for name in idNames {
            switch members[name] {
            case .string(let text) where !text.isEmpty:
                members[name] = nil
                return text
            case .integer(let number):
                members[name] = nil
                return String(number)
            default: continue
            }
        }
        return nil
    }

    private func bad(_ reason: BadLine.Reason, _ detail: String, excerpt: String) -> BadLine {
        BadLine(file: file, line: lines.lineNumber, reason: reason, detail: detail, excerpt: excerpt)
    }
}
