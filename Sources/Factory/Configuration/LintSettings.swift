package import LeanSource

/// `stages.lint`: what is done about a statement that elaborates and still looks wrong.
package struct LintSettings: Codable, Sendable, Equatable {
    /// What a finding leads to.
    package enum Action: String, Codable, Sendable, CaseIterable {
        /// The statement goes no further.
        case reject
        /// The decision names the finding, the statement goes on.
        case flag
        /// It is not looked for.
        case ignore
    }

    /// Off: no statement is looked at.
    package var enabled = true
    /// What each finding leads to, by its name. What Lean must be asked for is ignored unless it is wanted, because it
    /// costs checks: a trivial statement is good training data for some, and noise for others.
    package var rules: [StatementLint: Action] = [
        .goalAmongHypotheses: .reject, .unusedVariable: .flag, .unrelatedHypothesis: .flag,
        .naturalSubtraction: .flag, .naturalDivision: .flag, .lookAlike: .flag, .noVariable: .flag,
        .trivial: .ignore, .contradictoryHypothesis: .ignore,
    ]
    /// Tactics that are tried alone, for `trivial` on the goal and for `contradictory-hypothesis` on each denied hypothesis.
    package var tactics = ["rfl", "decide", "omega"]
    /// `maxHeartbeats` of each of them, 1 to 200,000: what needs more is not cheap.
    package var heartbeats = 4000

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        tactics = try reader.value("tactics", default: tactics)
        heartbeats = try reader.number("heartbeats", in: 1...200_000, default: heartbeats)
        let own: [String: Action] = try reader.value("rules", default: [:])
        for (name, action) in own {
            guard let lint = StatementLint(rawValue: name) else {
                let known = StatementLint.allCases.map(\.rawValue).joined(separator: ", ")
                throw reader.fault("rules", "names \"\(name)\"; findings are \(known)")
            }
            rules[lint] = action
        }
        try reader.finish()
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(enabled, forKey: .enabled)
        try container.encode(
            Dictionary(uniqueKeysWithValues: rules.map { ($0.key.rawValue, $0.value) }), forKey: .rules)
        try container.encode(tactics, forKey: .tactics)
        try container.encode(heartbeats, forKey: .heartbeats)
    }

    private enum CodingKeys: String, CodingKey { case enabled, rules, tactics, heartbeats }

    /// What is done about the finding.
    func action(_ lint: StatementLint) -> Action { rules[lint] ?? .ignore }
}
