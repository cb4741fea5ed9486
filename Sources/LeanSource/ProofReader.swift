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
/// tactics with or without `by`, a term; in fences, with prose around it, or plain. The model's copy of the statement is
/// compared with ours and thrown away. Lemmas before the theorem are kept as helpers when the proof uses them.
///
/// The header is ours: what the model imports is dropped, and so is what it opens, but for namespaces that its proof seems
/// to need (see `HeaderLines`).
package enum ProofReader {
    /// Reads an answer.
    /// - Parameter header: the header under which the proof will be checked; what it opens need not be opened again.
    package static func extract(
        from answer: String, for statement: LockedStatement, header: String = ""
    ) -> ProofExtraction {
        var bytes = Array(answer.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let pieces = AnswerPieces.fenced(bytes) else { return extract(bytes, statement, header) }
        // The last piece that proves the statement counts; failing that, what says most about the failure.
        let extractions = pieces.map { extract($0, statement, header) }
        return extractions.last { $0.isProof } ?? extractions.last { $0.isWrong } ?? extractions.last
            ?? .none("The answer holds no proof.")
    }

    private static func extract(
        _ bytes: [UInt8], _ statement: LockedStatement, _ header: String
    ) -> ProofExtraction {
        let source = LexedSource(bytes)
        let commands = LeanCommand.all(in: source)
        let declarations = commands.compactMap { LeanDeclaration($0, in: source) }
        if declarations.isEmpty {
            return LooseProof(source, commands).extraction()
        }
        return chosen(declarations, source, commands, statement, header)
    }

    // MARK: A file with declarations

    private static func chosen(
        _ declarations: [LeanDeclaration], _ source: LexedSource, _ commands: [LeanCommand],
        _ statement: LockedStatement, _ header: String
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
        let extraction = proof(of: declarations[index].withoutProse(in: source), source)
        guard case .proof(let body) = extraction else { return extraction }
        let before = declarations[..<index].map { $0.withoutProse(in: source) }
        switch HelperSource.selected(for: body, of: statement, among: before[...], in: source) {
        case .refused(let sentence): return .none(sentence)
        case .helpers(let helpers):
            let lines = HeaderLines(commands, before: declarations[index], in: source)
            let text = lines.neededBy(body, of: statement, under: header) + body.text
            let whole = BinderNames.translated(
                ProofBody(text: text, style: body.style, helpers: helpers), from: declarations[index].binders,
                to: statement.binders)
            return .proof(calling(statement.name, insteadOf: declarations[index].name, in: whole))
        }
    }

    /// A proof by recursion calls itself by the name that the model gave it.
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
        return ProofBody(text: String(decoding: bytes, as: UTF8.self), style: body.style, helpers: body.helpers)
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

    // MARK: A proof under its statement

    /// What a declaration gives as its proof.
    static func proof(of declaration: LeanDeclaration, _ source: LexedSource) -> ProofExtraction {
        guard let body = declaration.body else { return .none("The answer repeats the statement and has no proof.") }
        switch body.form {
        case .assignment:
            return term(Array(source.bytes[body.range]))
        case .patterns:
            // Lean reads `theorem t : p | a => b` as a function by cases.
            return .proof(ProofBody(text: "fun\n" + indented(body.range, source), style: .term).normalized)
        case .structure:
            return fields(body.range, source)
        }
    }

    /// `theorem t : p ∧ q where left := … right := …` as the structure instance that Lean makes of it.
    private static func fields(_ range: Range<Int>, _ source: LexedSource) -> ProofExtraction {
        let text = LexedSource(Array(source.bytes[range]))
        guard text.spells(0, "where"), text.count > 1 else {
            return .none("The proof after the statement begins with neither `:=` nor `|` nor `where`.")
        }
        let start = text.token(0).range.upperBound
        let lines = indented(range.lowerBound + start..<range.upperBound, source)
        return .proof(ProofBody(text: "{\n" + lines + "\n}", style: .term).normalized)
    }

    /// The bytes from the beginning of their line on, two columns from the left.
    private static func indented(_ range: Range<Int>, _ source: LexedSource) -> String {
        var start = range.lowerBound
        while start > 0, source.bytes[start - 1] == 0x20 || source.bytes[start - 1] == 0x09 { start -= 1 }
        let text = String(decoding: source.bytes[start..<range.upperBound], as: UTF8.self)
        let lines = ProofLayout(ProofBody(text: text, style: .term)).lines(indentedBy: 2)
        return lines.map(\.text).joined(separator: "\n")
    }

    /// The text after `:=`, or a term: a tactic block when it begins with `by`.
    static func term(_ text: [UInt8]) -> ProofExtraction {
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

    static func finished(_ body: ProofBody) -> ProofExtraction {
        .proof(body.normalized)
    }
}

extension ProofExtraction {
    fileprivate var isProof: Bool {
        if case .proof = self { true } else { false }
    }

    fileprivate var isWrong: Bool {
        if case .wrongStatement = self { true } else { false }
    }
}
