internal import Support

/// One vote on whether a statement means what its problem means.
struct JudgeVote: Sendable, Hashable {
    /// What the voter saw.
    enum Ground: String, Sendable {
        /// Problem and Lean text.
        case vote
        /// Problem and a translation of the Lean text.
        case backTranslation = "back_translation"
    }

    /// What the voter said.
    enum Verdict: String, Sendable {
        case yes, no
        /// Nobody could tell; counts against the statement.
        case unreadable
    }

    let ground: Ground
    let model: String
    let sample: Int
    let verdict: Verdict
    /// The end of the answer, where the reasons most often stand.
    let excerpt: String

    /// What a decision keeps of it.
    var evidence: JSONValue {
        .object([
            "method": .string(ground.rawValue), "model": .string(model), "sample": .integer(sample),
            "verdict": .string(verdict.rawValue), "answer": .string(excerpt),
        ])
    }

    /// The last characters of an answer.
    static func excerpt(of answer: String) -> String { String(answer.suffix(400)) }
}

/// How the votes of one ground came out.
struct JudgeCount: Sendable, Hashable {
    private(set) var yes = 0
    private(set) var no = 0
    private(set) var unreadable = 0

    init(_ votes: [JudgeVote]) {
        for vote in votes {
            switch vote.verdict {
            case .yes: yes += 1
            case .no: no += 1
            case .unreadable: unreadable += 1
            }
        }
    }

    var all: Int { yes + no + unreadable }

    /// Whether the votes speak for the statement. No vote at all does not.
    func agrees(by rule: JudgeSettings.Agreement) -> Bool {
        switch rule {
        case .unanimous: yes > 0 && yes == all
        case .majority: 2 * yes > all
        }
    }

    /// "3 of 4 votes for it, 1 unreadable"
    var text: String {
        "\(yes) of \(all) \(all == 1 ? "vote" : "votes") for it" + (unreadable > 0 ? ", \(unreadable) unreadable" : "")
    }
}

/// What the judges found about one statement.
struct JudgeFinding: Sendable {
    /// A statement put into words again.
    struct Translation: Sendable {
        let model: String
        /// Nil when no answer could be read; its votes then count as unreadable.
        let text: String?
    }

    var votes: [JudgeVote] = []
    var translations: [Translation] = []
    /// Answers that were asked for, and their tokens.
    var answers = 0
    var tokens = 0

    /// The counts by ground, in a fixed order; those that were voted on.
    var counts: [(ground: JudgeVote.Ground, count: JudgeCount)] {
        [JudgeVote.Ground.backTranslation, .vote].compactMap { ground in
            let own = votes.filter { $0.ground == ground }
            return own.isEmpty ? nil : (ground, JudgeCount(own))
        }
    }

    /// Whether the statement passes: every ground must agree for itself.
    func isFaithful(by rule: JudgeSettings.Agreement) -> Bool {
        let counts = counts
        return !counts.isEmpty && counts.allSatisfy { $0.count.agrees(by: rule) }
    }

    /// Whether anybody's vote could be read.
    var isReadable: Bool { votes.contains { $0.verdict != .unreadable } }

    /// "back-translation: 1 of 1 vote for it; vote: 3 of 4 votes for it (unanimous)"
    func summary(_ rule: JudgeSettings.Agreement) -> String {
        let parts = counts.map { entry in
            "\(entry.ground == .vote ? "vote" : "back-translation"): \(entry.count.text)"
        }
        return "\(parts.isEmpty ? "nobody voted" : parts.joined(separator: "; ")) (\(rule.rawValue))"
    }

    /// What a decision keeps.
    func evidence(_ settings: JudgeSettings) -> JSONValue {
        .object([
            "method": .string(settings.method.rawValue), "agree": .string(settings.agree.rawValue),
            "votes": .array(votes.prefix(64).map(\.evidence)),
            "counts": .object(
                Dictionary(
                    uniqueKeysWithValues: counts.map { entry in
                        (
                            entry.ground.rawValue,
                            .object([
                                "yes": .integer(entry.count.yes), "no": .integer(entry.count.no),
                                "unreadable": .integer(entry.count.unreadable),
                            ])
                        )
                    })),
            "translations": .array(
                translations.map { translation in
                    .object([
                        "model": .string(translation.model),
                        "text": translation.text.map { .string(String($0.prefix(1000))) } ?? .null,
                    ])
                }),
        ])
    }
}
