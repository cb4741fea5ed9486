/// An answer without any declaration: header lines, then `:= …`, `by …`, a term or tactics.
struct LooseProof {
    private let source: LexedSource
    private let commands: [LeanCommand]

    init(_ source: LexedSource, _ commands: [LeanCommand]) {
        self.source = source
        self.commands = commands
    }

    func extraction() -> ProofExtraction {
        let header = headerEnd()
        let first = Prose.end(from: header, in: source)
        guard first < source.count else { return .none("The answer holds no proof.") }
        let start =
            first > header
            ? source.lineStart(first) : header == 0 ? 0 : source.token(header - 1).range.upperBound
        // What follows the proof in a file: `end Section`, `#print axioms name`.
        let trailer = commands.first { $0.numbers.lowerBound > first && isTrailer($0.word) }
        let last = Prose.start(in: first..<(trailer?.numbers.lowerBound ?? source.count), of: source)
        let end = last < source.count ? source.endOfComments(behind: last - 1) : source.bytes.count
        let text = Array(source.bytes[start..<end])
        if source.isSymbol(first, ":=") {
            return ProofReader.term(Array(source.bytes[source.token(first).range.upperBound..<end]))
        }
        if source.spells(first, "by") || beginsTerm(first) {
            return ProofReader.term(text)
        }
        return ProofReader.finished(ProofBody(text: String(decoding: text, as: UTF8.self), style: .tactics))
    }

    /// The number of the first token behind the imports, opens and options at the top.
    private func headerEnd() -> Int {
        var number = 0
        while number < source.count, isHeader(number) {
            var next = number + 1
            while next < source.count, !source.beginsLine(next) { next += 1 }
            number = next
        }
        return number
    }

    private func isHeader(_ number: Int) -> Bool {
        if source.kind(number) == .moduleDoc || source.spells(number, "import") { return true }
        guard Self.headerWords.contains(source.word(number)), source.kind(number) == .keyword else { return false }
        var next = number + 1
        while next < source.count, !source.beginsLine(next) {
            // `open Nat in` and `set_option … in` belong to the tactic that follows.
            if source.spells(next, "in") { return false }
            next += 1
        }
        return true
    }

    private func isTrailer(_ word: LeanWord) -> Bool {
        word == "end" || word == "namespace" || word == "section" || word.hasPrefix("#")
    }

    private static let headerWords: Set<LeanWord> = LeanWord.set("open set_option namespace section universe variable")

    /// Whether the text can only be a term: tactics begin with a word or a bullet.
    private func beginsTerm(_ number: Int) -> Bool {
        let word = source.word(number)
        if LeanVocabulary.tactics.contains(word) { return false }
        if source.kind(number) == .identifier { return word.bytes.contains(0x2E) }
        return Self.termOpeners.contains(word)
    }

    private static let termOpeners: Set<LeanWord> = LeanWord.set("fun λ ⟨ @ ‹")
}
