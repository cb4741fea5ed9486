/// A variable in scope and how it came there.
struct ScopeEntry: Hashable, Sendable {
    /// How a variable was introduced.
    enum Origin: Hashable, Sendable {
        /// By name: "Let n be …", "for all n".
        case named
        /// By a noun phrase that "it" may refer to: "an even number".
        case nounPhrase
        /// By mere use of a letter that nothing introduces.
        case implicit
    }

    let binder: FormalBinder
    let origin: Origin
}

/// What an indefinite noun phrase ("an even number") means at the place that is being read.
enum IndefiniteReading: Hashable, Sendable {
    /// It is refused here: its scope would be ambiguous.
    case refused
    /// Any such number: a variable of the whole theorem. The flag says whether "every" and "any" may be used as well.
    case universal(allowingEvery: Bool)
    /// Some such number: "is the sum of two odd numbers".
    case existential
}

/// Everything that must be put back when a reading is given up.
struct EnglishParserState: Sendable {
    /// Index of the next token.
    var position = 0
    /// The variables of the theorem.
    var outer: [ScopeEntry] = []
    /// The variables of the quantifiers around the current place.
    var bound: [ScopeEntry] = []
    /// Every name that an inner quantifier has used so far.
    var innerNames: Set<String> = []
    /// What the noun phrases and sentences so far suppose.
    var hypotheses: [FormalProposition] = []
    /// What an indefinite noun phrase means here.
    var indefinites = IndefiniteReading.refused
    /// The variables and conditions of existential noun phrases of the current claim.
    var existentials: [FormalBinder] = []
    var existentialConditions: [FormalProposition] = []
    /// Whether "x is an integer" introduces x here (in a hypothesis) or is refused (in a claim).
    var declaresTypes = false
    /// Whether "every" or "any" stood inside a term: then "if and only if" would be ambiguous.
    var saidEvery = false
    /// Whether "plus", "minus" and "times" may follow a term here; not inside "the sum of … and …".
    var wordOperators = true
    /// Whether "and" may be part of a numeral ("one hundred and five").
    var numeralAnd = true
    /// What "itself" refers to.
    var subject: FormalTerm?
    /// The argument of "the sum of … and …" before the one being read: "its" there means this, or is refused.
    var argument: FormalTerm?
    /// The connective at the open end of the last claim read ("there is k such that A and B").
    var openConnective: FormalConnective?
    /// The connective inside the last verb phrase ("is even or odd"): only a comma or brackets end it.
    var openPhrase: FormalConnective?
    /// Whether the last claim read was joined by "and" or "or" without brackets around it.
    var isJoined = false
    /// Nesting of brackets and clauses.
    var depth = 0

    /// The entry for a name, innermost first.
    func entry(_ name: String) -> ScopeEntry? {
        bound.last { $0.binder.name == name } ?? outer.last { $0.binder.name == name }
    }
}
