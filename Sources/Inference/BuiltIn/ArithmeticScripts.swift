/// Products, powers and induction: what is beyond linear arithmetic.
enum ArithmeticScripts {
    static func scripts(for outline: StatementOutline) -> [String] {
        let isInteger = outline.isInteger
        let domain = isInteger ? "Int" : "Nat"
        let names = outline.hypotheses.prefix(3).map(\.name)
        var scripts = [
            "simp_all [\(domain).mul_eq_zero]",
            "simp [\(domain).pow_two, \(domain).mul_add, \(domain).add_mul]\nomega",
            "simp [\(domain).mul_comm, \(domain).mul_left_comm, \(domain).mul_assoc]",
        ]
        scripts.append(signs(isInteger: isInteger, names: names))
        let variables = isInteger ? outline.integers : outline.naturals
        scripts += products(of: Array(variables.prefix(2)), domain: domain)
        if !isInteger { scripts += outline.naturals.prefix(2).flatMap(inductions) }
        scripts += splits(outline)
        return scripts
    }

    /// Facts about squares and products that have a name.
    private static func signs(isInteger: Bool, names: [String]) -> String {
        var tries =
            isInteger
            ? ["Int.mul_self_nonneg _", "Int.pow_two_nonneg _", "mul_self_nonneg _", "sq_nonneg _"]
            : ["Nat.zero_le _", "Nat.le_mul_self _", "Nat.pos_pow (by omega)", "Nat.pow_pos (by omega)"]
        let domain = isInteger ? "Int" : "Nat"
        for left in names {
            for right in names where left != right {
                for lemma in ["mul_pos", "mul_nonneg", "mul_le_mul", "mul_nonneg_of_nonpos", "mul_lt_mul_of_lt_of_lt"] {
                    tries.append("\(domain).\(lemma) \(left) \(right)")
                }
            }
            tries += [
                "\(domain).mul_le_mul_left _ \(left)", "\(domain).mul_le_mul_right _ \(left)",
                "\(domain).mul_self_le_mul_self \(left)", "\(domain).pow_le_pow_left \(left) _",
            ]
        }
        return WitnessScripts.alternatives(tries.map { "exact \($0)" })
    }

    /// Products of variables given to `omega` as numbers of their own, with the facts that a school child would use.
    private static func products(of variables: [String], domain: String) -> [String] {
        guard let first = variables.first else { return [] }
        let second = variables.dropFirst().first ?? first
        let facts =
            domain == "Nat"
            ? ["Nat.le_mul_self \(first)", "Nat.zero_le (\(first) * \(second))"]
            : [
                "Int.mul_self_nonneg \(first)", "Int.mul_self_nonneg (\(first) - \(second))",
                "Int.mul_self_nonneg \(second)",
            ]
        let have = facts.map { "have := \($0)" }.joined(separator: "\n")
        let expand =
            "simp only [\(domain).pow_two, \(domain).mul_add, \(domain).add_mul, \(domain).mul_sub, "
            + "\(domain).sub_mul, \(domain).mul_assoc, \(domain).mul_comm \(second) \(first)] at *"
        return [have + "\ntry \(expand)\nomega"] + (domain == "Int" ? [signRules(first, second)] : [])
    }

    /// The product of two numbers whose signs the hypotheses give.
    private static func signRules(_ first: String, _ second: String) -> String {
        let combinations = [("", ""), ("-", "-"), ("", "-"), ("-", "")]
        let tries = combinations.map { left, right in
            "(have := Int.mul_pos (a := \(left)\(first)) (b := \(right)\(second)) (by omega) (by omega); "
                + "simp only [Int.neg_mul, Int.mul_neg, Int.neg_neg] at this; omega)"
        }
        return WitnessScripts.alternatives(["exact Int.mul_pos (by omega) (by omega)"] + tries)
    }

    private static func inductions(on name: String) -> [String] {
        let zero = "| zero => first | decide | simp | omega"
        func step(_ tactics: String) -> String { "induction \(name) with\n\(zero)\n| succ \(name) ih =>\n  \(tactics)" }
        return [
            step("first | omega | simp_all | (simp only [Nat.pow_succ] at *; omega)"),
            step("simp only [Nat.pow_succ, Nat.mul_add, Nat.add_mul, Nat.pow_two] at *\n  omega"),
        ]
    }

    /// Both directions of `↔`, both parts of `∧`, each closed by the cheap tactics.
    private static func splits(_ outline: StatementOutline) -> [String] {
        let cheap = "(try \(TacticScripts.toRemainders)) <;> first | omega | simp_all | ring"
        var scripts: [String] = []
        if outline.mentions("↔") || outline.mentions("∧") {
            scripts.append("constructor <;> intros <;> \(cheap)")
            scripts.append("refine ⟨?_, ?_⟩ <;> intros <;> \(cheap)")
        }
        if outline.mentions("∨") {
            scripts.append("first | (left; \(cheap)) | (right; \(cheap))")
        }
        return scripts
    }
}
