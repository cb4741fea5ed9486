internal import Inference
internal import LeanSource
internal import Ledger
internal import Prompting
internal import Support

/// The judges of `stages.judge` at work on one statement: for the stage, and for measuring them (`dsprover eval judge`).
struct JudgePanel: Sendable {
    /// What is judged.
    struct Question: Sendable {
        /// The problem in natural language.
        let informal: String
        /// The Lean text, under a name that says nothing.
        let formal: String
        let header: String
        /// For whom; nil for nobody.
        var job: Job?

        init(informal: String, statement: LockedStatement, header: String, job: Job? = nil) {
            self.init(
                informal: informal, formal: statement.renamed(to: "claim_1").withSorry(), header: header, job: job)
        }

        init(informal: String, formal: String, header: String, job: Job? = nil) {
            self.informal = informal
            self.formal = formal
            self.header = header
            self.job = job
        }

        /// What the seeds of its calls come from.
        var subject: String { Digest.sha256(parts: [informal, formal]) }
    }

    let settings: JudgeSettings
    let factory: FactoryContext

    init(_ settings: JudgeSettings, in factory: FactoryContext) {
        self.settings = settings
        self.factory = factory
    }

    /// Asks all judges.
    ///
    /// - Throws: errors of models; none of them is a vote.
    func judge(_ question: Question) async throws -> JudgeFinding {
        let panels: [JudgeVote.Ground] =
            switch settings.method {
            case .vote: [.vote]
            case .backTranslation: [.backTranslation]
            case .both: [.backTranslation, .vote]
            }
        let parts = try await FactoryContext.askAll(panels) { ground in
            switch ground {
            case .vote: try await votes(on: question)
            case .backTranslation: try await translated(question)
            }
        }
        return parts.reduce(into: JudgeFinding()) { all, part in all.add(part) }
    }

    private func votes(on question: Question) async throws -> JudgeFinding {
        try await votes(
            ground: .vote, template: settings.voteTemplate, question,
            inputs: [
                "informal_statement": question.informal, "formal_statement": question.formal,
                "header": question.header,
            ])
    }

    /// Translations without sight of the problem, each compared with it.
    private func translated(_ question: Question) async throws -> JudgeFinding {
        let found = try await FactoryContext.askAll(settings.chosenTranslators) { name in
            try await translated(question, by: name)
        }
        return found.reduce(into: JudgeFinding()) { all, part in all.add(part) }
    }

    private func translated(_ question: Question, by translator: String) async throws -> JudgeFinding {
        let model = try factory.models[translator]
        let template = try factory.template(settings.translateTemplate)
        let readings = try await Readings<String>(1) { samples in
            try await factory.ask(
                model, template: template, inputs: ["formal_statement": question.formal, "header": question.header],
                subject: question.subject, job: question.job, samples: samples, sampling: settings.translation,
                purpose: .judge)
        } read: {
            $0.text()
        }
        var finding = JudgeFinding()
        finding.answers = readings.entries.count
        finding.tokens = readings.tokens
        finding.translations = [JudgeFinding.Translation(model: translator, text: readings.values.first)]
        guard let text = readings.values.first else {
            finding.votes = [
                JudgeVote(
                    ground: .backTranslation, model: translator, sample: 0, verdict: .unreadable,
                    excerpt: "no translation: \(readings.complaint ?? "the model gave no answer")")
            ]
            return finding
        }
        finding.add(
            try await votes(
                ground: .backTranslation, template: settings.compareTemplate, question,
                inputs: ["informal_statement": question.informal, "back_translation": text]))
        return finding
    }

    /// The votes of all models on one prompt.
    private func votes(
        ground: JudgeVote.Ground, template name: String, _ question: Question, inputs: [String: String]
    ) async throws -> JudgeFinding {
        let template = try factory.template(name)
        let found = try await FactoryContext.askAll(settings.models) { voter in
            let model = try factory.models[voter]
            let readings = try await Readings<Bool>(settings.votes) { samples in
                try await factory.ask(
                    model, template: template, inputs: inputs, subject: question.subject, job: question.job,
                    samples: samples, sampling: settings.sampling, purpose: .judge)
            } read: {
                Self.vote(in: $0)
            }
            return Self.finding(readings, ground: ground, model: voter)
        }
        return found.reduce(into: JudgeFinding()) { all, part in all.add(part) }
    }

    /// Words of the templates for yes and no.
    private static let words = ["yes": true, "same": true, "no": false, "different": false]

    static func vote(in answer: ReadAnswer) -> Result<Bool, Readings<Bool>.Unreadable> {
        answer.text(Bool.self).flatMap { text in
            words[text].map { .success($0) } ?? .failure(.init(reason: "'\(text.prefix(100))' is no vote"))
        }
    }

    /// The votes that were read; those that were wanted and could not be read count as unreadable.
    static func finding(_ readings: Readings<Bool>, ground: JudgeVote.Ground, model: String) -> JudgeFinding {
        var finding = JudgeFinding()
        finding.answers = readings.entries.count
        finding.tokens = readings.tokens
        var missing = readings.missing
        for entry in readings.entries {
            let verdict: JudgeVote.Verdict
            switch entry.value {
            case .success(let isYes): verdict = isYes ? .yes : .no
            case .failure:
                guard missing > 0 else { continue }
                missing -= 1
                verdict = .unreadable
            }
            finding.votes.append(
                JudgeVote(
                    ground: ground, model: model, sample: entry.sample, verdict: verdict,
                    excerpt: JudgeVote.excerpt(of: entry.answer.answer.content)))
        }
        return finding
    }
}

extension JudgeFinding {
    /// Adds what others found.
    fileprivate mutating func add(_ other: JudgeFinding) {
        votes += other.votes
        translations += other.translations
        answers += other.answers
        tokens += other.tokens
    }
}
