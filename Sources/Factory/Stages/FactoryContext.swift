internal import Inference
package import LeanChecking
package import Ledger
package import Prompting
internal import Support

/// What the stages work with; the same for all of them.
package struct FactoryContext: Sendable {
    package let ledger: Ledger
    package let checker: any ProofChecker
    package let models: ModelRegistry
    package let prompts: PromptLibrary
    package let configuration: Configuration
    /// What statements are compared with; empty when nothing is configured.
    let benchmarks: BenchmarkLibrary
    /// What this process has at hand of the jobs' subjects.
    let subjects: SubjectCache

    package init(
        ledger: Ledger, checker: any ProofChecker, models: ModelRegistry, prompts: PromptLibrary,
        configuration: Configuration, benchmarks: BenchmarkLibrary = BenchmarkLibrary(),
        subjects: SubjectCache = SubjectCache()
    ) {
        self.subjects = subjects
        self.benchmarks = benchmarks
        self.ledger = ledger
        self.checker = checker
        self.models = models
        self.prompts = prompts
        self.configuration = configuration
    }

    /// The same with other prompts and settings, and all that it has at hand.
    func replacing(prompts: PromptLibrary, configuration: Configuration) -> FactoryContext {
        FactoryContext(
            ledger: ledger, checker: checker, models: models, prompts: prompts, configuration: configuration,
            benchmarks: benchmarks, subjects: subjects)
    }

    /// The imports and opens before every statement.
    var header: LeanHeader { LeanHeader(text: configuration.lean.header) }

    /// Asks a model one prompt for the samples.
    ///
    /// - Parameters:
    ///   - examples: what fills the template's `examples` in place of its own.
    ///   - subject: what the prompt is about, by content; part of the seeds, so that a rerun asks for the same.
    ///   - job: whom the call is made for; nil when it is for none.
    ///   - samples: the sample indices wanted; cut to what the model has.
    ///   - shape: the shape the answers should have. A server that cannot answers in plain text.
    /// - Returns: the answers in the order of the samples, each as it was read by the template's pattern.
    func ask(
        _ model: any ChatModel, template: PromptTemplate, inputs: [String: String], examples: [PromptValue]? = nil,
        subject: String, job: Job?, samples: Range<Int>, sampling: SamplingSettings, shape: AnswerShape? = nil,
        purpose: StageName
    ) async throws -> [ReadAnswer] {
        let available = samples.clamped(to: 0..<(model.sampleCount ?? Int.max))
        guard !available.isEmpty else { return [] }
        var values = inputs.mapValues { PromptValue.text($0) }
        if let examples { values["examples"] = .list(examples) }
        let messages = try template.render(values)
        let request = ChatRequest(
            messages: messages.map { ChatMessage(role: .init($0.role), content: $0.content) },
            parameters: SamplingParameters(
                temperature: sampling.temperature, topP: sampling.topP, maxTokens: sampling.maxTokens,
                seed: seed(for: subject), stop: sampling.stop),
            samples: available, inputs: inputs, shape: shape, purpose: purpose.rawValue,
            subject: job.map { CallSubject(problem: $0.problemID, statement: $0.statementID) })
        return try await model.answers(to: request).map { answer in
            ReadAnswer(answer: answer, reading: template.answer.read(answer.content))
        }
    }

    /// The template of that name.
    func template(_ name: String) throws(FactoryError) -> PromptTemplate {
        guard let template = prompts[name] else {
            throw .noTemplate(name, folder: configuration.templates)
        }
        return template
    }

    /// A seed that depends on the run's seed and the subject alone, within the 31 bits that every server takes.
    private func seed(for subject: String) -> UInt64 {
        let digest = Digest.sha256(parts: ["\(configuration.run.seed)", subject])
        return (UInt64(digest.prefix(8), radix: 16) ?? 0) & 0x3FFF_FFFF
    }
}

/// An answer and what the template's pattern read in it.
struct ReadAnswer: Sendable {
    let answer: ChatAnswer
    let reading: AnswerReading

    /// Tokens of prompt and answer together.
    var tokens: Int { answer.usage.promptTokens + answer.usage.completionTokens }
}

extension ChatMessage.Role {
    fileprivate init(_ role: PromptMessage.Role) {
        switch role {
        case .system: self = .system
        case .user: self = .user
        case .assistant: self = .assistant
        }
    }
}
