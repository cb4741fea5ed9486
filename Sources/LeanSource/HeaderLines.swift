/// The commands of a model's file that hold for its theorem, and what of them the proof may take along.
///
/// The header under which a proof is checked is ours, because it decides what the statement means. Under our statement
/// an `open` of the model's can only stand inside the proof, as `open … in`, where it changes nothing but the proof. It is
/// taken along when the proof has a name that looks as if it needed it; and only namespaces that every Lean has, because
/// models open `Real` and `Topology` by habit and Lean takes an unknown namespace for an error. Of the options
/// `maxRecDepth` is taken along; heartbeats are ours to give.
struct HeaderLines {
    private var namespaces: [LeanWord] = []
    private var recursionDepth: Int?

    init(_ commands: [LeanCommand], before declaration: LeanDeclaration, in source: LexedSource) {
        let before = commands.filter { source.byteRange($0.numbers).upperBound <= declaration.range.lowerBound }
        for (index, command) in before.enumerated() {
            // `… in` before another declaration is not for this one.
            let isAttached = source.spells(command.numbers.upperBound - 1, "in")
            let next = before[(index + 1)...].first { $0.word != "open" && $0.word != "set_option" }
            if isAttached, next != nil { continue }
            if command.word == "open" { read(open: command, source) }
            if command.word == "set_option" { read(option: command, source) }
        }
    }

    /// `open A B in` and `set_option maxRecDepth n in` with a line end each, or nothing.
    func neededBy(_ body: ProofBody, of statement: LockedStatement, under header: String) -> String {
        var lines = ""
        if let recursionDepth { lines += "set_option maxRecDepth \(recursionDepth) in\n" }
        let known = Set(LexedSource(header).words)
        let missing = namespaces.filter { !known.contains($0) }
        if !missing.isEmpty, hasForeignName(body, statement) {
            lines += "open \(missing.map(\.text).joined(separator: " ")) in\n"
        }
        return lines
    }

    /// Whether a name of several words without a dot, such as `lt_succ_self`, stands in the proof that is no tactic and
    /// no name of the statement's.
    private func hasForeignName(_ body: ProofBody, _ statement: LockedStatement) -> Bool {
        let source = LexedSource(body.text)
        let own = Set(LexedSource(statement.signature).words)
        for number in 0..<source.count where source.kind(number) == .identifier {
            let word = source.word(number)
            guard word.bytes.dropFirst().dropLast().contains(0x5F), !word.bytes.contains(0x2E), !own.contains(word),
                !LeanVocabulary.tactics.contains(word), !word.hasPrefix("h_")
            else { continue }
            return true
        }
        return false
    }

    private mutating func read(open command: LeanCommand, _ source: LexedSource) {
        for number in command.core.dropFirst() where source.kind(number) == .identifier {
            let word = source.word(number)
            if Self.common.contains(word), !namespaces.contains(word) { namespaces.append(word) }
        }
    }

    private mutating func read(option command: LeanCommand, _ source: LexedSource) {
        let first = command.core.lowerBound
        guard command.core.count >= 3, source.spells(first + 1, "maxRecDepth") else { return }
        let value = GuardOptions.admitted(["maxRecDepth"], value: source.word(first + 2), limits: GuardLimits())
        recursionDepth = value.flatMap { Int($0) } ?? recursionDepth
    }

    /// Namespaces that the smallest library has.
    private static let common: Set<LeanWord> = LeanWord.set("Nat Int List Classical Function Option Bool Or And Iff Eq")
}
