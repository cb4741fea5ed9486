/// Takes a statement out of the text in which a model or a file hands it over, or says why not.
struct StatementReader {
    private let source: LexedSource

    init(_ text: String) {
        // A byte order mark is no part of the text.
        let bytes = Array(text.utf8)
        source = LexedSource(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    }

    func read() throws(LeanSourceError) -> LockedStatement {
        let limit = GuardLimits().bytes
        guard source.bytes.count <= limit else {
            throw LeanSourceError(.malformed, "The statement has \(source.bytes.count) bytes; the limit is \(limit).")
        }
        let command = try onlyTheorem()
        guard let declaration = LeanDeclaration(command, in: source) else {
            throw LeanSourceError(.noTheorem, "There is no theorem in the text.")
        }
        try checkForm(of: declaration)
        return try Self.locked(declaration, in: source)
    }

    /// The locked form of a theorem that has passed the guard, whatever proof follows it.
    static func locked(
        _ declaration: LeanDeclaration, in source: LexedSource
    ) throws(LeanSourceError) -> LockedStatement {
        let statement = try Self.statement(of: declaration, in: source)
        for part in [statement.binders, statement.goal] {
            if let violation = ProofGuard.violations(inStatement: part).first {
                throw LeanSourceError(
                    .forbidden, "The statement says `\(violation.word)`, which \(violation.reason).",
                    advice: "State the theorem in plain terms, without commands, options or `sorry`.")
            }
        }
        try checkEnd(of: statement)
        return statement
    }

    /// A goal may end in something that goes on behind it, as `let x` does: the `:=` of the proof would become part of
    /// the statement. So the statement must come out the same when a proof follows it.
    private static func checkEnd(of statement: LockedStatement) throws(LeanSourceError) {
        let source = LexedSource(statement.withSorry())
        let declarations = LeanCommand.all(in: source).compactMap { LeanDeclaration($0, in: source) }
        let goal = LexedSource(statement.goal)
        let isFinished = goal.count > 0 && !LeanVocabulary.blockOpeners.contains(goal.word(goal.count - 1))
        guard isFinished, declarations.count == 1, let declaration = declarations.first,
            declaration.body?.form == .assignment,
            declaration.binders.utf8.elementsEqual(statement.binders.utf8),
            (declaration.type ?? "").utf8.elementsEqual(statement.goal.utf8)
        else {
            throw LeanSourceError(
                .malformed, "The goal of `\(statement.name)` does not end where the statement ends.",
                advice: "Put parentheses around the goal, or finish its last `let` or `match`.")
        }
    }

    /// The locked form of a theorem whatever stands after it.
    static func statement(
        of declaration: LeanDeclaration, in source: LexedSource
    ) throws(LeanSourceError) -> LockedStatement {
        guard let name = declaration.kind == .example ? "example_without_name" : declaration.name else {
            throw LeanSourceError(.badName, "The theorem has no name.", advice: "Write `theorem some_name : …`.")
        }
        guard LockedStatement.plainName(name).utf8.elementsEqual(name.utf8) else {
            throw LeanSourceError(
                .badName, "`\(name)` is no plain name for a theorem.",
                advice: "Use letters, digits, `_` and `'`, without dots and quotes, and no word that Lean reserves.")
        }
        guard declaration.type != nil else {
            throw LeanSourceError(
                .malformed, "The theorem `\(name)` has no `:` with a goal after it.",
                advice: "Write `theorem \(name) : goal := by sorry`.")
        }
        let binders = StatementText.tidy(source, declaration.bindersRange)
        let goal = StatementText.tidy(source, declaration.typeRange)
        return LockedStatement(name: name, universes: declaration.universes, binders: binders, goal: goal)
    }

    private func onlyTheorem() throws(LeanSourceError) -> LeanCommand {
        let commands = LeanCommand.all(in: source).filter { $0.word != "import" }
        if let first = LeanCommand.all(in: source).first, first.numbers.lowerBound > 0 {
            let word = source.word(0).text
            throw LeanSourceError(.noTheorem, "The text begins with `\(word)` and not with a theorem.")
        }
        let theorems = commands.filter { $0.word == "theorem" || $0.word == "lemma" }
        guard let theorem = theorems.first else {
            if let other = commands.first {
                throw LeanSourceError(.notTheorem, "The text holds `\(other.word.text)` and no theorem.")
            }
            throw LeanSourceError(.noTheorem, "There is no theorem in the text.")
        }
        guard commands.count == 1 else {
            let other = theorems.count > 1 ? "theorem" : commands.first { $0.word != theorem.word }?.word.text ?? ""
            throw LeanSourceError(
                .severalCommands, "The text holds `\(other)` beside the theorem.",
                advice: "Give one theorem alone; the header (imports, opens, options) is set in the configuration.")
        }
        return theorem
    }

    private func checkForm(of declaration: LeanDeclaration) throws(LeanSourceError) {
        if let modifier = declaration.modifiers.first {
            throw LeanSourceError(
                .notTheorem, "The theorem is declared `\(modifier)`.", advice: "Write `theorem` alone.")
        }
        guard let body = declaration.body else { return }
        let proof = LexedSource(Array(source.bytes[body.range]))
        var number = 0
        if proof.spells(number, "by") { number += 1 }
        if proof.spells(number, "sorry") { number += 1 }
        guard body.form == .assignment, number == proof.count else {
            throw LeanSourceError(
                .hasProof, "The statement comes with a proof.", advice: "End the statement with `:= by sorry`.")
        }
    }
}

/// Source text as it is kept in a statement: without comments, with single blanks, with line breaks where they were.
enum StatementText {
    /// The significant tokens within the byte range, with the white space between them tidied.
    static func tidy(_ source: LexedSource, _ range: Range<Int>) -> String {
        var output: [UInt8] = []
        var gap: [UInt8] = []
        for token in source.tokens[tokenIndices(source, range)] {
            switch token.kind {
            case .whitespace: gap.append(contentsOf: source.bytes[token.range])
            case .lineComment, .blockComment: gap.append(0x20)
            default:
                if !output.isEmpty { output.append(contentsOf: tidied(gap)) }
                gap.removeAll(keepingCapacity: true)
                output.append(contentsOf: source.bytes[token.range].filter { $0 != 0x0D })
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func tidied(_ gap: [UInt8]) -> [UInt8] {
        guard let feed = gap.lastIndex(of: 0x0A) else { return gap.isEmpty ? [] : [0x20] }
        return [0x0A] + gap[(feed + 1)...].flatMap { $0 == 0x09 ? [0x20, 0x20, 0x20, 0x20] : [0x20] }
    }

    private static func tokenIndices(_ source: LexedSource, _ range: Range<Int>) -> Range<Int> {
        let first = source.tokens.partition { $0.range.lowerBound >= range.lowerBound }
        let last = source.tokens.partition { $0.range.lowerBound >= range.upperBound }
        return first..<max(first, last)
    }
}
