/// A value that a prompt is rendered from.
package enum PromptValue: Sendable, Hashable {
    case text(String)
    case list([PromptValue])
    case object([String: PromptValue])
    case number(Int)
    case flag(Bool)

    /// The value as Stencil takes it.
    var plain: Any {
        switch self {
        case .text(let value): value
        case .list(let values): values.map(\.plain)
        case .object(let members): members.mapValues(\.plain)
        case .number(let value): value
        case .flag(let value): value
        }
    }
}

/// One message of a rendered prompt.
package struct PromptMessage: Sendable, Hashable {
    /// Who speaks, with the names of the chat completion interfaces.
    package enum Role: String, Sendable {
        case system, user, assistant
    }

    package let role: Role
    package let content: String

    package init(role: Role, content: String) {
        self.role = role
        self.content = content
    }
}

/// What a template variable holds, as declared in the template file.
package enum VariableType: Sendable, Hashable {
    /// Text, possibly empty.
    case text
    /// A whole number.
    case number
    /// True or false, for `if`.
    case flag
    /// A list of texts.
    case texts
    /// A list of objects with these text fields.
    case objects(fields: Set<String>)
}

extension VariableType {
    /// What a variable holds that nobody gives.
    var nothing: PromptValue {
        switch self {
        case .text: .text("")
        case .number: .number(0)
        case .flag: .flag(false)
        case .texts, .objects: .list([])
        }
    }

    /// Says what is wrong with the value, or nil when it is of this type.
    func complaint(about value: PromptValue) -> String? {
        switch (self, value) {
        case (.text, .text), (.number, .number), (.flag, .flag):
            return nil
        case (.texts, .list(let elements)):
            let allText = elements.allSatisfy { if case .text = $0 { true } else { false } }
            return allText ? nil : "must be a list of texts"
        case (.objects(let fields), .list(let elements)):
            for (index, element) in elements.enumerated() {
                guard case .object(let members) = element else { return "must be a list of objects" }
                for field in fields.sorted() {
                    guard case .text = members[field] else {
                        return "lacks the text field '\(field)' in its element \(index + 1)"
                    }
                }
            }
            return nil
        case (.text, _): return "must be a text"
        case (.number, _): return "must be a number"
        case (.flag, _): return "must be true or false"
        case (.texts, _), (.objects, _): return "must be a list"
        }
    }
}
