/// The `variables` of a template file and what follows from them for texts and examples.
struct VariableDeclarations {
    private(set) var types: [String: VariableType] = [:]
    /// Those that need not be given; then a text or a list is empty, a number 0, a flag false.
    private(set) var optionals: Set<String> = []
    private var parts: [String: YAMLPart] = [:]

    /// Reads the declarations: a name with `type` (text, number, flag or list), `fields` for a list of objects,
    /// `optional` (true or false), and `about`.
    init(_ part: YAMLPart) throws(PromptingError) {
        for (name, declaration) in try part.members() {
            guard TemplateScope.isName(name) else {
                throw declaration.fault(.malformed, "'\(name)' cannot be the name of a variable")
            }
            let members = try declaration.members(known: ["type", "fields", "about", "optional"])
            _ = try members.required("about", in: declaration).filledText()
            let type = try members.required("type", in: declaration)
            types[name] = try Self.type(try type.text(), at: type, fields: members["fields"])
            parts[name] = declaration
            guard let optional = members["optional"] else { continue }
            switch try optional.text() {
            case "true": optionals.insert(name)
            case "false": break
            default: throw optional.fault(.malformed, "'optional' must be true or false")
            }
        }
    }

    private static func type(
        _ word: String, at part: YAMLPart, fields: YAMLPart?
    ) throws(PromptingError) -> VariableType {
        guard word == "list" || fields == nil else { throw part.fault(.malformed, "only a list has 'fields'") }
        switch word {
        case "text": return .text
        case "number": return .number
        case "flag": return .flag
        case "list":
            guard let fields else { return .texts }
            let names = try fields.texts()
            guard !names.isEmpty, Set(names).count == names.count, names.allSatisfy(TemplateScope.isName) else {
                throw fields.fault(.malformed, "'fields' must be a list of different plain names")
            }
            return .objects(fields: Set(names))
        default:
            throw part.fault(.unknownName, "unknown type '\(word)'; known are text, number, flag, list")
        }
    }

    /// Refuses what is declared and never used: most often a misspelt use elsewhere, or a prompt that lost a part.
    func checkUse(_ scope: TemplateScope) throws(PromptingError) {
        for (name, type) in types.sorted(by: { $0.key < $1.key }) {
            guard scope.used.contains(name) else {
                throw parts[name]!.fault(.unusedName, "the variable '\(name)' is declared and never used")
            }
            guard case .objects(let fields) = type else { continue }
            if let field = fields.subtracting(scope.usedFields).min() {
                throw parts[name]!.fault(.unusedName, "the field '\(field)' of '\(name)' is declared and never used")
            }
        }
    }

    /// Reads `few_shot`: objects with exactly the fields declared for `examples`, no two alike.
    func examples(_ part: YAMLPart) throws(PromptingError) -> [PromptValue] {
        guard case .objects(let fields) = types[PromptTemplate.examplesName] else {
            throw part.fault(
                .badExample, "there are few-shot examples, but no variable '\(PromptTemplate.examplesName)' with fields"
            )
        }
        var examples: [PromptValue] = []
        for element in try part.elements() {
            var members: [String: PromptValue] = [:]
            for (name, value) in try element.members() {
                guard fields.contains(name) else {
                    throw value.fault(.unknownName, "the example has the field '\(name)', which is not declared")
                }
                members[name] = .text(Self.withoutLineEnd(try value.filledText()))
            }
            if let field = fields.subtracting(members.keys).min() {
                throw element.fault(.badExample, "the example lacks the field '\(field)'")
            }
            guard !examples.contains(.object(members)) else {
                throw element.fault(.badExample, "this example stands here twice")
            }
            examples.append(.object(members))
        }
        return examples
    }

    /// A block text of YAML ends with a line end that the author did not mean as part of the value.
    private static func withoutLineEnd(_ text: String) -> String {
        text.utf8.last == 0x0A ? String(text.dropLast()) : text
    }
}
