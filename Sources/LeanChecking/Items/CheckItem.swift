package import LeanSource

/// One proof to check, as an input file hands it over. Nothing of it has been examined but the form of its statement.
package struct CheckItem: Sendable, Hashable {
    /// What the file calls it; otherwise its place.
    package let id: String
    /// `file:line`, or the file for an item that is a file.
    package let place: String
    /// The statement that must be proved; nil for whole code, which states its own theorem.
    package let statement: LockedStatement?
    /// Whatever a model answered as its proof, or the whole code.
    package let answer: String
    /// Whether the statement was handed over with an open `:=`, so that a bare answer is a term.
    package let expectsTerm: Bool
    /// The header that came with the item, to be read with `HeaderGuard`; nil when it has none of its own.
    package let header: String?

    package init(
        id: String, place: String, statement: LockedStatement?, answer: String, expectsTerm: Bool = false,
        header: String? = nil
    ) {
        self.id = id
        self.place = place
        self.statement = statement
        self.answer = answer
        self.expectsTerm = expectsTerm
        self.header = header
    }
}

/// What stands at one place of the input.
package enum CheckEntry: Sendable, Hashable {
    case item(CheckItem)
    case bad(BadItem)
}

/// A line or a file from which no item can be made.
package struct BadItem: Sendable, Hashable, CustomStringConvertible {
    /// What the line calls the item when that much can be read, otherwise its place.
    package let id: String
    /// `file:line`, or the file.
    package let place: String
    /// What is wrong, as a sentence without place.
    package let detail: String

    package init(id: String? = nil, place: String, detail: String) {
        self.id = id ?? place
        self.place = place
        self.detail = detail
    }

    /// `file:line: sentence`
    package var description: String { "\(place): \(detail)" }
}
