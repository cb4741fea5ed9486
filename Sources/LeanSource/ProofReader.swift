/// What a model's answer amounts to as a proof of a given statement.
package enum ProofExtraction: Hashable, Sendable {
    /// A proof; nothing of it has been examined yet.
    case proof(ProofBody)
    /// The answer proves something else; the sentence says what.
    case wrongStatement(String)
    /// There is no proof that could be taken; the sentence says why.
    case none(String)
}

/// Takes the proof, and nothing but the proof, out of what a model answered: a whole file, a theorem under any name,
/// tactics with or without `by`, a term. The model's copy of the statement is compared with ours and thrown away.
package enum ProofReader {
    /// Reads Lean text that has already been taken out of its fence.
    package static func extract(from leanText: String, for statement: LockedStatement) -> ProofExtraction {
        var bytes = Array(leanText.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let source = LexedSource(bytes)
        let commands = LeanCommand.all(in: source)
        let declarations = commands.compactMap { LeanDeclaration($0, in: source) }
        if declarations.isEmpty {
            return loose(source, commands)
        }
        return chosen(declarations, source, statement)
    }

    // MARK: A file with declarations

    private static func chosen(
        _ declarations: [LeanDeclaration], _ source: LexedSource, _ statement: LockedStatement
    ) -> ProofExtraction {
        let form = statement.normalForm
        let isOurs: (LeanDeclaration) -> Bool = { declaration in
            guard [.theorem, .lemma, .example].contains(declaration.kind), declaration.type != nil else { return false }
            let theirs = NormalForm.of(
                universes: declaration.universes, binders: declaration.binders, goal: declaration.type ?? "")
            return theirs.utf8.elementsEqual(form.utf8)
        }
        let matching = declarations.indices.filter { isOurs(declarations[$0]) }
        let named = matching.first { declarations[$0].name.map { $0.utf8.elementsEqual(statement.name.utf8) } ?? false }
        guard let index = named ?? matching.last else {
            return .wrongStatement(difference(declarations, statement))
        }
        let extraction = proof(of: declarations[index], source)
        guard case .proof(let body) = extraction else { return extraction }
        if let helper = helper(of: body, among: declarations[..<index]) {
            return .none("The proof uses `\(helper)`, which the answer declares before it; helpers are not kept.")
        }
        return .proof(calling(statement.name, insteadOf: declarations[index].name, in: body))
    }

    /// A proof may call itself, by recursion, under the name that the model gave the theorem.
    private static func calling(_ name: String, insteadOf other: String?, in body: ProofBody) -> ProofBody {
        guard let other, !other.utf8.elementsEqual(name.utf8) else { return body }
        let source = LexedSource(body.text)
        let old = LeanWord(Array(other.utf8))
        guard (0..<source.count).contains(where: { source.isName($0, old) }) else { return body }
        var bytes: [UInt8] = []
        for token in source.tokens {
            let isName = token.kind == .identifier && source.bytes[token.range].elementsEqual(old.bytes)
            bytes.append(contentsOf: isName ? Array(name.utf8)[...] : source.bytes[token.range])
        }
        return ProofBody(text: String(decoding: bytes, as: UTF8.self), style: body.style)
    }

    private static func difference(_ declarations: [LeanDeclaration], _ statement: LockedStatement) -> String {
        let theorems = declarations.filter { [.theorem, .lemma, .example].contains($0.kind) }
        guard let last = theorems.last else {
            return "The answer declares `\(declarations[0].name ?? declarations[0].kind.rawValue)` and no theorem."
        }
        let type = shortened(last.type ?? "")
        let hypotheses = last.binders.isEmpty ? "" : " under `\(shortened(last.binders))`"
        return "The answer states `\(type)`\(hypotheses), not `\(shortened(statement.goal))`."
    }

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let head = String(String.UnicodeScalarView(scalars.prefix(200)))
        return scalars.count > 200 ? head + "…" : head
    }

    private static func helper(of body: ProofBody, among declarations: ArraySlice<LeanDeclaration>) -> String? {
        var names: [LeanWord: String] = [:]
        for declaration in declarations {
            if let name = declaration.name { names[LeanWord(Array(name.utf8))] = name }
        }
        guard !names.isEmpty else { return nil }
        let source = LexedSource(body.text)
        for number in 0..<source.count where source.kind(number) == .identifier {
            // `helper.1` and `Namespace.helper` use the helper as well.
            let word = source.word(number)
            let parts = LeanName.components(of: word.bytes[...])
            for candidate in [word, parts[0], parts[parts.count - 1]] {
                if let name = names[candidate] { return name }
            }
        }
        return nil
    }

    private static func proof(of declaration: LeanDeclaration, _ source: LexedSource) -> ProofExtraction {
        guard let body = declaration.body else { return .none("The answer repeats the statement and has no proof.") }
        switch body.form {
        case .assignment:
            return term(Array(source.bytes[body.range]))
        case .patterns:
            // Lean reads `theorem t : p | a => b` as a function by cases.
            return .proof(ProofBody(text: "fun\n" + indented(body.range, source), style: .term).normalized)
        case .structure:
            return .none("The proof is written with `where`, which is not read.")
        }
    }

    /// The bytes from the beginning of their line on, two columns from the left.
    private static func indented(_ range: Range<Int>, _ source: LexedSource) -> String {
        var start = range.lowerBound
        while start > 0, source.bytes[start - 1] == 0x20 || source.bytes[start - 1] == 0x09 { start -= 1 }
        let text = String(decoding: source.bytes[start..<range.upperBound], as: UTF8.self)
        let lines = ProofLayout(ProofBody(text: text, style: .term)).lines(indentedBy: 2)
        return lines.map(\.text).joined(separator: "\n")
    }

    // MARK: A proof alone

    /// Text without any declaration: header lines, then `:= …`, `by …`, a term or tactics.
    private static func loose(_ source: LexedSource, _ commands: [LeanCommand]) -> ProofExtraction {
        let first = headerEnd(source)
        guard first < source.count else { return .none("The answer holds no proof.") }
        let start = first == 0 ? 0 : source.token(first - 1).range.upperBound
        // What follows the proof in a file: `end Section`, `#print axioms name`.
        let trailer = commands.first { $0.numbers.lowerBound > first && isTrailer($0.word) }
        let end = trailer.map { source.endOfComments(behind: $0.numbers.lowerBound - 1) } ?? source.bytes.count
        let text = Array(source.bytes[start..<end])
        if source.isSymbol(first, ":=") {
            return term(Array(source.bytes[source.token(first).range.upperBound..<end]))
        }
        if source.spells(first, "by") || beginsTerm(first, source) {
            return term(text)
        }
        return finished(ProofBody(text: String(decoding: text, as: UTF8.self), style: .tactics))
    }

    /// The number of the first token behind the imports, opens and options at the top.
    private static func headerEnd(_ source: LexedSource) -> Int {
        var number = 0
        while number < source.count, isHeader(number, source) {
            var next = number + 1
            while next < source.count, !startsLine(next, source) { next += 1 }
            number = next
        }
        return number
    }

    private static func isHeader(_ number: Int, _ source: LexedSource) -> Bool {
        if source.kind(number) == .moduleDoc || source.spells(number, "import") { return true }
        guard headerWords.contains(source.word(number)), source.kind(number) == .keyword else { return false }
        var next = number + 1
        while next < source.count, !startsLine(next, source) {
            // `open Nat in` and `set_option … in` belong to the tactic that follows.
            if source.spells(next, "in") { return false }
            next += 1
        }
        return true
    }

    private static func isTrailer(_ word: LeanWord) -> Bool {
        word == "end" || word == "namespace" || word == "section" || word.hasPrefix("#")
    }

    private static let headerWords: Set<LeanWord> = LeanWord.set("open set_option namespace section universe variable")

    private static func startsLine(_ number: Int, _ source: LexedSource) -> Bool {
        source.beginsLine(number)
    }

    /// Whether the text can only be a term: tactics begin with a word or a bullet.
    private static func beginsTerm(_ number: Int, _ source: LexedSource) -> Bool {
        let word = source.word(number)
        if LeanVocabulary.tactics.contains(word) { return false }
        if source.kind(number) == .identifier { return word.bytes.contains(0x2E) }
        return termOpeners.contains(word)
    }

    private static let termOpeners: Set<LeanWord> = LeanWord.set("fun λ ⟨ @ ‹")

    /// The text after `:=`, or a term: a tactic block when it begins with `by`.
    private static func term(_ text: [UInt8]) -> ProofExtraction {
        let source = LexedSource(text)
        guard source.count > 0 else { return .none("The answer ends before its proof begins.") }
        guard source.spells(0, "by") else {
            return finished(ProofBody(text: String(decoding: text, as: UTF8.self), style: .term))
        }
        let start = source.token(0).range.upperBound
        let tactics = String(decoding: text[start...], as: UTF8.self)
        guard source.count > 1 else { return .none("The answer ends before its proof begins.") }
        return finished(ProofBody(text: tactics, style: .tactics))
    }

    private static func finished(_ body: ProofBody) -> ProofExtraction {
        .proof(body.normalized)
    }
}
