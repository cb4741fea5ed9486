/// Claims about remainders of polynomials: all residues of the variables are tried.
enum ResidueScripts {
    /// Moduli above this are left alone: too many cases.
    private static let largestModulus = 12

    static func scripts(for outline: StatementOutline) -> [String] {
        let domain = outline.isInteger ? "Int" : "Nat"
        let moduli = moduli(in: outline)
        let names = outline.naturals + outline.integers
        var scripts: [String] = []
        for modulus in moduli.prefix(2) {
            // With a residue unknown the rewriting of remainders would go round in circles: all variables or none.
            if names.count == 1 || names.count == 2 && modulus <= 6 {
                scripts.append(script(names, modulus, domain, hypotheses: outline.hypotheses.map(\.name)))
            }
            if names.isEmpty, outline.goal.hasPrefix("¬") {
                scripts.append("rintro ⟨_, ⟨m, rfl⟩, h⟩\n" + script(["m"], modulus, domain, hypotheses: ["h"]))
            }
        }
        return scripts
    }

    private static func script(_ names: [String], _ modulus: Int, _ domain: String, hypotheses: [String]) -> String {
        var lines: [String] = []
        for (index, name) in names.enumerated() {
            let cases = (0..<modulus).map { "\(name) % \(modulus) = \($0)" }.joined(separator: " ∨ ")
            lines.append("have cases\(index) : \(cases) := by omega")
        }
        lines.append("try \(TacticScripts.toRemainders)")
        let split = names.indices.map { index in
            "rcases cases\(index) with " + (0..<modulus).map { _ in "r\(index)" }.joined(separator: " | ")
        }
        let used = names.indices.map { "r\($0)" }.joined(separator: ", ")
        let lemmas =
            domain == "Nat"
            ? "Nat.dvd_iff_mod_eq_zero, Nat.add_mod, Nat.mul_mod, Nat.pow_mod"
            : "Int.dvd_iff_emod_eq_zero, Int.add_emod, Int.sub_emod, Int.mul_emod, Int.pow_succ"
        let simp = "simp [\(lemmas), \(used)]"
        let closing = (["omega", simp] + hypotheses.prefix(2).map { "(\(simp) at \($0))" }).joined(separator: " | ")
        return (lines + [(split + ["first | \(closing)"]).joined(separator: " <;> ")]).joined(separator: "\n")
    }

    /// Numerals after `%` and before `∣`, and 2 and 4 when parity is spoken of.
    private static func moduli(in outline: StatementOutline) -> [Int] {
        var found: [Int] = []
        let texts = [outline.goal] + outline.hypotheses.map(\.type)
        for text in texts {
            let words = text.split(whereSeparator: { " ()".contains($0) })
            for (index, word) in words.enumerated() {
                if word == "%", index + 1 < words.count, let value = Int(words[index + 1]) { found.append(value) }
                if word == "∣", index > 0, let value = Int(words[index - 1]) { found.append(value) }
            }
        }
        if outline.mentions("Even") || outline.mentions("Odd") { found += [2, 4] }
        var seen: Set<Int> = []
        return found.filter { (2...largestModulus).contains($0) && seen.insert($0).inserted }
    }
}
