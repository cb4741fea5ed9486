/// What a fake model server answers. The README of `Tests/FakeModelServer` documents the JSON form.
package struct ModelScript: Codable, Sendable {
    /// The ids that `GET /v1/models` lists.
    package var models: [String]
    /// The key that every request must carry as a bearer token; nil when anybody may ask.
    package var requiredKey: String?
    /// Whether `n` is understood; without, every answer has one choice.
    package var supportsN: Bool
    /// The seed that stands for sample 0; a request with this seed plus five begins at answer 5.
    package var baseSeed: UInt64
    /// Tried in order; the first that matches answers.
    package var rules: [ScriptRule]

    /// A script.
    package init(
        models: [String] = ["fake-model"], requiredKey: String? = nil, supportsN: Bool = true, baseSeed: UInt64 = 0,
        rules: [ScriptRule]
    ) {
        self.models = models
        self.requiredKey = requiredKey
        self.supportsN = supportsN
        self.baseSeed = baseSeed
        self.rules = rules
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            models: try values.decodeIfPresent([String].self, forKey: .models) ?? ["fake-model"],
            requiredKey: try values.decodeIfPresent(String.self, forKey: .requiredKey),
            supportsN: try values.decodeIfPresent(Bool.self, forKey: .supportsN) ?? true,
            baseSeed: try values.decodeIfPresent(UInt64.self, forKey: .baseSeed) ?? 0,
            rules: try values.decode([ScriptRule].self, forKey: .rules))
    }
}

/// One rule of a script: what it matches, what it answers, what goes wrong first.
package struct ScriptRule: Codable, Sendable {
    /// For the log.
    package var name: String?
    /// Part of the model id.
    package var model: String?
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
    /// The field for the reasoning of an answer.
    package var reasoningField: String
    /// Whether the tokens are reported.
    package var reportsUsage: Bool
    /// Whether the choices come in reverse order of their index.
    package var reversed: Bool

    /// A rule; without any condition it matches everything.
    package init(
        name: String? = nil, model: String? = nil, contains: String? = nil, matches: String? = nil,
        answers: [ScriptAnswer] = ["ok"], delay: Int = 0, faults: [ScriptFault] = [],
        reasoningField: String = "reasoning_content", reportsUsage: Bool = true, reversed: Bool = false
    ) {
        self.name = name
        self.model = model
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
            contains: try values.decodeIfPresent(String.self, forKey: .contains),
            matches: try values.decodeIfPresent(String.self, forKey: .matches),
            answers: try values.decodeIfPresent([ScriptAnswer].self, forKey: .answers) ?? ["ok"],
            delay: try values.decodeIfPresent(Int.self, forKey: .delay) ?? 0,
            faults: try values.decodeIfPresent([ScriptFault].self, forKey: .faults) ?? [],
            reasoningField: try values.decodeIfPresent(String.self, forKey: .reasoningField) ?? "reasoning_content",
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
