/// Something that a proof may not say, and where it says it.
package struct GuardViolation: Hashable, Sendable, CustomStringConvertible {
    /// The word, sign or kind of text; at most 80 characters.
    package let word: String
    /// Why it is refused, as the end of the sentence that begins with the word.
    package let reason: String
    /// The line in the proof's text, from 1.
    package let line: Int
    /// The column in code points, from 0.
    package let column: Int

    /// One sentence with the place.
    package var description: String {
        "\(line):\(column): `\(word)` \(reason)"
    }
}

/// The bounds of what the guard lets through.
package struct GuardLimits: Hashable, Sendable {
    /// The longest proof in bytes.
    package var bytes = 64 * 1024
    /// The longest file in bytes, header and helpers included.
    package var fileBytes = 256 * 1024
    /// The deepest nesting of brackets, and of words that take what follows them as argument.
    package var depth = 256
    /// The longest run of infix operators, and the most alternatives `|` in all.
    package var operators = 1000
    /// The most digits in one numeral.
    package var digits = 1000
    /// The highest `maxHeartbeats` a proof may ask for; asking for no limit (0) is always refused.
    package var heartbeats = 400_000
    /// The highest `maxRecDepth` a proof may ask for.
    package var recursionDepth = 100_000
    /// The most helpers before a statement.
    package var helpers = 64
    /// The most violations reported.
    package var reported = 20

    /// The usual bounds.
    package init() {}
}

/// Rung 2 of the trust ladder: refuses, by tokens and before Lean sees it, a proof that does anything but prove.
///
/// It is a fence and not the judge: what a proof that passes is worth is decided by the rungs above. It works by
/// allow-list where Lean is open-ended (options, opened namespaces) and by the words of Lean, Batteries and Mathlib
/// where the language is closed (commands, searching tactics).
package enum ProofGuard {
    /// What is wrong with the proof and its helpers; empty when it may be tried. Places are those of
    /// `ProofBody.wholeText`.
    /// - Parameter statement: what the proof is to prove; helpers may not have names that it uses.
    package static func violations(
        in proof: ProofBody, of statement: LockedStatement? = nil, limits: GuardLimits = GuardLimits()
    ) -> [GuardViolation] {
        guard !proof.helpers.isEmpty else {
            return GuardScanner(proof.text, limits: limits, isStatement: false).violations()
        }
        let whole = proof.wholeText.utf8
        guard whole.count <= limits.bytes else {
            // The scanner says so, without looking at the text.
            return GuardScanner(proof.wholeText, limits: limits, isStatement: false).violations()
        }
        let found = HelperGuard(statement, limits: limits).violations(in: proof.helpers)
        let lines = whole.count { $0 == 0x0A } - proof.text.utf8.count { $0 == 0x0A }
        let own = GuardScanner(proof.text, limits: limits, isStatement: false).violations()
        return Array((found + own.map { $0.moved(byLines: lines) }).prefix(limits.reported))
    }

    /// What is wrong with the binders or the goal of a statement: the same rules, and neither options nor opened
    /// namespaces.
    static func violations(inStatement text: String, limits: GuardLimits = GuardLimits()) -> [GuardViolation] {
        GuardScanner(text, limits: limits, isStatement: true).violations()
    }
}
