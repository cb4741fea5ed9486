import Foundation
import Inference
import LeanChecking
import LeanSource
import Ledger
import Logging
import Prompting
import Support
import Synchronization
import TestSupport
import Testing

@testable import Factory

/// Runs that cannot go on to the end of the work: how they end, how soon, and that they keep all jobs.
@Suite struct RunEndTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    /// A transport that ends every request in the same way, and tells of the first.
    private final class DeadTransport: HTTPTransport {
        private let end: @Sendable () async throws -> HTTPResponse
        private let count = Mutex(0)
        let asked = StopSignal()

        init(_ end: @escaping @Sendable () async throws -> HTTPResponse) {
            self.end = end
        }

        var requests: Int { count.withLock { $0 } }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            count.withLock { $0 += 1 }
            asked.request()
            return try await end()
        }
    }

    /// A clock that every tick of the loop moves on.
    private struct TickingClock: Clock {
        typealias Instant = ManualClock.Instant
        let base: ManualClock
        var now: Instant { base.now }
        var minimumResolution: Duration { base.minimumResolution }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            guard base.now.duration(to: deadline) <= .milliseconds(500) else {
                return try await base.sleep(until: deadline, tolerance: tolerance)
            }
            try Task.checkCancellation()
            base.advance(by: base.now.duration(to: deadline))
            await Task.yield()
        }
    }

    private struct NoChecker: ProofChecker {
        let toolchain = LeanToolchain(
            profile: .embedded, leanPath: "/none", version: "0", library: "none", origin: "test")
        func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
            throw LeanCheckingError(.broken, "no Lean here")
        }
        func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
            throw LeanCheckingError(.broken, "no Lean here")
        }
        func verify(
            _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
        ) async throws -> CheckResult {
            throw LeanCheckingError(.broken, "no Lean here")
        }
    }

    /// A loop over a new ledger, with the real client over the transport, all by one clock.
    private func withLoop(
        _ transport: DeadTransport, clock: ManualClock? = nil, problems: Int = 3,
        _ body: (FactoryLoop, Ledger) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
            let batch = (1...problems).map {
                NewProblem(externalID: "p\($0)", statement: "Problem number \($0).", file: "test", line: $0)
            }
            _ = try await ledger.importProblems(batch, firstStage: StageName.formalize.rawValue)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let configuration = Configuration()
            var settings = EndpointSettings(baseURL: "https://prover.example/v1", model: "m")
            settings.retryPolicy.maximumTime = .seconds(86_400)
            settings.retryPolicy.longestOutage = .seconds(configuration.run.outageMinutes * 60)
            let model = CachedChatModel(
                try OpenAIChatModel(
                    name: "english", settings: settings, client: transport,
                    clock: clock ?? ContinuousClock() as any Clock<Duration>, environment: [:],
                    logger: logger, jitterSeed: 1),
                cache: LedgerAnswerCache(ledger: ledger))
            let factory = FactoryContext(
                ledger: ledger, checker: NoChecker(),
                models: ModelRegistry(["english": model, "rules": model, "portfolio": model]),
                prompts: try PromptLibrary.load(folder: Self.repository.appending(path: "templates/deepseek-prover")),
                configuration: configuration)
            try await body(
                FactoryLoop(
                    factory: factory, owner: "test", stop: StopSignal(),
                    clock: clock.map { TickingClock(base: $0) } ?? ContinuousClock() as any Clock<Duration>,
                    logger: logger
                ) {
                    // On a clock of its own time would run ahead of the ledger.
                    if clock != nil { _ = try? await ledger.pendingWork(stages: ["formalize"]) }
                }, ledger)
            try await ledger.close()
        }
    }

    private func expectAllReady(_ ledger: Ledger, _ count: Int) async throws {
        let status = try await ledger.status()
        #expect(status.jobs["formalize"]?.ready == count && status.jobs["formalize"]?.leased == 0)
        #expect(status.parked == 0)
    }

    @Test(arguments: [TransportError.Reason.unknownHost, .handshake, .cannotConnect])
    func `a server that cannot be reached ends the run after the minutes set, with the reason`(
        reason: TransportError.Reason
    ) async throws {
        let clock = ManualClock()
        let transport = DeadTransport { throw TransportError(reason, detail: "as the script says") }
        try await withLoop(transport, clock: clock) { loop, ledger in
            let error = await #expect(throws: InferenceError.self) { try await loop.run() }
            #expect(error?.reason == .unreachable)
            #expect(error?.message.contains("run.outage_minutes") == true)
            #expect(error?.message.contains("as the script says") == true)
            // max_retry_seconds would allow a day. The clock runs ahead of the ledger.
            #expect(clock.now.offset >= .seconds(600) && clock.now.offset < .seconds(7200), "\(clock.now.offset)")
            try await expectAllReady(ledger, 3)
        }
    }

    @Test func `a run whose task is cancelled gives back what it holds and claims nothing more`() async throws {
        let transport = DeadTransport {
            try await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
        try await withLoop(transport, problems: 200) { loop, ledger in
            let run = Task { try await loop.run() }
            #expect(await transport.asked.wait())
            run.cancel()
            #expect(try await run.value == .stopped)
            try await expectAllReady(ledger, 200)
        }
    }

    @Test func `a task that is cancelled beforehand does nothing`() async throws {
        let transport = DeadTransport { throw TransportError(.shutdown, detail: "must not be asked") }
        try await withLoop(transport) { loop, ledger in
            let start = StopSignal()
            let run = Task {
                _ = await start.wait()
                return try await loop.run()
            }
            run.cancel()
            start.request()
            #expect(try await run.value == .stopped)
            #expect(transport.requests == 0)
            try await expectAllReady(ledger, 3)
        }
    }

    @Test func `a model that refuses everything ends the run early, and its jobs are kept and not parked`() async throws
    {
        let transport = DeadTransport {
            HTTPResponse(status: 400, headers: [:], body: Data(#"{"error":{"message":"no such template"}}"#.utf8))
        }
        try await withLoop(transport, problems: 200) { loop, ledger in
            let error = await #expect(throws: InferenceError.self) { try await loop.run() }
            #expect(error?.reason == .refusesEverything && error?.message.contains("no such template") == true)
            // Those in flight when it was found out, and no more.
            #expect(transport.requests <= 20 + 64)
            try await expectAllReady(ledger, 200)
        }
    }
}
