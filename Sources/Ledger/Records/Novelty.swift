/// A word against a statement as training data: what it is like, or where it stands already.
package struct StatementFlag: Sendable, Hashable, Codable {
    /// What flags say.
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// A statement that is nearly the same and comes first.
        case nearDuplicate = "near-duplicate"
        /// It belongs to a problem that is nearly the same as one that comes first.
        case nearDuplicateProblem = "near-duplicate-problem"
        /// It, or its problem, stands in a benchmark.
        case contaminated
    }

    package let kind: Kind
    /// What it is like: a name.
    package let about: String
    /// Whose flags these are: the benchmark's file, or `ledger`.
    package let source: String
    /// A sentence for people.
    package let detail: String

    package init(kind: Kind, about: String, source: String, detail: String) {
        (self.kind, self.about, self.source, self.detail) = (kind, about, source, detail)
    }
}

/// Summaries of a statement and its problem, to be compared with all that passed the gate before, in the transaction of the
/// step. So of two that are alike the one that comes second finds the other, in whatever process.
package struct NoveltyCheck: Sendable, Hashable {
    /// A MinHash signature with the hashes of its bands.
    package struct Sketch: Sendable, Hashable {
        package var signature: [UInt32]
        package var bands: [UInt64]
        /// The least share of equal places that makes two alike.
        package var threshold: Double

        package init(signature: [UInt32], bands: [UInt64], threshold: Double) {
            (self.signature, self.bands, self.threshold) = (signature, bands, threshold)
        }
    }

    /// Nil: not looked for.
    package var statement: Sketch?
    package var problem: Sketch?
    /// Whether the statement goes no further when one like it comes first.
    package var rejectsStatement = false
    package var rejectsByProblem = false
    /// The gate whose decision, the last of the step, is to say what was found.
    package var gate: String

    package init(gate: String) { self.gate = gate }
}

/// How many verified statements an export leaves out.
package struct FlaggedCounts: Sendable, Hashable, Codable {
    /// Statements.
    package var statements = 0
    /// By flag; a statement may have several.
    package var flags: [String: Int] = [:]

    package init() {}
}

/// A statement as a check after the fact sees it.
package struct StatementText: Sendable, Hashable {
    package let id: Int
    package let problemID: Int
    package let problem: String
    package let source: String
    package let normalHash: String
}
