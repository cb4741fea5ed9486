/// Walks once over a proof and collects what the guard refuses.
struct GuardScanner {
    let source: LexedSource
    let limits: GuardLimits
    let isStatement: Bool
    /// The first token whose word is looked at: those before it declare a helper.
    private let firstChecked: Int
    private var found: [GuardViolation] = []

    init(_ text: String, limits: GuardLimits, isStatement: Bool, firstChecked: Int = 0) {
        // A text that is too long is not even lexed.
        let bytes = Array(text.utf8)
        self.limits = limits
        self.isStatement = isStatement
        self.firstChecked = firstChecked
        source = LexedSource(bytes.count <= limits.bytes ? bytes : [])
        if bytes.count > limits.bytes {
            report("\(bytes.count) bytes", "is too long for a proof; the limit is \(limits.bytes) bytes", at: 0)
        }
    }

    /// Everything that is refused, in the order of the text as far as one check goes.
    consuming func violations() -> [GuardViolation] {
        checkCharacters()
        checkInterpolations()
        var shape = GuardShape(limits: limits)
        for number in 0..<source.count {
            if found.count >= limits.reported { break }
            checkKind(number)
            checkGlue(number)
            switch source.kind(number) {
            case .identifier, .keyword: if number >= firstChecked { checkName(number) }
            case .symbol: checkSymbol(number)
            case .number where source.token(number).range.count > limits.digits:
                report("numeral", "has more than \(limits.digits) digits", at: number)
            default: break
            }
            if let violation = shape.next(number, source) { report(violation.word, violation.reason, at: number) }
        }
        if let open = shape.unclosed { report(source.word(open).text, "is never closed", at: open) }
        return found
    }

    private mutating func report(_ word: String, _ reason: String, at number: Int) {
        let offset = number < source.count ? source.token(number).range.lowerBound : 0
        report(word, reason, offset: offset)
    }

    private mutating func report(_ word: String, _ reason: String, offset: Int) {
        guard found.count < limits.reported else { return }
        found.append(source.violation(atOffset: offset, reason, word: word))
    }

    // MARK: Characters and kinds of tokens

    private mutating func checkCharacters() {
        var offset = 0
        while offset < source.bytes.count, found.count < limits.reported {
            if 0x20...0x7E ~= source.bytes[offset] || source.bytes[offset] == 0x0A {
                offset += 1
                continue
            }
            guard let scalar = LeanCharacters.scalar(in: source.bytes, at: offset) else {
                report("invalid UTF-8", "is no text", offset: offset)
                return
            }
            let value = scalar.value
            let isLoneReturn =
                value == 0x0D && !(offset + 1 < source.bytes.count && source.bytes[offset + 1] == 0x0A)
            let isControl = value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D
            if isControl || isLoneReturn || 0x7F...0x9F ~= value {
                report("U+" + String(value, radix: 16, uppercase: true), "is a control character", offset: offset)
            } else if GuardVocabulary.isBidirectionalControl(value) {
                report("U+" + String(value, radix: 16, uppercase: true), "reorders what is shown", offset: offset)
            }
            offset += scalar.length
        }
    }

    /// A quote inside the code of an interpolated string begins a string in one reading and ends one in the other; what
    /// follows would be code for one of the two only.
    private mutating func checkInterpolations() {
        var depth = 0
        for token in source.tokens where depth > 0 || token.kind == .interpolatedString {
            let text = source.bytes[token.range]
            let closes = token.kind == .interpolatedString && text.first == 0x7D
            if depth > 0, !closes, text.contains(0x22) {
                let reason = "stands inside the code of a string, so that Lean may read it otherwise"
                report("\"", reason, offset: token.range.lowerBound)
            }
            guard token.kind == .interpolatedString else { continue }
            if closes { depth -= 1 }
            if text.last == 0x7B { depth += 1 }
        }
    }

    private mutating func checkKind(_ number: Int) {
        switch source.kind(number) {
        case .unterminatedComment: report("/-", "is a comment that never closes", at: number)
        case .unterminatedString: report("\"", "is a string that never closes", at: number)
        case .unterminatedCharacter: report("'", "begins no character literal and belongs to no name", at: number)
        case .unterminatedName: report("«", "is a name that never closes", at: number)
        case .string, .interpolatedString:
            if !LeanCharacters.escapesAreValid(source.bytes[source.token(number).range]) {
                report("\\", "begins no escape sequence that Lean knows", at: number)
            }
        case .docComment, .moduleDoc: report("/--", "announces a new declaration", at: number)
        default: break
        }
    }

