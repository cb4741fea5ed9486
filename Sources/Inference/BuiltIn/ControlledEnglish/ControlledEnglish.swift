/// The formalizer for the documented fragment of English (docs/controlled-english.md), without any model.
package enum ControlledEnglish {
    /// What became of a problem.
    package enum Outcome: Hashable, Sendable {
        /// A Lean 4 theorem that ends in `:= by sorry`.
        case theorem(String)
        /// The problem is outside the fragment; names the first word that was not understood. One line;
        /// of the problem's own text it repeats only words and known signs.
        case refused(String)
    }

    /// Formalizes a problem. Every word must be read by the grammar; anything else is refused.
    ///
    /// - Parameter name: the theorem's name; a name that is not a plain identifier is replaced by `problem`.
    package static func formalize(_ problem: String, name: String = "problem") -> Outcome {
        let tokens: [EnglishToken]
        do {
            tokens = try EnglishTokenizer.tokens(of: problem)
        } catch {
            return .refused(error.reason)
        }
        var parser = EnglishParser(tokens: tokens)
        do {
            let statement = try parser.problem()
            try StatementChecker.check(statement)
            return .theorem(LeanPrinter.theorem(statement, name: isPlain(name) ? name : "problem"))
        } catch {
            return .refused(error.isFinal ? error.reason : parser.explanation())
        }
    }

    /// ASCII letters, digits and underscores, not beginning with a digit, and not a word that Lean reserves.
    static func isPlain(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, scalars.count <= 200, !("0"..."9").contains(first) else { return false }
        let isIdentifier = scalars.allSatisfy {
            switch $0 {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
        return isIdentifier && name != "_" && !reserved.contains(name)
    }

    private static let reserved: Set<String> = [
        "theorem", "lemma", "example", "def", "by", "sorry", "fun", "let", "have", "show", "if", "then", "else", "do",
        "in", "end", "open", "axiom", "where", "with", "match", "Type", "Prop", "Sort", "import", "namespace", "at",
        "from", "instance", "class", "structure", "inductive", "variable", "universe", "macro", "syntax", "notation",
        "deriving", "calc", "nomatch", "return", "for", "try", "catch", "finally", "unless", "mut", "section",
        "set_option",
        "attribute", "abbrev", "opaque", "private", "protected", "public", "partial", "unsafe", "noncomputable",
        "mutual",
    ]
}
