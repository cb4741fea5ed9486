import Inference
import Synchronization
import Testing

@testable import Factory
@testable import Ledger

/// Work that becomes needless while it is on.
@Suite struct RevocableRunTests {
    private func job(_ id: Int) -> Job {
        Job(
            id: id, stage: "refute", problemID: 1, statementID: 1, attemptID: nil, wave: 0, priority: 0, tries: 1,
            claims: 1, owner: "me")
    }

    @Test func `work that nobody revokes gives its outcome, or its error`() async throws {
        struct Fault: Error {}
        let outcome = try await RevocableRun().outcome { StepOutcome() }
        #expect(outcome == StepOutcome())
        await #expect(throws: Fault.self) { try await RevocableRun().outcome { throw Fault() } }
    }

    @Test func `work that was revoked before does not begin`() async {
        let run = RevocableRun()
        run.revoke()
        let hasBegun = Mutex(false)
        await #expect(throws: RevocableRun.Revoked.self) {
            try await run.outcome {
                hasBegun.withLock { $0 = true }
                return StepOutcome()
            }
        }
        #expect(!hasBegun.withLock { $0 })
    }

    @Test func `nobody waits for revoked work, not even for some that cannot be cancelled`() async {
        let begun = StopSignal()
        let goOn = StopSignal()
        let ended = StopSignal()
        let run = RevocableRun { _ in ended.request() }
        let end = Task {
            try await run.outcome {
                begun.request()
                // A signal that is awaited in a task of its own hears of no cancellation.
                await Task { _ = await goOn.wait() }.value
                return StepOutcome()
            }
        }
        _ = await begun.wait()
        run.revoke()
        run.revoke()
        await #expect(throws: RevocableRun.Revoked.self) { try await end.value }
        #expect(!ended.isRequested)
        goOn.request()
        #expect(await ended.wait())
    }

    @Test func `a run that is stopped waits for its work, which is cancelled`() async {
        let begun = StopSignal()
        let task = Task {
            try await RevocableRun().outcome {
                begun.request()
                try await Task.sleep(for: .seconds(3600))
                return StepOutcome()
            }
        }
        _ = await begun.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `what is held is revoked, begun or not, and nothing else`() async {
        let held = HeldJobs(limits: [:])
        held.insert([job(1), job(2)])
        let run = RevocableRun()
        held.began(job(1), run)
        held.revoke([1, 2, 3])
        #expect([1, 2, 3].map { held.isRevoked(job($0)) } == [true, true, false])
        let late = RevocableRun()
        held.began(job(2), late)
        for one in [run, late] {
            await #expect(throws: RevocableRun.Revoked.self) { try await one.outcome { StepOutcome() } }
        }
        held.remove(job(1))
        #expect(!held.isRevoked(job(1)))
    }
}