    /// Lean's list of signs is open; a sign that we do not know might swallow the first character of a literal or of a
    /// comment. So literals and comments may touch names, brackets and separators only.
    private mutating func checkGlue(_ number: Int) {
        guard source.kind(number) == .symbol else { return }
        let end = source.token(number).range.upperBound
        let next = source.significant[number] + 1
        guard next < source.tokens.count, source.tokens[next].range.lowerBound == end else { return }
        switch source.tokens[next].kind {
        case .lineComment, .blockComment, .docComment, .moduleDoc, .unterminatedComment, .string, .rawString,
            .interpolatedString, .character, .unterminatedString, .unterminatedCharacter:
            let word = source.word(number)
            if !Self.separators.contains(word) {
                report(word.text, "touches a comment or a literal, so that Lean may read it otherwise", at: number)
            }
        default: break
        }
    }

    private static let separators: Set<LeanWord> = LeanWord.set("( ) [ ] { } ⟨ ⟩ ⦃ ⦄ , ; := => = :")

    // MARK: Names

    private mutating func checkName(_ number: Int) {
        let token = source.token(number)
        if source.bytes[token.range].allSatisfy({ $0 < 0x80 && $0 != 0x2E }) {
            // Most names have one part, and it reads in one way only.
            let word = source.word(number)
            if let reason = GuardVocabulary.components[word] {
                report(word.text, reason.rawValue, at: number)
            } else if token.range.count > 6, Self.isUnsafeName(word) {
                report(word.text, GuardVocabulary.Reason.compiled.rawValue, at: number)
            } else if GuardVocabulary.internalRoots.contains(word) {
                report(word.text, GuardVocabulary.Reason.internals.rawValue, at: number)
            } else {
                checkWord(word, number)
            }
            return
        }
        let components = LeanName.components(of: source.bytes[token.range])
        for component in components.flatMap(Self.readings) {
            if let reason = GuardVocabulary.components[component] {
                return report(source.word(number).text, reason.rawValue, at: number)
            }
            if Self.isUnsafeName(component) {
                let reason = GuardVocabulary.Reason.compiled.rawValue
                return report(source.word(number).text, reason, at: number)
            }
        }
        let path = components.first == "_root_" ? Array(components.dropFirst()) : components
        if let root = path.first, GuardVocabulary.internalRoots.contains(root) || (root == "debug" && path.count > 1) {
            return report(source.word(number).text, GuardVocabulary.Reason.internals.rawValue, at: number)
        }
        if components.count > limits.depth {
            return report("name", "has more than \(limits.depth) parts", at: number)
        }
        guard path.count == 1, let word = path.first else { return }
        checkWord(word, number)
    }

    private mutating func checkWord(_ word: LeanWord, _ number: Int) {
        if word == "eval", source.spells(number + 1, "%"), source.isGlued(number) {
            return report("eval%", GuardVocabulary.Reason.runsCode.rawValue, at: number)
        }
        if word == "open" { return checkOpen(number) }
        if word == "set_option" { return checkOption(number) }
        if word == "scoped", source.spells(number - 1, "open") { return }
        if let reason = GuardVocabulary.whole[word] { return report(word.text, reason.rawValue, at: number) }
        guard source.bytes[source.token(number).range].contains(0x3F) else { return }
        let bytes = word.bytes[...]
        let stem = bytes.prefix { $0 != 0x3F && $0 != 0x21 }
        let isMarked = bytes[stem.endIndex...].allSatisfy { $0 == 0x3F || $0 == 0x21 }
        if isMarked, GuardVocabulary.searching.contains(LeanWord(stem)) {
            report(word.text, GuardVocabulary.Reason.searches.rawValue, at: number)
        }
    }

