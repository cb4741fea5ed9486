internal import Ledger

/// What a verdict or state means for a statement, for colours and for what counts as going on.
enum ReportTone: String, CaseIterable, Sendable {
    /// It goes on, or has reached what it was for.
    case good
    /// It goes on with a remark, or nobody knows: also every word that this table does not have.
    case note
    /// It ends here with a result of another kind.
    case other
    /// It ends here.
    case bad

    /// The meaning of a word that a gate said.
    init(verdict: String) {
        switch verdict {
        case "formalized", "elaborated", "clean", "admitted", "scored", "consistent", "proved", "verified", "repaired",
            "faithful", "novel", "passed", "agreed", "accepted", "stated":
            self = .good
        case "disproved", "refuted", "duplicate", "vacuous", "contaminated", "near-duplicate": self = .other
        case "unformalizable", "illFormed", "rejected", "exhausted", "quarantined", "unfaithful", "failed",
            "incomplete",
            "timeout", "outOfMemory", "crashed", "forbidden", "wrongStatement", "axioms", "off":
            self = .bad
        default: self = .note
        }
    }

    /// Whether a statement with this verdict goes on.
    var passes: Bool { self == .good || self == .note }

    /// The word of the legend.
    var title: String {
        switch self {
        case .good: "went on"
        case .note: "noted"
        case .other: "set aside"
        case .bad: "ended here"
        }
    }
}
