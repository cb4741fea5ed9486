/// Several checks in one document. Each theorem stands in a namespace of its own whose name nobody can guess, and has its
/// own question, `#print axioms`, behind it; nothing but an own question that is answered makes an item positive.
///
///     header
///     example : True := by … fail_if_success have := @_root_.NAME … trivial
///     namespace BATCH
///     theorem OWN_NAME … := (by …
///     )
///
///     #print axioms _root_.BATCH.OWN_NAME
///     …
///     end BATCH
///
/// The brackets are there for speed alone: the server reports on each step of a `by` that is the whole body, in a thread
/// for each, which costs a fifth of the time; within brackets it does not. The guard lets no proof through that closes
/// a bracket it has not opened. In compiled documents it is `theorem OWN.NAME … := by …`, short for
/// `namespace OWN theorem NAME … end OWN`, so that all that belongs to an item is in its namespace.
///
/// What is not the items' own text says nothing when all is well: the `example` complains when a name is taken in the
/// library (alone, such a theorem is an error; here its namespace would hide that), `end BATCH` when an item left a
/// scope open. A message there, or a question without an answer, puts the whole document in doubt.
///
/// The document keeps items apart as far as their text is what the guard lets through: one theorem, no other command.
/// Items that were not guarded have to be checked alone.
struct BatchDocument: Sendable {
    private struct Place: Sendable {
        /// Lines from 0.
        let first: Int
        let question: Int
        /// `BATCH.OWN_` or `BATCH.OWN.`
        let prefix: String
        /// `OWN_` or `OWN.`, which shifts the first line.
        let own: String
        /// Where our bracket opens: line from 0, column in code points.
        let opening: (line: Int, column: Int)?

        /// Whether the line, from 0, is that of our closing bracket.
        func isClosing(_ line: Int) -> Bool {
            opening != nil && line == question - CheckDocument.lineEnds(in: CheckDocument.gap)
        }
    }

    /// What the document is for.
    enum Use: Sendable {
        /// A warm worker, which only answers.
        case answers
        /// A process of its own, which only answers.
        case process
        /// The compiler: what it writes is looked at by the probe.
        case module
    }

    let items: [BatchItem]
    /// The whole text.
    let text: String
    private let places: [Place]

    /// - Parameters:
    ///   - before: commands of ours between header and items.
    ///   - free: names known to be free under this header; they are not tried again.
    ///   - nonce: makes a name that no proof can guess.
    init(
        header: LeanHeader, items: [BatchItem], for use: Use = .answers, free: Set<String> = [],
        before: String = "", nonce: () -> String = Self.freshNonce
    ) {
        let batch = nonce()
        var text = header.prefix + before
        var tried = free
        let untried = items.map(\.name).filter { tried.insert($0).inserted }
        if !untried.isEmpty {
            text += "example : True := by\n"
            for name in untried { text += "  fail_if_success have := @_root_.\(name)\n" }
            text += "  trivial\n"
        }
        text += "namespace \(batch)\n"
        var line = CheckDocument.lineEnds(in: text)
        var places: [Place] = []
        for item in items {
            let own = nonce() + (use == .module ? "." : "_")
            let (source, opening) = item.written(own: own, inBrackets: use == .answers)
            let question =
                line + CheckDocument.lineEnds(in: source) + CheckDocument.lineEnds(in: CheckDocument.gap)
            places.append(
                Place(
                    first: line, question: question, prefix: "\(batch).\(own)", own: own,
                    opening: opening.map { (line + $0.line, $0.column) }))
            text += source
            text += "\(CheckDocument.gap)#print axioms _root_.\(batch).\(own)\(item.name)\n"
            line = question + 1
        }
        self.items = items
        self.places = places
        self.text = text + "end \(batch)\n"
    }

    /// The whole name of an item's theorem in the document's environment.
    func fullName(_ index: Int) -> String { places[index].prefix + items[index].name }

    /// 64 random bits as an identifier.
    static func freshNonce() -> String { "d" + String(UInt64.random(in: .min ... .max), radix: 36) }

    /// Says which messages belong to which item.
    func reading(of diagnostics: [Diagnostic]) -> BatchReading {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        return reading(of: diagnostics.map { $0.message(in: lines) })
    }

    /// Says which messages belong to which item; their places are those of the document.
    func reading(of messages: [LeanMessage]) -> BatchReading {
        var items = places.indices.map { BatchReading.Item(name: fullName($0)) }
        var doubt: String?
        for message in messages.sorted(by: { ($0.line, $0.column) < ($1.line, $1.column) }) {
            // The last item that begins at or above the message.
            let after = places.partition { $0.first > message.line - 1 }
            guard after > 0, message.line - 1 <= places[after - 1].question else {
                doubt = doubt ?? "a message outside all items: \(message.text.prefix(200))"
                continue
            }
            let place = places[after - 1]
            let moved = moved(message, place)
            items[after - 1].add(
                message, moved: moved, inQuestion: message.line - 1 == place.question,
                isStained: isStained(moved, place) || place.isClosing(message.line - 1))
        }
        if doubt == nil, let index = items.firstIndex(where: { !$0.isReached }) {
            doubt = "item \(index) was not reached"
        }
        return BatchReading(items: items, doubt: doubt)
    }

