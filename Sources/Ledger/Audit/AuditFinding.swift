/// Something in a ledger that cannot be right.
package struct AuditFinding: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Which rule is broken: a stable word.
    package let code: String
    /// The table whose rows `ids` names; nil for a finding about the whole file.
    package let table: String?
    /// The numbers of the rows concerned, the first ones up to `maximumIDs`.
    package let ids: [Int]
    /// How many rows are concerned in all; 1 for a finding about the whole file.
    package let count: Int
    /// What is wrong, in a sentence for people.
    package let message: String

    /// Most row numbers that a finding lists.
    package static let maximumIDs = 20

    package var description: String {
        guard let table, !ids.isEmpty else { return "\(code): \(message)" }
        let listed = ids.map(String.init).joined(separator: ", ") + (count > ids.count ? ", …" : "")
        return "\(code): \(message) (\(count) in \(table): \(listed))"
    }
}
