internal import LeanSource
internal import Ledger

/// The statement of an export row: what a reader of Lean makes of the text, at once for the plain texts that most are.
///
/// Taking a statement apart by tokens costs more than all the rest of its row. In a text without strings, comments, quoted names
/// and definitions, brackets and colons are what they seem; every other text goes through `LockedStatement`.
struct ExportStatement {
    let signature: String
    let goalView: String
    /// The statement taken apart, when that was necessary.
    private var locked: LockedStatement?
    /// The name of a negation; nil for a statement, which has the one that the ledger knows.
    private(set) var name: String?

    /// - Throws: `LeanSourceError` when the text is no statement.
    init(_ source: String) throws {
        if let plain = Self.plain(source) {
            self = plain
        } else {
            let statement = try LockedStatement(parsing: source)
            self.init(signature: statement.signature, goalView: statement.goalView, locked: statement)
        }
    }

    /// The statement, or its negation as a theorem of its own.
    ///
    /// - Throws: `LeanSourceError` when the text is no statement.
    init(_ source: String, side: Side) throws {
        if side == .claim {
            try self.init(source)
        } else {
            let negation = try LockedStatement(parsing: source).negated()
            self.init(signature: negation.signature, goalView: negation.goalView, locked: negation)
            name = negation.name
        }
    }

    private init(signature: String, goalView: String, locked: LockedStatement? = nil) {
        (self.signature, self.goalView, self.locked) = (signature, goalView, locked)
    }

    /// The statement with the proof under it, as Lean was given it.
    ///
    /// - Throws: `LeanSourceError` when the text was no statement.
    func code(with wholeText: String, style: ProofBody.Style) throws -> String {
        if locked == nil, ExportProof.isTidy(wholeText) {
            return ExportProof.code(signature, wholeText, style: style)
        }
        return try (locked ?? LockedStatement(parsing: signature))
            .spliced(with: ProofBody(wholeText: wholeText, style: style)).text
    }

    /// The statement when its text is plain; nil when that is not plain to see.
    static func plain(_ source: String) -> ExportStatement? {
        var text = source
        let goalView = text.withUTF8 { bytes in
            var reader = PlainReader(bytes)
            return reader.goalView()
        }
        return goalView.map { ExportStatement(signature: source, goalView: $0) }
    }
}

/// Reads `theorem NAME (a b : T) [C] : GOAL`, with single blanks and ASCII brackets, and nothing else.
struct PlainReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var view: [UInt8] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func goalView() -> String? {
        guard isPlain, skip("theorem "), skipName() else { return nil }
        while place + 1 < bytes.count, bytes[place] == 0x20, bytes[place + 1] != UInt8(ascii: ":") {
            place += 1
            guard binder() else { return nil }
        }
        guard skip(" : "), place < bytes.count else { return nil }
        view.append(contentsOf: "⊢ ".utf8)
        view.append(contentsOf: bytes[place...])
        return String(decoding: view, as: UTF8.self)
    }

    /// Whether no byte or pair of bytes can make a token that hides brackets, colons or blanks, or end the statement.
    private var isPlain: Bool {
        guard let last = bytes.last, last > 0x20 else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            switch byte {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), 0x7F: return false
            case 0x20 where previous == 0x20: return false
            case UInt8(ascii: "-") where previous == UInt8(ascii: "-") || previous == UInt8(ascii: "/"): return false
            case UInt8(ascii: "=") where previous == UInt8(ascii: ":"): return false
            case UInt8(ascii: ":") where previous == UInt8(ascii: ":"): return false
            // The bytes that « and » begin with, and the brackets ⟨ ⟩ ⦃ ⦄.
            case 0xC2: return false
            case 0x9F, 0xA6: if previous == 0xE2 { return false }
            default: break
            }
            previous = byte
        }
        return true
    }

    private mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        for index in 0..<count where bytes[place + index] != text.utf8Start[index] { return false }
        place += count
        return true
    }

    private mutating func skipName() -> Bool {
        let start = place
        while place < bytes.count, Self.isNameByte(bytes[place]) { place += 1 }
        return place > start
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// One group of binders, as a line of the view.
    private mutating func binder() -> Bool {
        let start = place
        var depth = 0
        var colon: Int?
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ":") where depth == 1 && colon == nil: colon = place
            default: break
            }
            if depth == 0 { break }
            place += 1
        }
        // Not a bracket at all, or one that nothing closes.
        guard place < bytes.count, place > start + 1 else { return false }
        let end = place
        place += 1
        if let colon {
            guard bytes[colon - 1] == 0x20, bytes[colon + 1] == 0x20, colon - 1 > start + 1, colon + 2 < end,
                bytes[start + 1] != 0x20, bytes[end - 1] != 0x20
            else { return false }
            view.append(contentsOf: bytes[(start + 1)..<(colon - 1)])
            view.append(contentsOf: " : ".utf8)
            view.append(contentsOf: bytes[(colon + 2)..<end])
        } else {
            guard bytes[start + 1] != 0x20, bytes[end - 1] != 0x20 else { return false }
            view.append(contentsOf: "inst✝ : ".utf8)
            view.append(contentsOf: bytes[(start + 1)..<end])
        }
        view.append(0x0A)
        return true
    }
}
