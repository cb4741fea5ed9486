/// What one round of repairs came to. A round begins with statements that Lean did not accept, and ends with candidates
/// of which Lean accepts some.
package struct RepairRound: Sendable, Hashable, Codable {
    /// Counted from 1.
    package let round: Int
    /// Statements that were sent back to the models.
    package var asked = 0
    /// Those of them for which a model gave another statement.
    package var answered = 0
    /// Statements that came back, duplicates among them.
    package var candidates = 0
    /// Candidates that Lean accepts.
    package var elaborated = 0
    /// Candidates that Lean does not accept either.
    package var illFormed = 0
    /// Candidates that were there already.
    package var duplicates = 0

    init(round: Int) { self.round = round }

    /// The share of the candidates looked at by Lean that it accepts; nil when it has looked at none.
    package var rate: Double? {
        let seen = elaborated + illFormed
        return seen == 0 ? nil : Double(elaborated) / Double(seen)
    }

    /// The gate under which repairs are decided about.
    package static let gate = "repair"

    /// The verdict of that gate about a statement; it names the round, so that the counts of decisions tell them apart.
    package static func verdict(round: Int, isAnswered: Bool) -> String {
        isAnswered ? "repaired-\(round)" : "unrepaired-\(round)"
    }

    /// Adds the statements of a round that are in a state.
    mutating func add(_ count: Int, in state: StatementState) {
        candidates += count
        switch state {
        case .formalized: break
        case .illFormed: illFormed += count
        case .duplicate: duplicates += count
        default: elaborated += count
        }
    }

    /// The round that a verdict is about; nil for one that is none of `verdict(round:isAnswered:)`.
    static func round(ofVerdict verdict: String) -> (round: Int, isAnswered: Bool)? {
        let parts = verdict.split(separator: "-")
        guard parts.count == 2, let round = Int(parts[1]) else { return nil }
        return (round, parts[0] == "repaired")
    }
}
