/// One rule of a script: what it matches, what it answers, what goes wrong first.
package struct ScriptRule: Codable, Sendable {
    /// For the log.
    package var name: String?
    /// Part of the model id.
    package var model: String?
    /// A member that the body of the request must have, for example `guided_json`.
    package var field: String?
    /// Part of the last user message.
    package var contains: String?
    /// Regular expression found in the last user message; its groups may be used in the answers.
    package var matches: String?
    /// Sample i takes the answer i modulo their number.
    package var answers: [ScriptAnswer]
    /// Milliseconds before anything is sent.
    package var delay: Int
    /// What goes wrong before the answers come, in order.
    package var faults: [ScriptFault]
    /// The field for the reasoning of an answer; nil for the dialect's own.
    package var reasoningField: String?
    /// Whether the tokens are reported.
    package var reportsUsage: Bool
    /// Whether the choices come in reverse order of their index.
    package var reversed: Bool

    /// A rule; without any condition it matches everything.
    package init(
        name: String? = nil, model: String? = nil, field: String? = nil, contains: String? = nil,
        matches: String? = nil,
        answers: [ScriptAnswer] = ["ok"], delay: Int = 0, faults: [ScriptFault] = [],
        reasoningField: String? = nil, reportsUsage: Bool = true, reversed: Bool = false
    ) {
        self.name = name
        self.model = model
        self.field = field
        self.contains = contains
        self.matches = matches
        self.answers = answers
        self.delay = delay
        self.faults = faults
        self.reasoningField = reasoningField
        self.reportsUsage = reportsUsage
        self.reversed = reversed
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try values.decodeIfPresent(String.self, forKey: .name),
            model: try values.decodeIfPresent(String.self, forKey: .model),
            field: try values.decodeIfPresent(String.self, forKey: .field),
            contains: try values.decodeIfPresent(String.self, forKey: .contains),
            matches: try values.decodeIfPresent(String.self, forKey: .matches),
            answers: try values.decodeIfPresent([ScriptAnswer].self, forKey: .answers) ?? ["ok"],
            delay: try values.decodeIfPresent(Int.self, forKey: .delay) ?? 0,
            faults: try values.decodeIfPresent([ScriptFault].self, forKey: .faults) ?? [],
            reasoningField: try values.decodeIfPresent(String.self, forKey: .reasoningField),
            reportsUsage: try values.decodeIfPresent(Bool.self, forKey: .reportsUsage) ?? true,
            reversed: try values.decodeIfPresent(Bool.self, forKey: .reversed) ?? false)
    }
}

/// One scripted answer: in JSON a text, or an object with `content`, `reasoning` and `finish`.
package struct ScriptAnswer: Codable, Sendable, ExpressibleByStringLiteral {
    /// The text; `{{1}}` is the first group of the rule's expression, `{{model}}` the model id, `{{sample}}` the sample.
    package var content: String
    /// What goes into the reasoning field.
    package var reasoning: String?
    /// The finish reason.
    package var finish: String

    /// An answer.
    package init(_ content: String, reasoning: String? = nil, finish: String = "stop") {
        self.content = content
        self.reasoning = reasoning
        self.finish = finish
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(text)
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(String.self, forKey: .content),
            reasoning: try values.decodeIfPresent(String.self, forKey: .reasoning),
            finish: try values.decodeIfPresent(String.self, forKey: .finish) ?? "stop")
    }
}