    /// How long each item took: until Lean's last word about it, from its last word about those before.
    func times(_ heard: WorkerSession.Heard, from start: ContinuousClock.Instant) -> [Duration] {
        var ends = places.map { _ in start }
        for (diagnostic, arrival) in zip(heard.diagnostics, heard.arrivals) {
            let index = places.partition { $0.first > diagnostic.range.start.line } - 1
            if index >= 0 { ends[index] = max(ends[index], arrival) }
        }
        var last = start
        return ends.map { end in
            defer { last = max(last, end) }
            return max(end - last, .zero)
        }
    }

    /// The message as Lean would have given it about the item alone.
    private func moved(_ message: LeanMessage, _ place: Place) -> LeanMessage {
        var column = message.column
        if let opening = place.opening, message.line - 1 == opening.line, column > opening.column { column -= 1 }
        let keyword = BatchItem.keyword.utf8.count
        if message.line - 1 == place.first, column > keyword {
            column = max(keyword, column - place.own.utf8.count)
        }
        return LeanMessage(
            severity: message.severity, line: message.line - place.first, column: column, kind: message.kind,
            text: message.text.removing(place.prefix).removing(place.own))
    }

    /// Whether Lean speaks of what the item alone would not have: the namespaces, our brackets.
    private func isStained(_ message: LeanMessage, _ place: Place) -> Bool {
        if place.opening != nil, message.text.utf8Contains("')'") { return true }
        return message.text.utf8Contains(place.prefix.dropLast(place.own.utf8.count + 1))
            || message.text.utf8Contains(place.own.dropLast())
    }
}

/// A check that may share its document with others.
struct BatchItem: Sendable, Hashable {
    /// Statement and proof, as in `CheckDocument`.
    let source: String
    /// Name of the theorem.
    let name: String
    /// Where in the source's UTF-8 the `by` stands that is the theorem's whole body, up to the end of the source.
    let tactics: Int?

    static let keyword = "theorem "

    /// Nil for a check that must be alone, because its text would mean something else in a namespace: when the theorem's
    /// name is dotted or quoted (a dotted name opens its own namespace), when it is not the first thing in the source
    /// (helper lemmas), when the source says it again (recursion, or something in the library with the same name), or
    /// when it speaks of `_root_`.
    init?(source: String, name: String, tactics: Int? = nil) {
        let word = name.utf8
        let bytes = source.utf8
        guard !word.isEmpty, word.allSatisfy(Self.isNamePart), bytes.starts(with: Self.keyword.utf8) else { return nil }
        let rest = bytes.dropFirst(Self.keyword.utf8.count)
        guard rest.starts(with: word), rest.dropFirst(word.count).first.map(Self.isNamePart) != true else { return nil }
        let body = Array(rest.dropFirst(word.count))
        guard !Self.says(Array(word), in: body), !Self.says(Array("_root_".utf8), in: body) else { return nil }
        self.source = source
        self.name = name
        self.tactics = tactics.flatMap { bytes.dropFirst($0).starts(with: Self.tacticsMark) ? $0 : nil }
    }

    private static let tacticsMark = "by\n".utf8

    /// The source with our part of the name, and with its tactics in brackets if it is wanted and can be. Then also where
    /// the bracket opens: line and column from 0, in code points.
    func written(own: String, inBrackets: Bool) -> (text: String, opening: (line: Int, column: Int)?) {
        let bytes = source.utf8
        let keyword = Self.keyword.utf8.count
        guard inBrackets, let tactics else { return (Self.keyword + own + String(bytes.dropFirst(keyword))!, nil) }
        let head = Self.keyword + own + String(bytes.dropFirst(keyword).prefix(tactics - keyword))!
        let last = head.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).last ?? []
        // The proof's last line may be a comment, so the bracket has a line of its own.
        return (
            head + "(" + String(bytes.dropFirst(tactics))! + (bytes.last == 0x0A ? ")" : "\n)"),
            (CheckDocument.lineEnds(in: head), last.count)
        )
    }

    /// Whether the word stands in the text, also as one part of a dotted name.
    private static func says(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        var index = 0
        while index <= text.count - word.count {
            if text[index] == word[0], text[index..<index + word.count].elementsEqual(word),
                index == 0 || !isNamePart(text[index - 1]),
                index + word.count == text.count || !isNamePart(text[index + word.count])
            {
                return true
            }
            index += 1
        }
        return false
    }

    /// ASCII alone: brackets and the quotes `«»` are beyond it. A check whose name has other letters is alone, and so is
    /// one that says its name beside such a letter.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x27, 0x21, 0x3F: true
        default: false
        }
    }
}

extension Array {
    /// Index of the first element for which the predicate holds, in an array where it holds for none, then for all.
    fileprivate func partition(_ isAfter: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension String {
    /// Whether the part occurs in the text, byte for byte.
    fileprivate func utf8Contains(_ part: Substring) -> Bool {
        removing(String(part)).utf8.count != utf8.count
    }

    /// The text without any occurrence of the part, byte for byte.
    fileprivate func removing(_ part: String) -> String {
        let bytes = Array(utf8)
        let part = Array(part.utf8)
        var kept: [UInt8] = []
        var done = 0
        var index = 0
        while index + part.count <= bytes.count {
            if bytes[index] == part[0], bytes[index..<index + part.count].elementsEqual(part) {
                kept += bytes[done..<index]
                index += part.count
                done = index
            } else {
                index += 1
            }
        }
        return done == 0 ? self : String(decoding: kept + bytes[done...], as: UTF8.self)
    }
}