    /// A component as it stands, its parts between dots when it was quoted, and its parts between accented letters:
    /// older Lean versions do not take those for letters.
    private static func readings(_ component: LeanWord) -> [LeanWord] {
        var readings = [component]
        if component.bytes.contains(0x2E) {
            readings += component.bytes.split(separator: 0x2E).map { LeanWord($0) }
        }
        if component.bytes.contains(where: { 0xC3...0xC5 ~= $0 }) {
            let text = String(decoding: component.bytes, as: UTF8.self).unicodeScalars
            let parts = text.split { LeanCharacters.isAccentedLatin($0.value) }
            readings += parts.map { LeanWord(Array(String($0).utf8)) }
        }
        return readings
    }

    private static func isUnsafeName(_ word: LeanWord) -> Bool {
        word.hasPrefix("unsafe") && word.bytes.count > 6 && 0x41...0x5A ~= word.bytes[6]
    }

    // MARK: Options and namespaces

    private mutating func checkOption(_ number: Int) {
        if isStatement { return report("set_option", "has no place in a statement", at: number) }
        guard number + 3 < source.count, source.kind(number + 1) == .identifier, source.spells(number + 3, "in") else {
            return report("set_option", "is allowed only as `set_option name value in`", at: number)
        }
        if number + 4 == source.count { return reportDangling("set_option", at: number) }
        let name = LeanName.components(of: source.bytes[source.token(number + 1).range])
        if let reason = GuardOptions.refusal(of: name, value: source.word(number + 2), limits: limits) {
            report("set_option " + source.word(number + 1).text, reason, at: number)
        }
    }

    private mutating func checkOpen(_ number: Int) {
        if isStatement { return report("open", "has no place in a statement", at: number) }
        var next = source.spells(number + 1, "scoped") ? number + 2 : number + 1
        let first = next
        while next < source.count, source.kind(next) == .identifier {
            let path = LeanName.components(of: source.bytes[source.token(next).range])
            guard GuardVocabulary.openable.contains(path[0]),
                path.allSatisfy({ !GuardVocabulary.internalRoots.contains($0) })
            else {
                return report("open " + source.word(next).text, "is no namespace that a proof may open", at: number)
            }
            next += 1
        }
        if next == first + 1, source.isSymbol(next, "(") {
            next += 1
            while next < source.count, source.kind(next) == .identifier { next += 1 }
            if source.isSymbol(next, ")") { next += 1 }
        }
        if next == first || !source.spells(next, "in") {
            report("open", "is allowed only as `open Namespace in`", at: number)
        } else if next + 1 == source.count {
            reportDangling("open", at: number)
        }
    }

    /// At the end of a proof `… in` would take hold of the command that comes next, which may be somebody else's.
    private mutating func reportDangling(_ word: String, at number: Int) {
        report(word, "has nothing behind its `in`", at: number)
    }

    // MARK: Signs

    private mutating func checkSymbol(_ number: Int) {
        let token = source.token(number)
        let next = number + 1 < source.count ? source.token(number + 1) : nil
        let isGlued = next?.range.lowerBound == token.range.upperBound
        let nextIsName = next?.kind == .identifier || next?.kind == .keyword
        switch source.word(number) {
        case "@" where source.isSymbol(number + 1, "["):
            report("@[", "sets attributes", at: number)
        case "#" where isGlued && nextIsName && !isOneLetter(number + 1):
            let word = "#" + source.word(number + 1).text
            report(word, GuardVocabulary.Reason.command.rawValue, at: number)
        case "`":
            report("`", "quotes a name or syntax, which only programs do", at: number)
        case "-/":
            report("-/", "closes a comment that was never opened", at: number)
        case let word where token.range.count > 1:
            guard let scalar = LeanCharacters.scalar(in: word.bytes, at: 0) else { break }
            if GuardVocabulary.isInvisible(scalar.value) {
                let name = "U+" + String(scalar.value, radix: 16, uppercase: true)
                report(name, "cannot be seen", at: number)
            }
        default: break
        }
    }

    /// Mathlib writes `#s` for the size of a set; commands have longer names.
    private func isOneLetter(_ number: Int) -> Bool {
        let first = LeanName.components(of: source.bytes[source.token(number).range])[0]
        let letters = String(decoding: first.bytes, as: UTF8.self).unicodeScalars.filter {
            LeanCharacters.isIdentifierStart($0.value)
        }
        return letters.count == 1
    }
}
