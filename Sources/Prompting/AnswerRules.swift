/// The `answer` part of a template file: where the answer stands and how it looks.
struct AnswerRules: Sendable {
    /// Where a rule looks.
    enum Place: String, Sendable, CaseIterable {
        /// In each fenced code block whose info string fits.
        case block
        /// In the text outside of all fenced blocks.
        case prose
        /// In the whole text.
        case text
    }

    /// Which of several finds counts.
    enum Take: String, Sendable, CaseIterable {
        case first, last
    }

    /// One way in which the answer may stand there.
    struct Rule: Sendable {
        let place: Place
        /// What the info string of a block must match; nil for any.
        let info: Pattern?
        /// What must match; its group `answer` is the answer.
        let pattern: Pattern
        let group: Int
        let take: Take
    }

    /// In order of preference: the first rule that finds something decides.
    let rules: [Rule]
    /// A refusal; its group is the reason.
    let cannot: (pattern: Pattern, group: Int)?
    /// The closed set of answers, in lower case with single spaces; nil for free text.
    let values: Set<String>?
    /// Whether thinking blocks are taken out first.
    let skipsThinking: Bool

    /// Reads and compiles the `answer` part.
    ///
    /// - Throws: `PromptingError` for unknown keys, patterns that do not compile, missing groups.
    init(_ part: YAMLPart) throws(PromptingError) {
        let members = try part.members(known: ["thinking", "rules", "cannot", "values"])
        let thinking = try members["thinking"]?.text() ?? "skip"
        guard ["skip", "keep"].contains(thinking) else {
            throw members["thinking"]!.fault(.unknownName, "'thinking' must be skip or keep")
        }
        skipsThinking = thinking == "skip"
        var rules: [Rule] = []
        for element in try members.required("rules", in: part).elements() { rules.append(try Self.rule(element)) }
        guard !rules.isEmpty else { throw part.fault(.malformed, "'rules' is empty, so no answer could be read") }
        self.rules = rules
        cannot = try members["cannot"].map { part throws(PromptingError) in
            let pattern = try Self.pattern(part)
            return (pattern, try Self.group("reason", of: pattern, at: part))
        }
        values = try members["values"].map { part throws(PromptingError) in
            Set(try part.texts().map(Self.normalised))
        }
    }

    private static func rule(_ part: YAMLPart) throws(PromptingError) -> Rule {
        let members = try part.members(known: ["in", "info", "pattern", "take"])
        let place: Place = try choice(try members.required("in", in: part))
        if place != .block, let info = members["info"] {
            throw info.fault(.malformed, "'info' belongs to rules with 'in: block'")
        }
        let source = try members.required("pattern", in: part)
        let pattern = try Self.pattern(source)
        return Rule(
            place: place, info: try members["info"].map { part throws(PromptingError) in try Self.pattern(part) },
            pattern: pattern, group: try group("answer", of: pattern, at: source),
            take: try members["take"].map { part throws(PromptingError) in try choice(part) } ?? .last)
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ part: YAMLPart
    ) throws(PromptingError) -> Choice where Choice.RawValue == String {
        let word = try part.text()
        guard let choice = Choice(rawValue: word) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw part.fault(.unknownName, "unknown word '\(word)' for '\(part.path)'; known are \(known)")
        }
        return choice
    }

    private static func pattern(_ part: YAMLPart) throws(PromptingError) -> Pattern {
        var source = try part.filledText()
        // A block text of YAML ends with a line end that the author did not mean as part of the pattern.
        if source.utf8.last == 0x0A { source.removeLast() }
        do throws(Pattern.Fault) {
            let pattern = try Pattern(source)
            guard pattern.groupCount < Matcher.groups else {
                throw Pattern.Fault(offset: 0, detail: "more than \(Matcher.groups - 1) groups")
            }
            return pattern
        } catch {
            throw part.fault(
                .badPattern, "the pattern '\(part.path)' does not compile: \(error.detail) (at byte \(error.offset))")
        }
    }

    private static func group(_ name: String, of pattern: Pattern, at part: YAMLPart) throws(PromptingError) -> Int {
        guard let group = pattern.group(named: name) else {
            throw part.fault(.badPattern, "the pattern '\(part.path)' has no group (?<\(name)>…)")
        }
        return group
    }

    /// Lower case, and white space, hyphens and underscores as one space.
    static func normalised(_ value: String) -> String {
        value.lowercased().split { $0.isWhitespace || $0 == "-" || $0 == "_" || $0 == "\u{2011}" }
            .joined(separator: " ")
    }
}
