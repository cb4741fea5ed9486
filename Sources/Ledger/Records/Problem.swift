package import Support

/// A problem to be imported.
package struct NewProblem: Sendable, Hashable {
    /// The name the user gave it, unique in the ledger; nil when the file has none.
    package var externalID: String?
    /// The informal statement.
    package var statement: String
    /// Whatever else stood beside the statement.
    package var metadata: JSONValue
    package var file: String
    /// Counted from 1.
    package var line: Int

    package init(externalID: String?, statement: String, metadata: JSONValue = .null, file: String, line: Int) {
        self.externalID = externalID
        self.statement = statement
        self.metadata = metadata
        self.file = file
        self.line = line
    }

    /// What makes two problems the same: the SHA-256 of the statement's text, apart from the amount of ASCII white space.
    var contentHash: [UInt8] {
        var statement = statement
        let words = statement.withUTF8 { bytes in
            [UInt8](unsafeUninitializedCapacity: bytes.count) { words, count in
                // As after a blank: none at the beginning.
                var isAfterSpace = true
                for byte in bytes {
                    let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
                    if !isSpace || !isAfterSpace {
                        words.initializeElement(at: count, to: isSpace ? 0x20 : byte)
                        count += 1
                    }
                    isAfterSpace = isSpace
                }
                if count > 0, isAfterSpace { count -= 1 }
            }
        }
        return Digest.sha256Bytes(words)
    }
}

/// What became of one imported problem.
package enum ImportResult: Sendable, Hashable {
    /// It is new; its first job is queued.
    case inserted(Int)
    /// The same text is there already (perhaps under another name; both names find it now).
    case alreadyThere(Int)
    /// Its name belongs to another text, first seen at this file and line. Nothing was imported; the line is recorded as
    /// bad with the code `duplicate-id`.
    case conflictingID(existing: Int, file: String, line: Int)
}

/// What became of a batch, in its order.
package struct ImportOutcome: Sendable, Hashable {
    package let results: [ImportResult]

    /// How many are new.
    package var inserted: Int { results.count { if case .inserted = $0 { true } else { false } } }
    /// How many were there.
    package var alreadyThere: Int { results.count { if case .alreadyThere = $0 { true } else { false } } }
}

/// A problem as it is kept.
package struct Problem: Sendable, Hashable, Codable {
    package let id: Int
    package let externalID: String?
    package let statement: String
    package let metadata: JSONValue
    package let file: String
    package let line: Int
    package let state: ProblemState
    package let stateReason: String?
    /// The round in which it was imported.
    package let round: Int
    /// Milliseconds since 1970.
    package let createdAt: Int
}

/// A line of an input file that could not be imported.
package struct BadLineRecord: Sendable, Hashable, Codable {
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// One of the reader's closed set of codes.
    package let code: String
    package let detail: String

    package init(file: String, line: Int, code: String, detail: String) {
        self.file = file
        self.line = line
        self.code = code
        self.detail = detail
    }
}
