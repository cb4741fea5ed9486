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

/// Runs of the loop with scripted models and a checker that only fails: what happens when things go wrong. Runs that
/// decide about proofs use the real Lean (`Tests/DsproverTests`).
@Suite struct FactoryLoopTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    /// A model that answers what it is told, throws, or never answers.
    private struct ScriptedModel: ChatModel {
        enum Behaviour: Sendable {
            case answers(String)
            case fails(InferenceError)
            case failsOn(String, InferenceError, otherwise: String)
            case hangs(StopSignal)
        }

        let behaviour: Behaviour
        var name: String { "english" }
        var identity: String { "scripted/1" }
        var readsInputs: Bool { true }
        var samplesPerCall: Int { 1 }
        var sampleCount: Int? { nil }

        func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
            switch behaviour {
            case .answers(let text): return answers(text, to: request)
            case .failsOn(let part, let error, let text):
                if request.inputs["informal_statement"]?.contains(part) == true { throw error }
                return answers(text, to: request)
            case .fails(let error): throw error
            case .hangs(let asked):
                asked.request()
                try await Task.sleep(for: .seconds(3600))
                return []
            }
        }

        private func answers(_ text: String, to request: ChatRequest) -> [ChatAnswer] {
            request.samples.map {
                ChatAnswer(
                    sample: $0, content: text,
                    usage: TokenUsage(promptTokens: 1, completionTokens: 1, isEstimated: false), latencyMilliseconds: 1)
            }
        }
    }

    /// A checker that is broken in a chosen way, and proves nothing.
    private struct BrokenChecker: ProofChecker {
        let toolchain = LeanToolchain(
            profile: .embedded, leanPath: "/none", version: "0", library: "none", origin: "test")
        var elaboration: Verdict?

        func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
            guard let elaboration else { throw LeanCheckingError(.broken, "Lean is broken") }
            return CheckResult(
                verdict: elaboration, rung: 0, messages: [], axioms: [], elapsed: .zero, peakMemoryBytes: nil,
                leanVersion: "0")
        }

        func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
            throw LeanCheckingError(.broken, "Lean is broken")
        }

        func verify(
            _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
        ) async throws -> CheckResult {
            throw LeanCheckingError(.broken, "Lean is broken")
        }
    }

    private static let statement = "```lean4\ntheorem t (n : Nat) : n = n := by sorry\n```"

    /// A loop over a new ledger with so many problems.
    private func withLoop(
        _ behaviour: ScriptedModel.Behaviour, checker: BrokenChecker = BrokenChecker(), problems: Int = 1,
        stop: StopSignal = StopSignal(), waits: Bool = false,
        stages: [any Stage] = FactoryLoop.allStages, configure: (inout Configuration) -> Void = { _ in },
        _ body: (FactoryLoop, Ledger) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
            let batch = (1...problems).map {
                NewProblem(externalID: "p\($0)", statement: "Problem number \($0).", file: "test", line: $0)
            }
            _ = try await ledger.importProblems(batch, firstStage: StageName.formalize.rawValue)
            var configuration = Configuration()
            configure(&configuration)
            let prompts = try PromptLibrary.load(folder: Self.repository.appending(path: "templates/deepseek-prover"))
            let model = CachedChatModel(ScriptedModel(behaviour: behaviour), cache: LedgerAnswerCache(ledger: ledger))
            let factory = FactoryContext(
                ledger: ledger, checker: checker,
                models: ModelRegistry(["english": model, "rules": model, "portfolio": model]), prompts: prompts,
                configuration: configuration)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let loop = FactoryLoop(
                factory: factory, stages: stages, owner: "test", stop: stop, waitsForWork: waits, logger: logger)
            try await body(loop, ledger)
            try await ledger.close()
        }
    }

    @Test func `a loop that waits for work does what is added later, and ends only when it is told to`() async throws {
        let stop = StopSignal()
        try await withLoop(.answers("CANNOT: no"), stop: stop, waits: true) { loop, ledger in
            async let outcome = loop.run()
            while try await ledger.status().problemStates["unformalizable"] != 1 { await Task.yield() }
            _ = try await ledger.importProblems(
                [NewProblem(externalID: "late", statement: "A late one.", file: "test", line: 1)],
                firstStage: StageName.formalize.rawValue)
            while try await ledger.status().problemStates["unformalizable"] != 2 { await Task.yield() }
            stop.request()
            #expect(try await outcome == .stopped)
        }
    }

    @Test func `a loop that waits ends when all its models are stopped: nothing could ever be done`() async throws {
        let refusal = InferenceError(.unauthorized, message: "model english: status 401")
        try await withLoop(.fails(refusal), waits: true, stages: [FormalizeStage()]) { loop, ledger in
            await #expect(throws: InferenceError.self) {
                _ = try await loop.run()
            }
            let status = try await ledger.status()
            #expect(status.jobs["formalize"]?.ready == 1)
        }
    }

    @Test func `a broken Lean ends the run, and its job is given back as if it had not been tried`() async throws {
        try await withLoop(.answers(Self.statement)) { loop, ledger in
            await #expect(throws: LeanCheckingError.self) { _ = try await loop.run() }
            let status = try await ledger.status()
            #expect(status.jobs["elaborate"]?.ready == 1)
            #expect(status.jobs["elaborate"]?.leased == 0)
            #expect(status.statements["illFormed"] == 0)
        }
    }

    @Test func `a verdict that the checker is broken is not taken for a bad statement`() async throws {
        let checker = BrokenChecker(elaboration: .checkerBroken("the canary died"))
        try await withLoop(.answers(Self.statement), checker: checker) { loop, ledger in
            await #expect(throws: LeanCheckingError.self) { try await loop.run() }
            let statements = try await ledger.status().statements
            #expect(statements["formalized"] == 1)
        }
    }

    @Test func `a job that fails while others succeed is parked with its last error, and the run ends`() async throws {
        let refusal = InferenceError(.badRequest, message: "model english: status 400")
        let model = ScriptedModel.Behaviour.failsOn("number 2.", refusal, otherwise: "CANNOT: no")
        // At once: the same request would be refused again.
        try await withLoop(model, problems: 3, configure: { $0.run.maximumTries = 9 }) { loop, ledger in
            #expect(try await loop.run() == .finished)
            let status = try await ledger.status()
            #expect(status.parked == 1)
            #expect(status.problemStates["unformalizable"] == 2)
            let parked = try await ledger.parkedJobs(limit: 1)
            #expect(parked.first?.lastError?.contains("status 400") == true)
        }
    }

    @Test func `a model that answers nobody ends the run after the time set, and uses up no job's tries`() async throws
    {
        let trouble = InferenceError(.server, message: "model english: status 503")
        let patience: (inout Configuration) -> Void = {
            $0.run.maximumTries = 1
            $0.run.outageMinutes = 0
        }
        try await withLoop(.fails(trouble), problems: 3, configure: patience) { loop, ledger in
            await #expect(throws: InferenceError.self) { try await loop.run() }
            let status = try await ledger.status()
            #expect(status.parked == 0)
            #expect(status.jobs["formalize"]?.ready == 3)
        }
    }

    @Test func `a refused key ends the run and loses no job`() async throws {
        let refusal = InferenceError(.unauthorized, message: "model english: status 401")
        try await withLoop(.fails(refusal), problems: 5) { loop, ledger in
            await #expect(throws: InferenceError.self) { _ = try await loop.run() }
            let queue = try await ledger.status().jobs["formalize"]
            #expect(queue?.ready == 5)
            #expect(queue?.leased == 0)
        }
    }

    @Test func `a stopped model holds its stage, the others go on to their end, and then the reason is thrown`()
        async throws
    {
        let refusal = InferenceError(.unauthorized, message: "model english: status 401")
        let model = ScriptedModel.Behaviour.failsOn("number 2.", refusal, otherwise: Self.statement)
        let checker = BrokenChecker(elaboration: .failed)
        try await withLoop(model, checker: checker, problems: 3) { loop, ledger in
            let error = await #expect(throws: InferenceError.self) { _ = try await loop.run() }
            #expect(error?.reason == .unauthorized)
            let jobs = try await ledger.status().jobs
            #expect(jobs["formalize"]?.ready == 1 && jobs["formalize"]?.leased == 0)
            #expect((jobs["elaborate"]?.ready ?? 0) == 0 && (jobs["elaborate"]?.leased ?? 0) == 0)
            #expect(try await ledger.status().problemStates["formalized"] == 2)
        }
    }

    @Test func `a stop without time to drain abandons the call and gives the job back`() async throws {
        let asked = StopSignal()
        let stop = StopSignal()
        try await withLoop(.hangs(asked), stop: stop, configure: { $0.run.drainSeconds = 0 }) { loop, ledger in
            let run = Task { try await loop.run() }
            #expect(await asked.wait())
            stop.request()
            let outcome = try await run.value
            #expect(outcome == .stopped)
            let queue = try await ledger.status().jobs["formalize"]
            #expect(queue?.ready == 1)
            #expect(queue?.leased == 0)
        }
    }

    @Test func `an answer without Lean makes the problem unformalizable, with the reason`() async throws {
        try await withLoop(.answers("CANNOT: it is a poem")) { loop, ledger in
            #expect(try await loop.run() == .finished)
            let problem = try await ledger.problem(1)
            #expect(problem?.state == .unformalizable)
            #expect(problem?.stateReason?.contains("it is a poem") == true)
        }
    }

    @Test func `equal statements of two problems are proved once`() async throws {
        let checker = BrokenChecker(elaboration: .verified)
        try await withLoop(.answers(Self.statement), checker: checker, problems: 2) { loop, ledger in
            #expect(try await loop.run() == .finished)
            let states = try await ledger.status().statements
            // The scripted scorer answers with Lean, in which no class can be read.
            #expect(states["rejected"] == 1)
            #expect(states["duplicate"] == 1)
        }
    }

    @Test func `two loops on one ledger share the work`() async throws {
        try await withLoop(.answers("CANNOT: no"), problems: 200, configure: { $0.run.modelJobs = 8 }) { loop, ledger in
            async let first = loop.run()
            async let second = loop.run()
            let outcomes = try await [first, second]
            #expect(outcomes == [.finished, .finished])
            let status = try await ledger.status()
            #expect(status.problemStates["unformalizable"] == 200)
            #expect(status.modelCalls.sent == 200)
        }
    }
}
