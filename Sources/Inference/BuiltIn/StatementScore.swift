/// The grade that the rules give a statement. The first rule that fits decides:
///
/// 1. poor: the statement cannot be read.
/// 2. poor: the goal is `True`, says that something equals itself, or repeats a hypothesis.
/// 3. fair: a numeral in digits of the problem is not in the statement.
/// 4. fair: the goal merely compares two numerals.
/// 5. above average: no variables, or a single claim about one variable.
/// 6. good, excellent: by weight, which is the number of variables (at most 2) plus that of hypotheses, quantifiers and
///    connectives; excellent from 5.
struct StatementScore: Hashable, Sendable {
    /// The classes of DeepSeek-Prover, best first.
    enum Grade: String, Hashable, Sendable, CaseIterable {
        case excellent
        case good
        case aboveAverage = "above average"
        case fair
        case poor
    }

    let grade: Grade
    /// What the statement is made of, in counts.
    let description: String
    /// The rule that decided.
    let reason: String

    /// The score of a statement beside its problem.
    static func of(formal: String, informal: String) -> StatementScore {
        guard let outline = StatementOutline(formal) else {
            return StatementScore(
                grade: .poor, description: "not readable as one theorem", reason: "the statement cannot be read.")
        }
        let words = words(of: outline.goal)
        let quantifiers = words.count { ["∀", "∃", "∃!"].contains($0) }
        let connectives = words.count { ["∧", "∨", "→", "↔", "¬"].contains($0) }
        let description =
            "a claim about \(outline.variables.count) variable(s) under \(outline.hypotheses.count) hypothesis(es), with "
            + "\(quantifiers) quantifier(s) and \(connectives) connective(s) in its goal"
        func score(_ grade: Grade, _ reason: String) -> StatementScore {
            StatementScore(grade: grade, description: description, reason: reason)
        }
        if isEmptyClaim(words) { return score(.poor, "the goal says that something is itself.") }
        if outline.hypotheses.contains(where: { Self.words(of: $0.type) == words }) {
            return score(.poor, "the goal repeats a hypothesis.")
        }
        if !numerals(in: informal).isSubset(of: numerals(in: formal)) {
            return score(.fair, "a numeral of the problem is missing in the statement.")
        }
        if outline.variables.isEmpty && outline.hypotheses.isEmpty, isBareComparison(words) {
            return score(.fair, "the goal merely compares two numerals.")
        }
        let weight = min(outline.variables.count, 2) + outline.hypotheses.count + quantifiers + connectives
        if outline.variables.isEmpty && quantifiers == 0 {
            return score(.aboveAverage, "a fact about given numbers.")
        }
        switch weight {
        case ...1: return score(.aboveAverage, "a single claim about one variable.")
        case 2...4: return score(.good, "variables, hypotheses and connectives weigh \(weight).")
        default: return score(.excellent, "variables, hypotheses and connectives weigh \(weight).")
        }
    }

    /// Numbers, names, signs and brackets; a type ascription `(2 : ℕ)` is the number alone.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var current = String.UnicodeScalarView()
        func isPart(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || scalar == "." || scalar == "_" || ("₀"..."₉").contains(scalar)
        }
        func flush() {
            if !current.isEmpty { words.append(String(current)) }
            current = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if isPart(scalar) {
                current.append(scalar)
                continue
            }
            flush()
            if scalar == "!" && words.last == "∃" { words[words.count - 1] = "∃!" }
            if !" \n\r\t!".unicodeScalars.contains(scalar) { words.append(String(scalar)) }
        }
        flush()
        return withoutAscriptions(words)
    }

    private static func withoutAscriptions(_ words: [String]) -> [String] {
        var kept: [String] = []
        for word in words {
            kept.append(word)
            let colon = kept.count - 3
            // Only numerals are ascribed in the statements meant here: a few words, which also bounds the work.
            guard word == ")", colon > 0, kept[colon] == ":", ["ℕ", "ℤ"].contains(kept[colon + 1]),
                let open = kept[max(0, colon - 8)..<colon].lastIndex(of: "("), colon > open + 1
            else { continue }
            kept.replaceSubrange(open..., with: kept[(open + 1)..<colon])
        }
        return kept
    }

    /// `True`, `a = a`, `a ≤ a`, `p ↔ p`.
    private static func isEmptyClaim(_ words: [String]) -> Bool {
        if words == ["True"] { return true }
        guard words.count.isMultiple(of: 2) == false, words.count >= 3 else { return false }
        let middle = words.count / 2
        return ["=", "≤", "≥", "↔", "→"].contains(words[middle])
            && words[..<middle].elementsEqual(words[(middle + 1)...])
    }

    private static func isBareComparison(_ words: [String]) -> Bool {
        words.count == 3 && Int(words[0]) != nil && Int(words[2]) != nil
    }

    /// Numerals in digits, thousands separators taken out.
    private static func numerals(in text: String) -> Set<String> {
        var found: Set<String> = []
        var digits = ""
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if ("0"..."9").contains(scalar) {
                digits.unicodeScalars.append(scalar)
            } else if scalar == ",", !digits.isEmpty, index + 3 < scalars.count,
                scalars[(index + 1)...(index + 3)].allSatisfy({ ("0"..."9").contains($0) })
            {
                continue
            } else {
                if !digits.isEmpty { found.insert(digits) }
                digits = ""
            }
        }
        if !digits.isEmpty { found.insert(digits) }
        return found
    }
}
