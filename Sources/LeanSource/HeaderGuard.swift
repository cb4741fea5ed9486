/// What a header that came with an item amounts to.
package enum HeaderReading: Hashable, Sendable {
    /// The commands that may stand at the top of a file, one per line, without comments; may be empty. Equal headers
    /// have equal texts, whatever white space they were written with.
    case header(String)
    /// What is wrong with it, with places in the header.
    case refused([GuardViolation])
}

/// Reads headers that come from outside, such as the field `header` of a data set: they are as hostile as a proof.
///
/// By allow-list: imports, opened namespaces, names of universes, the options that proofs may set as well. Sections are
/// passed over, because they mean nothing to a theorem; everything else is refused. An option that asks for more
/// resources than the limits give gets what the limits give: data sets ask for `maxHeartbeats 0` by habit.
package enum HeaderGuard {
    /// The header in its plain form, or why not.
    package static func read(_ header: String, limits: GuardLimits = GuardLimits()) -> HeaderReading {
        var bytes = Array(header.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard bytes.count <= limits.bytes else {
            let reason = "is too long for a header; the limit is \(limits.bytes) bytes"
            return .refused([GuardViolation(word: "\(bytes.count) bytes", reason: reason, line: 1, column: 0)])
        }
        let source = LexedSource(bytes)
        var reader = HeaderReader(source, limits: limits)
        return reader.read(0..<source.count)
    }
}

/// Reads the commands of a header one after the other.
struct HeaderReader {
    private let source: LexedSource
    private let limits: GuardLimits
    private var number = 0
    private var end = 0
    private var imports: [String] = []
    private var others: [String] = []
    private var found: [GuardViolation] = []

    init(_ source: LexedSource, limits: GuardLimits) {
        self.source = source
        self.limits = limits
    }

    /// Reads these tokens, all of which must belong to the header.
    mutating func read(_ numbers: Range<Int>) -> HeaderReading {
        number = numbers.lowerBound
        end = numbers.upperBound
        while number < end, found.isEmpty { command() }
        guard found.isEmpty else { return .refused(found) }
        return .header((imports + others).joined(separator: "\n"))
    }

    private mutating func command() {
        let word = source.word(number)
        switch word {
        case "import": importModule()
        case "open": openNamespaces()
        case "set_option": option()
        case "universe", "universes": names("universe", least: 1)
        case "section", "end":
            names(nil, least: 0)
        case "noncomputable" where source.spells(number + 1, "section"):
            number += 1
            names(nil, least: 0)
        default:
            if source.kind(number) == .moduleDoc { number += 1 } else { refuse("has no place in a header") }
        }
    }

    private mutating func refuse(_ reason: String) {
        found.append(source.violation(at: number, reason))
    }

    private mutating func importModule() {
        guard others.isEmpty else { return refuse("stands behind other commands") }
        number += 1
        guard let name = plainName() else { return refuse("names no module") }
        imports.append("import \(name)")
    }

    private mutating func names(_ word: String?, least: Int) {
        number += 1
        var names: [String] = []
        while let name = plainName() { names.append(name) }
        if names.count < least { return refuse("stands where a name should") }
        if let word { others.append("\(word) \(names.joined(separator: " "))") }
    }

    private mutating func option() {
        guard number + 2 < end, source.kind(number + 1) == .identifier else {
            return refuse("is allowed only as `set_option name value`")
        }
        let name = LeanName.components(of: source.bytes[source.token(number + 1).range])
        let value = source.word(number + 2)
        if name == ["autoImplicit"] || name == ["relaxedAutoImplicit"], value == "true" {
            return refuse("would let Lean invent variables for names that it does not know")
        }
        switch GuardOptions.admitted(name, value: value, limits: limits) {
        case .some(let value):
            others.append("set_option \(name.map(\.text).joined(separator: ".")) \(value)")
        case nil:
            let reason = GuardOptions.refusal(of: name, value: value, limits: limits) ?? ""
            found.append(source.violation(at: number, reason, word: "set_option " + source.word(number + 1).text))
        }
        number += 3
    }

    /// `open A B`, `open scoped A`, `open A (x y)`, `open A hiding x y`.
    private mutating func openNamespaces() {
        number += 1
        var text = "open"
        if number < end, source.spells(number, "scoped") {
            text += " scoped"
            number += 1
        }
        guard let first = namespace() else { return }
        text += " \(first)"
        while number < end, source.kind(number) == .identifier {
            guard let next = namespace() else { return }
            text += " \(next)"
        }
        if number < end, source.isSymbol(number, "(") {
            number += 1
            var names: [String] = []
            while let name = plainName() { names.append(name) }
            guard number < end, source.isSymbol(number, ")"), !names.isEmpty else {
                return refuse("stands where a name should")
            }
            number += 1
            text += " (\(names.joined(separator: " ")))"
        } else if number < end, source.spells(number, "hiding") {
            number += 1
            var names: [String] = []
            while let name = plainName() { names.append(name) }
            if names.isEmpty { return refuse("stands where a name should") }
            text += " hiding \(names.joined(separator: " "))"
        }
        others.append(text)
    }

    private mutating func namespace() -> String? {
        guard number < end, source.kind(number) == .identifier else {
            refuse("stands where a namespace should")
            return nil
        }
        let path = LeanName.components(of: source.bytes[source.token(number).range])
        guard path.allSatisfy({ !GuardVocabulary.internalRoots.contains($0) }), let name = plainName() else {
            refuse("is no namespace that a header may open")
            return nil
        }
        return name
    }

    /// A dotted name without quotes, and moves on; nil, without moving, for anything else.
    private mutating func plainName() -> String? {
        guard number < end, number < source.count, source.kind(number) == .identifier else { return nil }
        let bytes = source.bytes[source.token(number).range]
        guard !bytes.contains(0xC2), bytes.count <= 200 else { return nil }
        number += 1
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension LexedSource {
    /// A violation at a significant token; behind the last one it names the end.
    func violation(at number: Int, _ reason: String, word: String? = nil) -> GuardViolation {
        let offset = number < count ? token(number).range.lowerBound : bytes.count
        return violation(atOffset: offset, reason, word: word ?? (number < count ? self.word(number).text : "the end"))
    }

    /// A violation at a byte.
    func violation(atOffset offset: Int, _ reason: String, word: String) -> GuardViolation {
        var line = 1
        var column = 0
        for byte in bytes[..<min(offset, bytes.count)] {
            if byte == 0x0A {
                line += 1
                column = 0
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        let shown = String(String.UnicodeScalarView(word.unicodeScalars.prefix(80)))
        return GuardViolation(word: shown, reason: reason, line: line, column: column)
    }
}
