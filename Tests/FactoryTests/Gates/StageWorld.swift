import Foundation
import Inference
import LeanChecking
import Ledger
import Logging
import Prompting
import Support
import TestSupport
import Testing

@testable import Factory

/// A model that answers by a script and remembers what it was asked.
final class TalkingModel: ChatModel {
    let name: String
    let identity: String
    let readsInputs = false
    let samplesPerCall = 64
    let sampleCount: Int? = nil
    private let script: @Sendable (_ prompt: String, _ sample: Int) -> String
    private let requests = Locked<[ChatRequest]>([])

    /// - Parameter script: the answer to the last message of a prompt.
    init(_ name: String, script: @escaping @Sendable (_ prompt: String, _ sample: Int) -> String) {
        self.name = name
        identity = "\(name)/1"
        self.script = script
    }

    /// What it was asked, in the order of the calls.
    var asked: [ChatRequest] { requests.withLock { $0 } }
    /// The last messages of these calls.
    var prompts: [String] { asked.compactMap(\.messages.last?.content) }

    func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        requests.withLock { $0.append(request) }
        return request.samples.map { sample in
            ChatAnswer(
                sample: sample, content: script(request.messages.last?.content ?? "", sample),
                usage: TokenUsage(promptTokens: 7, completionTokens: 3, isEstimated: false), latencyMilliseconds: 1)
        }
    }

    /// A fenced Lean text.
    static func fence(_ lean: String) -> String { "```lean4\n\(lean) := by sorry\n```" }
}

/// A new ledger with problems, talking models beside the built-in ones, and the embedded Lean, driven by the real loop until
/// nothing is left to do.
struct StageWorld {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    var problems: [NewProblem]
    var models: [TalkingModel]
    var exampleSets: [String: ExampleSet] = [:]
    /// Asks `writer` to formalize, scores nothing; the built-in portfolio proves.
    var configuration: Configuration = {
        var configuration = Configuration()
        configuration.stages.formalize.models = ["writer"]
        configuration.stages.score.enabled = false
        return configuration
    }()

    init(_ problems: [String], models: [TalkingModel], configure: (inout StagesSettings) -> Void = { _ in }) {
        self.problems = problems.enumerated().map { index, text in
            NewProblem(externalID: "p_\(index + 1)", statement: text, file: "test", line: index + 1)
        }
        self.models = models
        configure(&configuration.stages)
    }

    /// Runs the world and looks at its ledger.
    func run(_ body: (Ledger) async throws -> Void) async throws {
        let toolchain = try await ToolchainFinder.find(ToolchainSettings(profile: .embedded))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let checker = try await LeanChecker(toolchain: toolchain, workers: 1, logger: logger)
        do {
            try await withTemporaryFolder { folder in
                let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
                _ = try await ledger.importProblems(problems, firstStage: StageName.formalize.rawValue)
                let loop = FactoryLoop(
                    factory: try context(ledger, checker: checker), owner: "test", stop: StopSignal(), logger: logger)
                #expect(try await loop.run() == .finished)
                try await body(ledger)
                try await ledger.close()
            }
        } catch {
            await checker.shutdown()
            throw error
        }
        await checker.shutdown()
    }

    /// What the stages of this world work with.
    func context(_ ledger: Ledger, checker: any ProofChecker) throws -> FactoryContext {
        let cache = LedgerAnswerCache(ledger: ledger)
        let talking = models.map { ($0.name, CachedChatModel($0, cache: cache) as any ChatModel) }
        let builtIn: [(String, any ChatModel)] = [
            ("portfolio", TacticPortfolioModel(name: "portfolio")), ("rules", HeuristicModel(name: "rules")),
        ]
        var prompts = try PromptLibrary.load(folder: Self.repository.appending(path: "templates/deepseek-prover"))
        prompts.exampleSets = exampleSets
        for (name, inputs) in configuration.stages.templates {
            try #require(prompts[name]).check(provided: inputs)
        }
        return FactoryContext(
            ledger: ledger, checker: checker,
            models: ModelRegistry(Dictionary(uniqueKeysWithValues: talking + builtIn)), prompts: prompts,
            configuration: configuration)
    }

    /// The statements of a problem as `name: state`, by name.
    static func states(_ ledger: Ledger, _ problem: Int = 1) async throws -> [String] {
        try await ledger.statements(of: problem).map { "\($0.name): \($0.state.rawValue)" }.sorted()
    }

    /// The decisions of a gate about a problem, in their order.
    static func decisions(_ ledger: Ledger, _ gate: String, problem: String = "p_1") async throws -> [Decision] {
        try await ledger.history(of: problem)?.decisions.filter { $0.gate == gate } ?? []
    }
}
