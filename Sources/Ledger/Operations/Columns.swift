internal import Foundation
internal import GRDB
package import Support

extension JSONValue {
    /// The JSON form of any encodable value, for evidence and messages.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package init(encoding value: some Encodable) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: CanonicalJSON.data(value))
    }

    /// The text kept in a column; NULL for `null`.
    var column: String? {
        get throws { self == .null ? nil : try CanonicalJSON.string(self) }
    }

    /// Reads a column. Only this program writes them, so text that is no JSON is shown as it is rather than refused.
    init(column text: String?) {
        guard let text else {
            self = .null
            return
        }
        self = (try? CanonicalJSON.decode(JSONValue.self, from: text)) ?? .string(text)
    }
}

/// A foreign text that must come back byte for byte: problems, answers, statements, proofs.
///
/// SQLite's texts end at a NUL on the way in and out, and a model may write one; what was checked and what is kept would
/// differ. A text with a NUL is kept as a blob instead, which is why such columns have the type ANY.
struct ExactText: DatabaseValueConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    init?(_ text: String?) {
        guard let text else { return nil }
        self.text = text
    }

    var databaseValue: DatabaseValue {
        text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> ExactText? {
        switch value.storage {
        case .string(let text): ExactText(text)
        case .blob(let bytes): ExactText(String(decoding: bytes, as: UTF8.self))
        case .null, .int64, .double: nil
        }
    }
}

extension Row {
    /// The text of a column of foreign text.
    func exactText(_ column: String) -> String { (self[column] as ExactText).text }

    /// The text of a column of foreign text that may be NULL.
    func optionalExactText(_ column: String) -> String? { (self[column] as ExactText?)?.text }
}

/// A SHA-256 as the 32 bytes that are kept.
enum HashColumn {
    static func bytes(hexadecimal text: String) -> Data { Data(array(hexadecimal: text)) }

    static func array(hexadecimal text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 2)
        var high: UInt8 = 0
        for (index, digit) in text.utf8.enumerated() {
            let value = (digit < 0x3A ? digit &- 0x30 : digit &- 0x57) & 15
            if index.isMultiple(of: 2) { high = value << 4 } else { bytes.append(high | value) }
        }
        return bytes
    }

    static func hexadecimal(_ bytes: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension String {
    /// At most so many bytes of the text, cut between scalars: errors may carry whole outputs.
    func limited(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end]) + "…"
    }
}

extension Database {
    /// Runs a statement that is compiled once per connection.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        let statement = try cachedStatement(sql: sql)
        // The check costs as much as a small insert; tests make it.
        assert((try? statement.validateArguments(arguments)) != nil, "wrong arguments: \(sql)")
        statement.setUncheckedArguments(arguments)
        try statement.execute()
    }

    /// The first row of a query that is compiled once per connection.
    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// All rows of a query that is compiled once per connection.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first column of the first row.
    func integer(_ sql: String, _ arguments: StatementArguments = []) throws -> Int? {
        try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The number of a model and template pair, given on first sight.
    func origin(model: String, template: String) throws -> Int {
        let find = "SELECT id FROM origin WHERE model = ? AND template = ?"
        if let id = try integer(find, [model, template]) { return id }
        try run("INSERT INTO origin(model, template) VALUES (?, ?)", [model, template])
        return Int(lastInsertedRowID)
    }
}
