/// The scripts of the tactic portfolio. None is made for one problem: each is a general way to close a kind of goal, filled
/// with the variables, hypotheses and numerals of the statement. Scripts that cannot apply (case analysis of
/// propositions where there are none) are left out, so that the tries of a statement go to those that may.
enum TacticScripts {
    /// No statement gets more scripts than this.
    static let maximum = 48

    /// The scripts for a statement, cheapest and most useful first, without repetition.
    static func scripts(for statement: String) -> [String] {
        guard let outline = StatementOutline(statement) else { return Array(general.prefix(maximum)) }
        var scripts: [String] = []
        var seen: Set<String> = []
        for script in ordered(outline) where seen.insert(script).inserted { scripts.append(script) }
        return Array(scripts.prefix(maximum))
    }

    /// Remainders in place of `Even` and `Odd`, which `omega` understands.
    static let toRemainders = "simp only [Nat.even_iff, Nat.odd_iff, Int.even_iff, Int.odd_iff] at *"
    /// The same for products and powers: parity is taken inside first.
    static let throughProducts =
        "try simp only [← Nat.not_even_iff_odd, ← Int.not_even_iff_odd] at *\n"
        + "try simp only [Nat.even_mul, Nat.even_pow, Int.even_mul, Int.even_pow] at *\n"
        + "try simp only [Nat.even_iff, Int.even_iff] at *"

    /// Scripts that need nothing from the statement.
    static let general = [
        "omega", "decide", "simp_all", toRemainders + "\nomega", "ring", "rfl", "trivial", "assumption",
        "intros\nomega", "intros\nsimp_all", throughProducts + "\nomega", "constructor <;> omega",
    ]

    /// Tactics that only the full profile has; elsewhere they fail at the first word, which costs next to nothing.
    private static let mathlib = ["norm_num", "positivity", "nlinarith", "tauto", "grind"]

    private static func ordered(_ outline: StatementOutline) -> [String] {
        let isParity = outline.mentions("Even") || outline.mentions("Odd")
        var scripts: [String] = []
        if !outline.propositions.isEmpty {
            scripts += propositional(outline)
        } else if outline.variables.isEmpty {
            scripts += ["decide"] + (outline.mentions("∃") ? WitnessScripts.closed(outline) : []) + ["omega", "simp"]
        } else {
            scripts += [isParity ? toRemainders + "\nomega" : "omega"]
        }
        if outline.mentions("∃") { scripts += WitnessScripts.open(outline) }
        if outline.goal.hasPrefix("¬") { scripts += refutations }
        scripts += [throughProducts + "\nomega", "ring", "simp_all"]
        if outline.mentions("∣") { scripts += DivisibilityScripts.scripts(for: outline) }
        if outline.mentions("%") || outline.mentions("∣") || isParity {
            scripts += ResidueScripts.scripts(for: outline)
        }
        scripts += ArithmeticScripts.scripts(for: outline)
        return scripts + general + mathlib
    }

    /// Truth tables: every case of every proposition.
    private static func propositional(_ outline: StatementOutline) -> [String] {
        let names = outline.propositions.prefix(5)
        let table = names.map { "by_cases \(fresh($0)) : \($0)" }.joined(separator: " <;> ") + " <;> simp_all"
        return ["simp_all", table, "exact Classical.em _", "intros\nassumption"]
    }

    private static func fresh(_ name: String) -> String { "case_\(name)" }

    /// Goals that begin with ¬.
    private static let refutations = [
        "rintro ⟨x, hx⟩\nomega",
        "rintro ⟨x, hx⟩\n\(toRemainders)\nomega",
        "rintro ⟨x, hx⟩\nsimp_all",
        "intro h\nhave := h 0\nhave := h 1\nhave := h 2\nsimp_all (decide := true)",
        "intro h\nfirst | exact absurd (h 0) (by decide) | exact absurd (h 1) (by decide) | exact absurd (h 2) (by decide) "
            + "| exact absurd (h 3) (by decide)",
    ]
}
