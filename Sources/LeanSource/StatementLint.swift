/// What can be wrong with a statement that elaborates. Most of it shows in the text; the last two cases Lean is asked
/// about.
///
/// The checks of the text are rules of thumb over tokens: each finding names what it saw, so that a user can judge it, and the gate's
/// configuration says what a finding costs (reject, flag, ignore).
package enum StatementLint: String, CaseIterable, Sendable, Codable {
    /// The goal stands among the hypotheses word for word: proved by `assumption`.
    case goalAmongHypotheses = "goal-among-hypotheses"
    /// A variable that is bound and never used again.
    case unusedVariable = "unused-variable"
    /// A hypothesis that shares no variable with the goal, not even through other hypotheses.
    case unrelatedHypothesis = "unrelated-hypothesis"
    /// `-` or `/` where only natural numbers are about: Lean's truncated operations, which informal mathematics seldom
    /// means (Wu et al., arXiv 2205.12615, name it among the typical faults of autoformalization).
    case naturalSubtraction = "natural-subtraction"
    case naturalDivision = "natural-division"
    /// Letters and signs that look like others, or like nothing.
    case lookAlike = "look-alike"
    /// The problem speaks of variables and the statement binds none.
    case noVariable = "no-variable"
    /// A cheap tactic alone closes the goal. Not in the text: see `LintStage`.
    case trivial
    /// A cheap tactic alone refutes one of the hypotheses. Not in the text: see `LintStage`.
    case contradictoryHypothesis = "contradictory-hypothesis"

    /// One thing found.
    package struct Finding: Hashable, Sendable, Codable {
        /// Which check found it.
        package let lint: StatementLint
        /// What was seen, for people: a name, a sign with its code point, a piece of the statement.
        package let detail: String

        package init(lint: StatementLint, detail: String) {
            self.lint = lint
            self.detail = detail
        }
    }

    /// Everything that the text shows, in the order of the cases.
    /// - Parameter problem: the informal problem; nil when there is none to compare with.
    package static func findings(in statement: LockedStatement, problem: String? = nil) -> [Finding] {
        let text = StatementLintText(statement)
        let found: [(StatementLint, String?)] = [
            (.goalAmongHypotheses, text.goalAmongHypotheses), (.unusedVariable, text.unusedVariable),
            (.unrelatedHypothesis, text.unrelatedHypothesis), (.naturalSubtraction, text.natural("-")),
            (.naturalDivision, text.natural("/")), (.lookAlike, text.lookAlike),
            (.noVariable, problem.flatMap { text.missingVariable(of: $0) }),
        ]
        return found.compactMap { lint, detail in detail.map { Finding(lint: lint, detail: $0) } }
    }
}

/// A statement as its lints look at it.
private struct StatementLintText {
    private let binders: LexedSource
    private let goal: LexedSource
    private let groups: [BinderGroup]
    private let signature: String
    /// The names that the goal speaks of.
    private let goalHeads: Set<LeanWord>
    /// The names that the type of each group speaks of.
    private let typeHeads: [Set<LeanWord>]

    init(_ statement: LockedStatement) {
        binders = LexedSource(statement.binders)
        goal = LexedSource(statement.goal)
        groups = BinderGroup.all(in: binders)
        signature = statement.signature
        goalHeads = Self.heads(goal, 0..<goal.count)
        typeHeads = groups.map { [binders] in Self.heads(binders, $0.type) }
    }

    private func words(_ group: BinderGroup) -> [LeanWord] {
        group.type.map { NormalForm.canonical(binders.word($0)) }
    }

    var goalAmongHypotheses: String? {
        let goal = Self.unwrapped(goal.words.map(NormalForm.canonical))
        guard let group = groups.first(where: { $0.hasColon && Self.unwrapped(words($0)) == goal }) else { return nil }
        return group.names.first.map { "\($0.text) : \(binders.text(group.type))" } ?? binders.text(group.type)
    }

    /// Without parentheses around everything.
    private static func unwrapped(_ words: [LeanWord]) -> [LeanWord] {
        var words = words
        while words.first == "(", words.last == ")" {
            var depth = 0
            let isWhole = words.dropLast().allSatisfy { word in
                depth += word == "(" ? 1 : word == ")" ? -1 : 0
                return depth > 0
            }
            guard isWhole else { break }
            words = Array(words.dropFirst().dropLast())
        }
        return words
    }

    /// The variables that a run of words speaks of: `h.2` is about `h`.
    private static func heads(_ source: LexedSource, _ numbers: Range<Int>) -> Set<LeanWord> {
        Set(
            numbers.filter { source.kind($0) == .identifier }.map { number in
                LeanWord(source.word(number).bytes.prefix { $0 != 0x2E })
            })
    }

