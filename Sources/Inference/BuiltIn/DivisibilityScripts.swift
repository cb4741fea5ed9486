/// Divisibility between variables, where `omega` (which needs numerals) has no say.
enum DivisibilityScripts {
    static func scripts(for outline: StatementOutline) -> [String] {
        let domain = outline.isInteger ? "Int" : "Nat"
        let names = outline.hypotheses.prefix(3).map(\.name)
        var scripts: [String] = []
        if let first = names.first {
            var tries = [
                "\(domain).dvd_mul_right_of_dvd \(first) _", "\(domain).dvd_mul_left_of_dvd \(first) _",
                "\(domain).dvd_mul_of_dvd_left \(first) _", "\(domain).dvd_mul_of_dvd_right \(first) _",
                "Dvd.dvd.mul_right \(first) _", "Dvd.dvd.mul_left \(first) _",
                "\(domain).mul_dvd_mul \(first) \(first)", "\(domain).mul_dvd_mul_left _ \(first)",
                "\(domain).mul_dvd_mul_right \(first) _", "\(domain).pow_dvd_pow _ \(first)",
            ]
            for left in names {
                for right in names where left != right {
                    for lemma in ["dvd_trans", "dvd_add", "dvd_sub", "mul_dvd_mul", "dvd_antisymm", "le_of_dvd"] {
                        tries.append("\(domain).\(lemma) \(left) \(right)")
                    }
                }
            }
            scripts.append(WitnessScripts.alternatives(tries.map { "exact \($0)" }))
        }
        let plain = ["dvd_refl _", "dvd_mul_right _ _", "dvd_mul_left _ _", "dvd_zero _", "one_dvd _"]
        scripts.append(
            WitnessScripts.alternatives(
                plain.map { "exact \(domain).\($0)" } + ["exact ⟨_, rfl⟩", "exact ⟨_, by ring⟩"]))
        scripts += unfolding(names, domain: domain)
        return scripts
    }

    /// Multiples written out, and a witness put together from theirs.
    private static func unfolding(_ names: [String], domain: String) -> [String] {
        let letters = ["k", "l", "j"]
        let opened = zip(names, letters).map { "obtain ⟨\($1), rfl⟩ := \($0)" }.joined(separator: "\n")
        guard !opened.isEmpty else { return [] }
        let used = Array(letters.prefix(names.count))
        var terms = used
        for left in used {
            terms += ["\(left) * \(left)", "2 * \(left)", "3 * \(left)"]
            for right in used where left != right {
                terms += ["\(left) + \(right)", "\(left) * \(right)", "\(left) - \(right)"]
            }
        }
        terms += ["0", "1"]
        let factored = "first | exact \(domain).dvd_mul_right _ _ | exact \(domain).dvd_mul_left _ _"
        return [
            opened + "\n" + WitnessScripts.alternatives(terms.map { "exact ⟨\($0), by ring⟩" }),
            opened + "\n" + factored,
        ]
    }
}
