/// A theorem cut into names, hypotheses and goal, as far as the built-in models need it. Reads the shape that
/// formalizers write, `theorem name (a b : ℕ) (h : a < b) : goal := by sorry`; it is not a Lean parser, and what it cannot
/// cut it leaves out.
struct StatementOutline: Hashable, Sendable {
    /// One variable or hypothesis.
    struct Binding: Hashable, Sendable {
        let name: String
        let type: String
    }

    /// Binders whose type is a kind of number or `Prop`. Names that are no plain identifiers are left out of both lists,
    /// for they are written into scripts.
    var variables: [Binding] = []
    /// The other binders, except instances.
    var hypotheses: [Binding] = []
    /// The text after the colon.
    var goal = ""

    /// Variables over ℕ.
    var naturals: [String] { variables.filter { $0.type == "ℕ" || $0.type == "Nat" }.map(\.name) }
    /// Variables over ℤ.
    var integers: [String] { variables.filter { $0.type == "ℤ" || $0.type == "Int" }.map(\.name) }
    /// Variables that are propositions.
    var propositions: [String] { variables.filter { $0.type == "Prop" }.map(\.name) }
    /// Whether any part speaks of integers.
    var isInteger: Bool { !integers.isEmpty || mentions("ℤ") }

    /// The outline of the first theorem in the text; nil when there is none. Text over 20,000 characters is not read.
    init?(_ source: String) {
        let scalars = Array(source.unicodeScalars.prefix(20_001))
        guard scalars.count <= 20_000,
            var position = Self.end(of: "theorem ", in: scalars) ?? Self.end(of: "lemma ", in: scalars)
        else { return nil }
        while position < scalars.count, !" \n\r\t({[⦃:".unicodeScalars.contains(scalars[position]) { position += 1 }
        while position < scalars.count, scalars[position] != ":" {
            if Self.brackets[scalars[position]] != nil {
                let end = Self.closing(scalars, from: position)
                if scalars[position] != "[" { addBinder(scalars[(position + 1)..<max(position + 1, end)]) }
                position = end
            }
            position += 1
        }
        guard position < scalars.count else { return nil }
        let rest = Self.text(scalars[(position + 1)...])
        goal = Self.trimmed(Self.before(":= by", in: rest) ?? Self.before(":=", in: rest) ?? rest)
        guard !goal.isEmpty else { return nil }
    }

    /// Whether the goal or a hypothesis has the text.
    func mentions(_ text: String) -> Bool {
        ([goal] + hypotheses.map(\.type)).contains { Self.before(text, in: $0) != nil }
    }

    private mutating func addBinder(_ scalars: ArraySlice<Unicode.Scalar>) {
        guard let colon = scalars.firstIndex(of: ":") else { return }
        let type = Self.trimmed(Self.text(scalars[(colon + 1)...]))
        let names = scalars[..<colon].split { " \n\r\t".unicodeScalars.contains($0) }.filter(Self.isName)
            .map { Self.text($0) }
        let isVariable = ["ℕ", "ℤ", "Nat", "Int", "Prop"].contains(type)
        for name in names {
            if isVariable {
                variables.append(Binding(name: name, type: type))
            } else {
                hypotheses.append(Binding(name: name, type: type))
            }
        }
    }

    /// A letter and then letters, digits, subscripts, underscores and primes; no word of Lean.
    private static func isName(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = scalars.first, first.properties.isAlphabetic, scalars.count <= 60 else { return false }
        let isPlain = scalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || ("₀"..."₉").contains($0) || $0 == "_" || $0 == "'"
        }
        return isPlain && !ControlledEnglish.isReserved(text(scalars))
    }

    private static let brackets: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "{": "}", "[": "]", "⦃": "⦄"]

    /// Where the bracket at the start is closed; the end of the text when it is not.
    private static func closing(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        let opening = scalars[start]
        let end = brackets[opening]
        var depth = 0
        for index in start..<scalars.count {
            if scalars[index] == opening { depth += 1 }
            if scalars[index] == end { depth -= 1 }
            if depth == 0 { return index }
        }
        return scalars.count
    }

    private static func end(of word: String, in scalars: [Unicode.Scalar]) -> Int? {
        let pattern = Array(word.unicodeScalars)
        guard scalars.count >= pattern.count else { return nil }
        return (0...(scalars.count - pattern.count)).first { scalars[$0..<($0 + pattern.count)].elementsEqual(pattern) }
            .map { $0 + pattern.count }
    }

    private static func before(_ mark: String, in text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        return end(of: mark, in: scalars).map { Self.text(scalars[..<($0 - mark.unicodeScalars.count)]) }
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\t" }
        let scalars = text.unicodeScalars.drop(while: isSpace)
        return Self.text(scalars.reversed().drop(while: isSpace).reversed())
    }
}
