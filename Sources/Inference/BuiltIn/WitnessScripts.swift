/// Goals and hypotheses with `∃`: small witnesses, witnesses made of the variables, and those that a hypothesis holds.
enum WitnessScripts {
    private static let closing = "first | decide | omega"

    /// Witnesses for statements without variables.
    static func closed(_ outline: StatementOutline) -> [String] {
        let negatives = outline.isInteger ? (1...10).map { "-\($0)" } : []
        let values = (0...12).map(String.init) + negatives
        let single = values.map { "exact ⟨\($0), by \(closing)⟩" }
        let small = (0...6).map(String.init) + (outline.isInteger ? ["-1", "-2", "-3"] : [])
        let pairs = small.flatMap { left in small.map { "exact ⟨\(left), \($0), by \(closing)⟩" } }
        let unique = values.map { "exact ⟨\($0), by omega, fun y hy => by omega⟩" }
        return [
            alternatives(outline.goal.hasPrefix("∃!") ? unique : single),
            alternatives(single),
            alternatives(pairs),
            alternatives(small.flatMap { left in small.map { "exact ⟨\(left), by decide, \($0), by decide⟩" } }),
        ]
    }

    /// Witnesses made of the variables of the statement.
    static func open(_ outline: StatementOutline) -> [String] {
        let names = Array((outline.naturals + outline.integers).prefix(3))
        guard !names.isEmpty else { return [] }
        var terms: [String] = []
        for name in names {
            terms += ["\(name)", "\(name) + 1", "\(name) / 2", "2 * \(name)", "\(name) + \(name)", "\(name) * \(name)"]
            terms += ["\(name) / 2 + 1", "\(name) / 2 + 2", "\(name) / 3", "\(name) / 4", "\(name) + 2", "\(name) - 1"]
            terms += ["-\(name)"]
        }
        for left in names {
            for right in names where left != right {
                terms += ["\(left) - \(right)", "\(left) + \(right)", "\(left) + \(right) + 1"]
            }
        }
        let both = TacticScripts.toRemainders
        let tries = (terms + ["0", "1", "2"]).map { "exact ⟨\($0), by omega⟩" }
        var scripts = [alternatives(tries), "try \(both)\n" + alternatives(tries)]
        scripts.append(
            "constructor\n· rintro ⟨k, hk⟩\n  try \(both)\n  omega\n· intro h\n  try \(both)\n  " + alternatives(tries))
        scripts.append(
            "constructor\n· intro h\n  try \(both)\n  \(alternatives(tries))\n· rintro ⟨k, hk⟩\n  try \(both)\n  omega")
        for hypothesis in outline.hypotheses.prefix(3) {
            scripts.append(
                "obtain ⟨k, hk⟩ := \(hypothesis.name)\n"
                    + alternatives(
                        ["k", "k + 1", "2 * k", "k * k"].map { "exact ⟨\($0), by omega⟩" }))
            scripts.append("obtain ⟨k, hk⟩ := \(hypothesis.name)\ntry \(both)\nomega")
        }
        scripts.append(alternatives(terms.map { "exact ⟨\($0), by ring⟩" }))
        return scripts
    }

    /// The first of the tactics that works.
    static func alternatives(_ tactics: [String]) -> String { "first | " + tactics.joined(separator: " | ") }
}