    private func isHypothesis(_ group: BinderGroup) -> Bool { group.isHypothesis(in: binders) }

    var unusedVariable: String? {
        for (index, group) in groups.enumerated() where group.hasColon && !isHypothesis(group) {
            for (position, name) in group.names.enumerated() where name != "_" {
                let isUsed =
                    goalHeads.contains(name)
                    || typeHeads.enumerated().contains { $0.offset != index && $0.element.contains(name) }
                // A type whose variable follows is used by it; a proposition may be named for itself.
                if !isUsed, !group.names.dropFirst(position + 1).contains(name), !isPropositionItself(index) {
                    return "\(name.text) : \(binders.text(group.type))"
                }
            }
        }
        return nil
    }

    /// `(h : p)` with `p` bound before: a hypothesis without a relation in it.
    private func isPropositionItself(_ index: Int) -> Bool {
        let propositions = groups.filter { words($0) == ["Prop"] }.flatMap(\.names)
        return !typeHeads[index].isDisjoint(with: propositions)
    }

    var unrelatedHypothesis: String? {
        let bound = Set(groups.flatMap(\.names))
        var connected = goalHeads.intersection(bound)
        guard !connected.isEmpty else { return nil }
        var rest = groups.indices.filter { isHypothesis(groups[$0]) || isPropositionItself($0) }
        while let position = rest.firstIndex(where: { !typeHeads[$0].isDisjoint(with: connected) }) {
            connected.formUnion(typeHeads[rest.remove(at: position)].intersection(bound))
        }
        // A hypothesis about no variable at all says something about constants; it is as unrelated.
        return rest.first.map { index in
            let group = groups[index]
            return "\(group.names.map(\.text).joined(separator: " ")) : \(binders.text(group.type))"
        }
    }

    /// Where the sign stands although every type that the statement names is that of the natural numbers.
    func natural(_ sign: LeanWord) -> String? {
        let types = [binders, goal].flatMap { source in
            source.words.map(NormalForm.canonical).filter { Self.numberTypes.contains($0) }
        }
        guard types.contains("Nat"), types.allSatisfy({ $0 == "Nat" }) else { return nil }
        for source in [binders, goal] {
            for number in 0..<source.count where source.word(number) == sign && number > 0 {
                // A sign with something before it is an operation; `(-n)` does not exist for natural numbers.
                return source.text(max(0, number - 1)..<min(source.count, number + 2))
            }
        }
        return nil
    }

    private static let numberTypes: Set<LeanWord> = LeanWord.set("Nat Int Rat Real Complex ℝ≥0 NNReal ENNReal ZMod Fin")

    var lookAlike: String? {
        for scalar in signature.unicodeScalars {
            guard let twin = Self.twin(of: scalar.value) else { continue }
            let code = String(scalar.value, radix: 16, uppercase: true)
            return "U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) looks like \(twin)"
        }
        return nil
    }

    private static func twin(of scalar: UInt32) -> String? {
        switch scalar {
        case 0x400...0x52F: "a Latin letter, and is Cyrillic"
        case 0xFF01...0xFF5E: "a sign of ASCII, and is full width"
        case 0x2212: "-"
        case 0x2217, 0x22C6: "*"
        case 0x2236, 0xA789: ":"
        case 0x2215, 0x2044: "/"
        case 0x2206: "Δ"
        case 0xB5: "μ"
        case 0x2126: "Ω"
        case 0x212A: "K"
        case 0x2160...0x217F: "a Latin letter, and is a Roman numeral"
        case 0x00A0, 0x2000...0x200F, 0x202A...0x202F, 0x205F...0x2064, 0x3000, 0xFEFF: "nothing or a blank"
        case 0x0300...0x036F: "a part of the letter before it"
        default: nil
        }
    }

    /// Letters that the problem uses as variables, when the statement binds nothing.
    func missingVariable(of problem: String) -> String? {
        guard groups.isEmpty, !goal.words.contains(where: { NormalForm.quantifiers[$0] != nil }) else { return nil }
        let letters = Self.variables(in: problem)
        guard let first = letters.first else { return nil }
        return "the problem speaks of \(first), the statement of no variable"
    }

    /// Single letters that stand alone in the text, apart from the words `a`, `A` and `I`; in order.
    private static func variables(in problem: String) -> [String] {
        problem.utf8.split { byte in
            let scalar = UInt32(byte)
            return byte < 0x80 && !LeanCharacters.isASCIILetter(scalar) && byte != 0x27
        }
        .filter { $0.count == 1 }.map { String(decoding: $0, as: UTF8.self) }
        .filter { !["a", "A", "I"].contains($0) }
    }
}
