/// The bound variables in sight, each with the number it is written as.
///
/// A number has two parts: how many binder types deep the variable is bound, and how many variables were in sight there
/// before it. So a type is written the same wherever it stands among its neighbours, and `(f g : ∀ x, p x)` is
/// written like `(f : ∀ x, p x) (g : ∀ y, p y)`.
struct NormalFormScope {
    private var names: [LeanWord] = []
    private var numbers: [(region: Int, level: Int)] = []
    private var holders: [LeanWord: [Int]] = [:]
    private var levels = [0]

    /// How many variables are in sight; to return to with `leave(to:)`.
    var height: Int { names.count }

    /// Brings a variable into sight. The empty name is one that nothing can refer to.
    mutating func bind(_ name: LeanWord) {
        holders[name, default: []].append(names.count)
        names.append(name)
        numbers.append((levels.count - 1, levels[levels.count - 1]))
        levels[levels.count - 1] += 1
    }

    /// Puts the youngest variables out of sight until there are only so many.
    mutating func leave(to height: Int) {
        while names.count > height {
            let name = names.removeLast()
            let number = numbers.removeLast()
            holders[name]?.removeLast()
            if number.region < levels.count { levels[number.region] -= 1 }
        }
    }

    /// Begins the type of a binder.
    mutating func enterType() {
        levels.append(0)
    }

    /// Ends the type of a binder; what it bound must be out of sight already.
    mutating func leaveType() {
        levels.removeLast()
    }

    /// How the variable of that name is written; nil when the name is free.
    func number(of name: LeanWord) -> LeanWord? {
        guard let holder = holders[name]?.last else { return nil }
        let number = numbers[holder]
        return LeanWord("#\(number.region).\(number.level)".utf8)
    }
}

/// What the writer must know about brackets before it walks: partners, and what stands directly inside each.
struct NormalFormBrackets {
    /// For a bracket the number of its partner, otherwise nil.
    let partner: BracketPairs
    /// For an opening bracket, whether a comma, a colon or `:=` stands directly inside.
    private(set) var holdsSeparator: [Bool]
    /// For an opening brace, the first `|` or `//` that stands directly inside.
    private(set) var bar: [Int?]

    init(_ source: LexedSource) {
        partner = source.brackets(in: 0..<source.count)
        holdsSeparator = Array(repeating: false, count: source.count)
        bar = Array(repeating: nil, count: source.count)
        var open: [Int] = []
        for number in 0..<source.count where source.kind(number) == .symbol {
            if let other = partner[number] {
                if other > number { open.append(number) } else { open.removeLast() }
                continue
            }
            guard let enclosing = open.last else { continue }
            switch source.word(number) {
            case ",", ":", ":=": holdsSeparator[enclosing] = true
            case "|", "//": bar[enclosing] = bar[enclosing] ?? number
            default: break
            }
        }
    }

    /// The range without the parentheses that enclose all of it, when they only group.
    func stripped(_ range: Range<Int>, in source: LexedSource) -> Range<Int> {
        var range = range
        while range.count > 2, source.isSymbol(range.lowerBound, "("), !holdsSeparator[range.lowerBound],
            partner[range.lowerBound] == range.upperBound - 1
        {
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return range
    }
}
