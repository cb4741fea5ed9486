import Foundation
import Inference
import LeanChecking
import LeanSource
import Ledger
import Logging
import Prompting
import Support
import TestSupport
import Testing

@testable import Factory

/// A model whose answers are a function of the call.
struct FunctionModel: ChatModel {
    let name: String
    var sampleCount: Int?
    let answer: @Sendable (ChatRequest, Int) async throws -> String

    var identity: String { "function/\(name)" }
    var readsInputs: Bool { true }
    var samplesPerCall: Int { 1 }

    func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        var answers: [ChatAnswer] = []
        for sample in request.samples {
            answers.append(
                ChatAnswer(
                    sample: sample, content: try await answer(request, sample),
                    usage: TokenUsage(promptTokens: 1, completionTokens: 1, isEstimated: false),
                    latencyMilliseconds: 1))
        }
        return answers
    }
}

/// A factory over a new ledger whose formalizer writes one theorem for each problem, and whose provers are functions.
struct SideWorld {
    let ledger: Ledger
    let factory: FactoryContext
    let monitor = RunMonitor()

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    static func fence(_ lean: String) -> String { "Here it is:\n```lean4\n\(lean)\n```" }

    /// The ledger's file is `ledger.sqlite` in the folder.
    ///
    /// - Parameters:
    ///   - theorems: what the formalizer writes for the problems `p1`, `p2`, …
    ///   - prover: the model `prover`, which both sides ask in their waves.
    static func with(
        _ theorems: [String], checker: any ProofChecker,
        configure: (inout Configuration) -> Void = { _ in },
        prover: @escaping @Sendable (ChatRequest, Int) async throws -> String,
        _ body: (SideWorld, URL) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
            var configuration = Configuration()
            configuration.stages.lint.enabled = false
            configuration.stages.score.enabled = false
            configuration.stages.consistency.enabled = false
            configuration.stages.prove.portfolio = nil
            configuration.stages.prove.models = ["prover"]
            configuration.stages.prove.waves = [1]
            configuration.stages.refute.enabled = true
            configuration.stages.refute.portfolio = nil
            configuration.stages.refute.models = ["prover"]
            configuration.stages.refute.waves = [1]
            configure(&configuration)
            let english = FunctionModel(name: "english") { request, _ in
                let text = request.inputs["informal_statement"] ?? ""
                let number = Int(text.split(separator: " ").last ?? "") ?? 1
                return fence(theorems[number - 1] + " := by sorry")
            }
            let models: [String: any ChatModel] = [
                "english": english, "prover": FunctionModel(name: "prover", answer: prover),
                "portfolio": TacticPortfolioModel(name: "portfolio"),
            ]
            let cache = LedgerAnswerCache(ledger: ledger)
            let factory = FactoryContext(
                ledger: ledger, checker: checker,
                models: ModelRegistry(models.mapValues { CachedChatModel($0, cache: cache) }),
                prompts: try PromptLibrary.load(
                    folder: repository.appending(path: "templates/deepseek-prover")),
                configuration: configuration)
            let world = SideWorld(ledger: ledger, factory: factory)
            try await world.importProblems(1...theorems.count)
            try await body(world, folder)
            try await ledger.close()
        }
    }

    func importProblems(_ numbers: ClosedRange<Int>) async throws {
        _ = try await ledger.importProblems(
            numbers.map {
                NewProblem(externalID: "p\($0)", statement: "This is problem \($0)", file: "test", line: $0)
            }, firstStage: StageName.formalize.rawValue)
    }

    func loop(
        owner: String = "test", stages: [any Stage] = FactoryLoop.allStages, stop: StopSignal = StopSignal(),
        waits: Bool = false
    ) -> FactoryLoop {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return FactoryLoop(
            live: LiveFactory(factory), stages: stages, owner: owner, stop: stop, waitsForWork: waits,
            logger: logger, monitor: monitor)
    }

    @discardableResult
    func run(_ stages: [any Stage] = FactoryLoop.allStages) async throws -> FactoryLoop.Outcome {
        try await loop(stages: stages).run()
    }

    /// The only statement of a problem.
    func statement(_ name: String = "p1") async throws -> Statement {
        let history = try #require(try await ledger.history(of: name))
        return try #require(history.statements.first).statement
    }

    /// `gate: verdict` of every decision about a problem, in order.
    func decisions(_ name: String = "p1") async throws -> [String] {
        try #require(try await ledger.history(of: name)).decisions.map { "\($0.gate): \($0.verdict)" }
    }

    func attempts(_ name: String = "p1") async throws -> [Attempt] {
        try await ledger.attempts(of: try await statement(name).id)
    }

    /// Nothing is left to do, and the rows agree with each other.
    func expectSound(jobs: Int = 0) async throws {
        let left = try await ledger.status().jobs.values.reduce(0) { $0 + $1.ready + $1.leased + $1.parked }
        #expect(left == jobs)
        #expect(try await ledger.audit() == [])
    }
}

/// The embedded Lean, for the time of the body.
func withEmbeddedLean(_ body: (LeanChecker) async throws -> Void) async throws {
    let toolchain = try await ToolchainFinder.find(ToolchainSettings(profile: .embedded))
    let checker = try await LeanChecker(
        toolchain: toolchain, workers: 2, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    do {
        try await body(checker)
    } catch {
        await checker.shutdown()
        throw error
    }
    await checker.shutdown()
}

/// A checker that is broken in the worst way: it says yes to everything.
struct YesChecker: ProofChecker {
    let toolchain = LeanToolchain(
        profile: .embedded, leanPath: "/none", version: "0", library: "none", origin: "test")
    var accepts: @Sendable (LockedStatement) -> Bool = { _ in true }
    var deniesNegations: @Sendable () -> Bool = { true }
    /// Asked to wait before a proof is verified.
    var onVerify: @Sendable (LockedStatement) async -> Void = { _ in }
    var verifies: @Sendable (LockedStatement) -> Bool = { _ in true }

    private func result(_ holds: Bool, _ rung: Int) -> CheckResult {
        CheckResult(
            verdict: holds ? .verified : .failed, rung: holds ? rung : 2, messages: [], axioms: [], elapsed: .zero,
            peakMemoryBytes: nil, leanVersion: "0")
    }

    func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult { result(true, 3) }

    func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        return result(accepts(statement), 3)
    }

    func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult {
        await onVerify(statement)
        return result(verifies(statement), 5)
    }

    func denial(
        of statement: LockedStatement, by other: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        result(deniesNegations(), 3)
    }
}
