import Foundation
import Support
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// Two clocks that a test moves: time passes on both, and the wall clock can be set.
private final class TwoClocks: Sendable {
    private let readings = Mutex((wall: 1_750_000_000_000, steady: 5_000_000))

    var wall: Int { readings.withLock { $0.wall } }

    func pass(_ time: Duration) {
        readings.withLock { readings in
            readings.wall += time.milliseconds
            readings.steady += time.milliseconds
        }
    }

    func set(by time: Duration) {
        readings.withLock { $0.wall += time.milliseconds }
    }

    func restartMachine() {
        readings.withLock { $0.steady = 10_000 }
    }

    func options(machine: String = "start-1") -> LedgerOptions {
        var options = LedgerOptions()
        options.synchronous = .normal
        options.now = { Date(timeIntervalSince1970: Double(self.wall) / 1000) }
        options.steady = { self.readings.withLock { $0.steady } }
        options.machine = machine
        return options
    }
}

@Suite struct ClockTests {
    private func withClocks(_ body: (TwoClocks, String, Ledger) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let clocks = TwoClocks()
            let path = folder.appending(path: "clock.ledger").path
            let ledger = try Ledger.open(at: path, options: clocks.options())
            try await ledger.importProblems([.sample(1), .sample(2)], firstStage: "formalize")
            try await body(clocks, path, ledger)
            try await ledger.close()
        }
    }

    private func claim(_ ledger: Ledger, owner: String = "b") async throws -> Job? {
        try await ledger.claim(stages: ["formalize"], limit: 1, owner: owner, lease: .seconds(10)).first
    }

    private static let jumps: [Duration] = [.seconds(3600), .seconds(-3600), .seconds(86_400 * 365), .seconds(20)]

    @Test(arguments: jumps) func `a lease lasts as long as it was given, wherever the clock is set`(
        jump: Duration
    ) async throws {
        try await withClocks { clocks, path, ledger in
            let job = try #require(try await claim(ledger, owner: "a"))
            _ = try #require(try await claim(ledger, owner: "a"))
            clocks.set(by: jump)
            // Another process, started after the jump: it knows nothing of it but what stands in the ledger.
            let other = try Ledger.open(at: path, options: clocks.options())
            clocks.pass(.seconds(9))
            #expect(try await claim(other) == nil)
            clocks.pass(.seconds(1))
            #expect(try await claim(other)?.id == job.id)
            try await other.close()
        }
    }

    @Test(arguments: jumps) func `a deferred job comes again when its time has passed`(jump: Duration) async throws {
        try await withClocks { clocks, _, ledger in
            let job = try #require(try await claim(ledger))
            _ = try #require(try await claim(ledger))
            try await ledger.release([job], delay: .seconds(5))
            clocks.set(by: jump)
            clocks.pass(.seconds(4))
            #expect(try await claim(ledger) == nil)
            clocks.pass(.seconds(1))
            #expect(try await claim(ledger)?.id == job.id)
        }
    }

    @Test func `several processes move the times once`() async throws {
        try await withClocks { clocks, path, ledger in
            let others = try (0..<3).map { _ in try Ledger.open(at: path, options: clocks.options()) }
            let job = try #require(try await claim(ledger))
            _ = try #require(try await claim(ledger))
            try await ledger.release([job], delay: .seconds(5))
            clocks.set(by: .seconds(-3600))
            for ledger in others + [ledger] { #expect(try await claim(ledger) == nil) }
            clocks.pass(.seconds(5))
            for other in others.dropFirst() {
                try await other.record(NewEvent(level: .information, kind: "x", message: ""))
            }
            #expect(try await claim(others[0])?.id == job.id)
            #expect(try await ledger.events(limit: 20).filter { $0.kind == "clock" }.count == 1)
            for other in others { try await other.close() }
        }
    }

    @Test func `hours at work are counted by the clock that nobody sets`() async throws {
        try await withClocks { clocks, _, ledger in
            let run = try await ledger.beginRun(owner: "a")
            clocks.pass(.seconds(100))
            clocks.set(by: .seconds(7200))
            _ = try await ledger.touchRun(run, holding: .none)
            clocks.pass(.seconds(100))
            clocks.set(by: .seconds(-9000))
            _ = try await ledger.touchRun(run, holding: .none)
            #expect(try await ledger.spending().runMilliseconds == 200_000)
        }
    }

    @Test func `nobody asks for a sample that a living run is asking for, because the clock was set`() async throws {
        try await withClocks { clocks, _, ledger in
            let first = try await ledger.beginRun(owner: "a")
            let second = try await ledger.beginRun(owner: "b")
            _ = try await ledger.claimCalls(["key"], run: first)
            clocks.set(by: .seconds(3600))
            #expect(try await ledger.claimCalls(["key"], run: second).elsewhere == ["key"])
            clocks.pass(.seconds(16))
            #expect(try await ledger.claimCalls(["key"], run: second).elsewhere.isEmpty)
        }
    }

    @Test func `after a start of the machine nothing waits longer than a day, and no lease is touched`() async throws {
        try await withClocks { clocks, path, ledger in
            let job = try #require(try await claim(ledger))
            let held = try #require(try await claim(ledger, owner: "a"))
            try await ledger.release([job], delay: .seconds(5))
            // The battery of its clock is empty: it believes in an earlier year.
            clocks.restartMachine()
            clocks.set(by: .seconds(-86_400 * 365))
            let later = try Ledger.open(at: path, options: clocks.options(machine: "start-2"))
            #expect(try await claim(later) == nil)
            clocks.pass(.seconds(86_400))
            #expect(try await claim(later)?.id == job.id)
            try await ledger.complete(held, StepOutcome())
            try await later.close()
        }
    }

    @Test func `the real clocks agree with each other`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "real.ledger").path)
            try await ledger.importProblems([.sample(1)], firstStage: "formalize")
            #expect(try await claim(ledger) != nil)
            #expect(try await ledger.events(limit: 9).isEmpty)
            try await ledger.close()
        }
    }

    @Test func `what the watch finds`() {
        var watch = ClockWatch(machine: "m")
        #expect(watch.mustLook(wall: 1000, steady: 10))
        #expect(watch.finding(wall: 1000, steady: 10, stored: nil) == .unknown)
        #expect(watch.finding(wall: 1000, steady: 10, stored: "other 990") == .unknown)
        #expect(watch.finding(wall: 1000, steady: 10, stored: "nonsense") == .unknown)
        #expect(watch.finding(wall: 1000, steady: 10, stored: watch.note(wall: 1000, steady: 10)) == .agrees)
        #expect(watch.finding(wall: 9000, steady: 10, stored: "m 990") == .wasSet(by: 8000))
        #expect(watch.finding(wall: 1000, steady: 5010, stored: "m 990") == .wasSet(by: -5000))
        watch.settle(wall: 1000, steady: 10)
        #expect(!watch.mustLook(wall: 61_500, steady: 60_010))
        #expect(watch.mustLook(wall: 64_500, steady: 60_010))
    }
}
