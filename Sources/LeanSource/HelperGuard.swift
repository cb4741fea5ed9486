/// Rung 2 for the lemmas that stand before a statement: each must be one plain theorem, and what it states and how it
/// proves it must pass the same rules as a proof.
struct HelperGuard {
    private let limits: GuardLimits
    private let spelled: Set<LeanWord>

    /// - Parameter statement: the statement that the helpers stand before, when it is known.
    init(_ statement: LockedStatement?, limits: GuardLimits) {
        self.limits = limits
        spelled = statement.map(Self.wordsSpelled) ?? []
    }

    /// What is wrong with the helpers, with places in the proof's whole text.
    func violations(in helpers: [String]) -> [GuardViolation] {
        guard helpers.count <= limits.helpers else {
            let reason = "are too many helpers; the limit is \(limits.helpers)"
            return [GuardViolation(word: "\(helpers.count)", reason: reason, line: 1, column: 0)]
        }
        var found: [GuardViolation] = []
        var line = 0
        for helper in helpers {
            for violation in violations(in: helper) where found.count < limits.reported {
                found.append(violation.moved(byLines: line))
            }
            line += helper.utf8.count { $0 == 0x0A } + 2
        }
        return found
    }

    private func violations(in helper: String) -> [GuardViolation] {
        // A text that is too long is not even lexed.
        guard helper.utf8.count <= limits.bytes else {
            return GuardScanner(helper, limits: limits, isStatement: false).violations()
        }
        let source = LexedSource(helper)
        let commands = LeanCommand.all(in: source)
        guard let command = commands.first, command.numbers.lowerBound == 0, command.word == "theorem",
            let declaration = LeanDeclaration(command, in: source), declaration.type != nil, declaration.body != nil
        else { return [source.violation(at: 0, "begins no theorem that could stand before the statement")] }
        if commands.count > 1 {
            return [source.violation(at: commands[1].numbers.lowerBound, GuardVocabulary.Reason.command.rawValue)]
        }
        guard command.core.lowerBound == 0 || declaration.modifiers == ["private"] && command.core.lowerBound == 1
        else {
            return [source.violation(at: 0, "changes what a helper is; only `private` may")]
        }
        let nameNumber = command.core.lowerBound + 1
        guard let name = declaration.name else { return [source.violation(at: 0, "begins a theorem without a name")] }
        if let reason = refusal(ofName: name) { return [source.violation(at: nameNumber, reason)] }
        let whole = GuardScanner(helper, limits: limits, isStatement: false, firstChecked: nameNumber).violations()
        guard whole.isEmpty else { return whole }
        // Options and opened namespaces may stand in the proof of a helper and not in what it states.
        for part in [declaration.binders, declaration.type ?? ""] {
            if let violation = ProofGuard.violations(inStatement: part, limits: limits).first {
                return [source.violation(at: nameNumber, "states something with `\(violation.word)`")]
            }
        }
        return []
    }

    /// Why a helper may not have that name; nil when it may.
    ///
    /// A helper whose name the statement spells could take the place of what the statement means: with
    /// `theorem Nat.succ : ∀ n, True` in the namespace of a batch, `Nat.succ a = Nat.succ b` says nothing any more.
    private func refusal(ofName name: String) -> String? {
        let components = LeanName.components(of: Array(name.utf8)[...])
        for component in components where !LockedStatement.isPlain(component.text) {
            return "is no plain name for a helper"
        }
        guard components.first != "_root_", let last = components.last else { return "is no plain name for a helper" }
        return spelled.contains(last) ? "is a name that the statement itself uses" : nil
    }

    /// All components of all names in the statement, the theorem's own among them.
    private static func wordsSpelled(_ statement: LockedStatement) -> Set<LeanWord> {
        let source = LexedSource(statement.signature)
        var words: Set<LeanWord> = []
        for number in 0..<source.count where source.kind(number) == .identifier {
            words.formUnion(LeanName.components(of: source.bytes[source.token(number).range]))
        }
        return words
    }
}

extension GuardViolation {
    /// The same violation so many lines further down.
    func moved(byLines lines: Int) -> GuardViolation {
        GuardViolation(word: word, reason: reason, line: line + lines, column: column)
    }
}
