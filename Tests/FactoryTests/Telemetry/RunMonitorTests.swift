import CoreMetrics
import Inference
import Logging
import Support
import Telemetry
import TestSupport
import Testing

@testable import Factory
@testable import Ledger

@Suite struct RunMonitorTests {
    /// A handler that keeps what it is told.
    private struct KeptLog: LogHandler {
        let lines: Locked<[LogEvent]>
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { lines.withLock { $0.append(event) } }
    }

    private let registry = MetricRegistry(FactoryMetric.catalogue)
    private let lines = Locked<[LogEvent]>([])

    private func monitor(onPhase: @escaping @Sendable (RunMonitor.Phase) -> Void = { _ in }) -> RunMonitor {
        RunMonitor(
            logger: Logger(label: "test") { _ in KeptLog(lines: lines) }, emitter: Emitter(registry), onPhase: onPhase)
    }

    private var page: PrometheusParser {
        get throws { try PrometheusParser(PrometheusText.render(registry)) }
    }

    private let job = Job(
        id: 7, stage: "prove", problemID: 3, statementID: 4, attemptID: nil, wave: 1, priority: 0, tries: 2, claims: 1,
        owner: "me")

    @Test func `readiness follows the phases, and one that drains does not run again`() {
        let phases = Locked<[RunMonitor.Phase]>([])
        let monitor = monitor { phase in phases.withLock { $0.append(phase) } }
        #expect(monitor.health == RunMonitor.Health(isAlive: true, isReady: false, words: "starting"))
        monitor.enter(.running)
        #expect(monitor.health.isReady)
        monitor.enter(.running)
        monitor.enter(.draining)
        monitor.enter(.running)
        #expect(monitor.health == RunMonitor.Health(isAlive: true, isReady: false, words: "draining"))
        monitor.enter(.stopped)
        #expect(phases.withLock { $0 } == [.running, .draining, .stopped])
    }

    @Test func `a ledger that cannot be written makes it unready, with the reason, until it can`() {
        let monitor = monitor()
        monitor.enter(.running)
        monitor.ledgerAnswered(fault: "disk full")
        #expect(!monitor.health.isReady)
        #expect(monitor.health.words.contains("disk full"))
        monitor.ledgerAnswered(fault: nil)
        #expect(monitor.health.isReady)
    }

    @Test func `a held stage is said, the others are still worked on`() throws {
        let monitor = monitor()
        monitor.enter(.running)
        monitor.turned(inFlight: ["prove": 2], limits: [("prove", 5), ("score", 4)], held: ["score"])
        #expect(monitor.health.isReady)
        #expect(monitor.health.words == "ready; held: score")
        #expect(try page.value("dsprover_stage_held", ["stage": "score"]) == 1)
        #expect(try page.value("dsprover_jobs_in_flight", ["stage": "prove"]) == 2)
        #expect(try page.value("dsprover_jobs_limit", ["stage": "prove"]) == 5)
    }

    @Test func `the end of a job is counted, and is one line with its ids`() throws {
        let monitor = monitor()
        var outcome = StepOutcome()
        outcome.statementMove = StatementMove(to: .proved)
        outcome.attempts = [
            NewAttempt(
                kind: .proof, model: "prover", template: "t", sample: 0, wave: 1, proof: nil, proofStyle: nil,
                verdict: "failed", verdictDetail: nil, rung: 0, messages: .null, wallMilliseconds: 1, memoryBytes: nil)
        ]
        outcome.decisions = [NewDecision(gate: "prove", verdict: "proved", reason: "found")]
        monitor.ended(job, .done, after: .milliseconds(1500), outcome: outcome)
        monitor.ended(job, .parked, after: .seconds(2), error: CancellationError())

        let page = try page
        #expect(page.value("dsprover_jobs_total", ["stage": "prove", "outcome": "done"]) == 1)
        #expect(page.value("dsprover_jobs_total", ["stage": "prove", "outcome": "parked"]) == 1)
        #expect(page.value("dsprover_job_seconds_sum", ["stage": "prove"]) == 3.5)
        #expect(page.value("dsprover_verdicts_total", ["stage": "prove", "verdict": "failed"]) == 1)
        #expect(page.value("dsprover_decisions_total", ["gate": "prove", "verdict": "proved"]) == 1)
        let events = lines.withLock { $0 }
        #expect(events.map(\.level) == [.info, .warning])
        let metadata = try #require(events.first?.metadata)
        for (key, value) in [
            "event": "job", "job": "7", "stage": "prove", "problem": "3", "statement": "4", "try": "2", "wave": "1",
            "outcome": "done", "model": "prover", "state": "proved", "reason": "found", "seconds": "1.5",
        ] {
            #expect(metadata[key]?.description == value, "\(key)")
        }
    }

    @Test func `calls are counted with tokens, money, latency and every class of error`() throws {
        let monitor = monitor()
        func call(_ outcome: CallRecord.Outcome, failures: [InferenceError.Reason] = []) -> CallRecord {
            CallRecord(
                model: "writer", identity: "w", purpose: "formalize", subject: CallSubject(problem: 1, statement: nil),
                outcome: outcome, failures: failures)
        }
        let answer = ChatAnswer(
            sample: 0, content: "x", usage: TokenUsage(promptTokens: 10, completionTokens: 5, isEstimated: false),
            latencyMilliseconds: 250)
        monitor.called(call(.answered([("k", answer)]), failures: [.server, .server]), cost: Money(nano: 250_000_000))
        monitor.called(call(.failed(code: "inference.timeout", message: "too late")), cost: .zero)
        monitor.called(call(.served(samples: 4)), cost: .zero)

        let page = try page
        func calls(_ outcome: String) -> Double? {
            page.value("dsprover_model_calls_total", ["model": "writer", "stage": "formalize", "outcome": outcome])
        }
        #expect([calls("answered"), calls("failed"), calls("served")] == [1, 1, 4])
        #expect(page.value("dsprover_model_tokens_total", ["model": "writer", "kind": "prompt"]) == 10)
        #expect(page.value("dsprover_model_tokens_total", ["model": "writer", "kind": "completion"]) == 5)
        #expect(page.value("dsprover_model_cost_total", ["model": "writer"]) == 0.25)
        #expect(page.value("dsprover_model_call_seconds_sum", ["model": "writer"]) == 0.25)
        #expect(page.value("dsprover_model_errors_total", ["model": "writer", "class": "inference.server"]) == 2)
        #expect(page.value("dsprover_model_errors_total", ["model": "writer", "class": "inference.timeout"]) == 1)
        #expect(lines.withLock { $0.map(\.level) } == [.info, .notice, .info])
    }

    @Test func `events of the ledger are told by their level, alarms loudest`() async throws {
        let monitor = monitor()
        for (id, level, kind) in [(1, EventLevel.information, "note"), (2, .warning, "takeover"), (3, .alarm, "both")] {
            monitor.noticed(
                Event(
                    id: id, at: 0, level: level, kind: kind, problemID: 5, statementID: nil, message: "m", data: .null))
        }
        #expect(lines.withLock { $0.map(\.level) } == [.info, .notice, .critical])
        let page = try page
        #expect(page.value("dsprover_lease_takeovers_total") == 1)
        #expect(page.value("dsprover_alarms_total", ["kind": "both"]) == 1)
        #expect(page.sum("dsprover_ledger_events_total") == 3)
    }
}
