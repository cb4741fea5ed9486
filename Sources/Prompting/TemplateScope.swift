/// The names that can be used at one place of a template, and what they hold.
struct TemplateScope {
    /// What an expression yields.
    enum Kind: Equatable {
        case text, number, flag, texts, loop
        case objects(Set<String>)
        case object(Set<String>)
    }

    /// Why an expression cannot be used.
    struct Fault: Error, Equatable {
        let reason: PromptingError.Reason
        let detail: String
    }

    static let filters: Set<String> = ["capitalize", "indent", "join", "lowercase", "uppercase"]
    private static let operators: Set<String> = ["in", "or", "and", "not", "==", "!=", ">", ">=", "<", "<=", "(", ")"]
    private static let loopMembers: Set<String> = ["first", "last", "counter", "counter0", "length"]

    let declared: [String: VariableType]
    /// Loop variables, innermost last.
    private var loops: [(name: String, kind: Kind)] = []
    /// Declared variables used so far.
    private(set) var used: Set<String> = []
    /// Fields of list elements used so far, whichever list they belong to.
    private(set) var usedFields: Set<String> = []

    init(declared: [String: VariableType]) {
        self.declared = declared
    }

    /// Opens a `for`.
    mutating func enterLoop(_ name: String, over expression: String) throws(Fault) {
        guard Self.isName(name) else {
            throw Fault(reason: .syntax, detail: "'\(name)' cannot be a loop variable; one plain name can")
        }
        guard declared[name] == nil, !loops.contains(where: { $0.name == name }) else {
            throw Fault(reason: .syntax, detail: "the loop variable '\(name)' hides another variable of that name")
        }
        switch try kind(of: expression) {
        case .texts: loops.append((name, .text))
        case .objects(let fields): loops.append((name, .object(fields)))
        default: throw Fault(reason: .syntax, detail: "'\(expression)' is not a list, so 'for' cannot walk through it")
        }
    }

    /// Closes the innermost `for`.
    mutating func leaveLoop() {
        loops.removeLast()
    }

    /// Checks what stands between `{{` and `}}`.
    mutating func checkVariable(_ components: [String]) throws(Fault) {
        guard let first = components.first else { throw Fault(reason: .syntax, detail: "'{{ }}' is empty") }
        if components.count == 1 {
            return try checkPrintable(first)
        }
        guard components[1] == "if" else {
            throw Fault(
                reason: .syntax, detail: "'\(components.joined(separator: " "))' is not a variable with filters")
        }
        try checkPrintable(first)
        let rest = components.dropFirst(2)
        let condition = rest.prefix { $0 != "else" }
        try checkCondition(condition)
        guard condition.count < rest.count else { return }
        let alternative = rest.dropFirst(condition.count + 1)
        guard alternative.count == 1 else {
            throw Fault(reason: .syntax, detail: "one variable must stand after 'else'")
        }
        try checkPrintable(alternative[alternative.startIndex])
    }

    /// Checks a condition of `if`; its operators are left to Stencil's own parser.
    mutating func checkCondition(_ components: some Sequence<String>) throws(Fault) {
        for component in components where !Self.operators.contains(component) {
            _ = try kind(of: component)
        }
    }

    private mutating func checkPrintable(_ expression: String) throws(Fault) {
        switch try kind(of: expression) {
        case .text, .number: return
        default:
            throw Fault(
                reason: .syntax, detail: "'\(expression)' is not a text; walk through it with 'for' or use 'join'")
        }
    }

    /// What a variable with its filters yields, and notes its use.
    mutating func kind(of expression: String) throws(Fault) -> Kind {
        let parts = Self.split(expression, at: "|")
        var kind = try operand(parts[0])
        for part in parts.dropFirst() {
            let pieces = Self.split(part, at: ":")
            guard Self.filters.contains(pieces[0]) else {
                let known = Self.filters.sorted().joined(separator: ", ")
                throw Fault(reason: .unknownName, detail: "unknown filter '\(pieces[0])'; known are \(known)")
            }
            for argument in pieces.dropFirst().flatMap({ Self.split($0, at: ",") }) {
                guard Self.literal(argument) != nil else {
                    throw Fault(reason: .syntax, detail: "the argument '\(argument)' of a filter is not a literal")
                }
            }
            if pieces[0] == "join" {
                guard kind == .texts else { throw Fault(reason: .syntax, detail: "'join' needs a list of texts") }
            } else if kind != .text && kind != .number {
                throw Fault(reason: .syntax, detail: "the filter '\(pieces[0])' needs a text")
            }
            kind = .text
        }
        return kind
    }

    private mutating func operand(_ text: String) throws(Fault) -> Kind {
        if let literal = Self.literal(text) { return literal }
        let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.allSatisfy({ Self.isIdentifier($0) }) else {
            throw Fault(reason: .syntax, detail: "'\(text)' is not a variable; write 'name' or 'name.field'")
        }
        var kind = try root(path[0])
        for (index, member) in path.enumerated().dropFirst() {
            let owner = path[..<index].joined(separator: ".")
            switch kind {
            case .object(let fields) where fields.contains(member):
                usedFields.insert(member)
                kind = .text
            case .object(let fields):
                let known = fields.sorted().joined(separator: ", ")
                throw Fault(reason: .unknownName, detail: "'\(owner)' has no field '\(member)'; it has \(known)")
            case .loop where Self.loopMembers.contains(member):
                kind = member == "first" || member == "last" ? .flag : .number
            case .texts where member == "count", .objects where member == "count":
                kind = .number
            default:
                throw Fault(reason: .unknownName, detail: "'\(owner)' has no part '\(member)'")
            }
        }
        return kind
    }

    private mutating func root(_ name: String) throws(Fault) -> Kind {
        if let loop = loops.last(where: { $0.name == name }) { return loop.kind }
        if name == "forloop" && !loops.isEmpty { return .loop }
        guard let type = declared[name] else {
            let hint = name == "loop" ? " (Stencil calls the loop 'forloop')" : ""
            throw Fault(
                reason: .unknownName, detail: "the name '\(name)' is used but not declared under 'variables'\(hint)")
        }
        used.insert(name)
        switch type {
        case .text: return .text
        case .number: return .number
        case .flag: return .flag
        case .texts: return .texts
        case .objects(let fields): return .objects(fields)
        }
    }

    private static func literal(_ text: String) -> Kind? {
        if text.utf8.count > 1, let quote = text.utf8.first, quote == text.utf8.last,
            quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        {
            return .text
        }
        if Int(text) != nil { return .number }
        return text == "true" || text == "false" ? .flag : nil
    }

    /// Splits outside quotes and trims spaces; always at least one part.
    private static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
        var parts: [String] = [""]
        var quote: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if quote == nil && scalar == separator {
                parts.append("")
                continue
            }
            if quote == nil && (scalar == "'" || scalar == "\"") {
                quote = scalar
            } else if quote == scalar {
                quote = nil
            }
            parts[parts.count - 1].unicodeScalars.append(scalar)
        }
        return parts.map { part in
            let inner = part.drop { $0 == " " }
            return String(inner.reversed().drop { $0 == " " }.reversed())
        }
    }

    private static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "_"), !(0x30...0x39).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || byte == UInt8(ascii: "_")
        }
    }

    /// Whether a variable or field may have this name: Stencil reads some words as numbers, truth values or operators.
    static func isName(_ text: String) -> Bool {
        let reserved: Set<String> = [
            "and", "count", "else", "false", "first", "forloop", "if", "in", "inf", "infinity", "last", "nan", "not",
            "or",
            "true", "where",
        ]
        return isIdentifier(text) && !reserved.contains(text)
    }
}
