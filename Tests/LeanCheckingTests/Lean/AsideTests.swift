import Foundation
import LeanSource
import Support
import TestSupport
import Testing

@testable import LeanChecking

#if canImport(Glibc)
import Glibc
#endif

/// Batches that get a real process of their own, with good and bad neighbours: each verdict is the one it has alone.
@Suite struct AsideTests {
    private typealias Source = BatchingTests.Source

    /// Almost every batch gets a process of its own.
    @Sendable private static func force(_ settings: inout PoolSettings) {
        settings.asideLeast = 2
        settings.asideTime = .seconds(1_000_000)
        settings.asideStartShare = 1_000_000
        settings.asideRest = 0
        settings.asideLongestRest = 0
        // Tests run beside builds.
        settings.batchClock = .seconds(20)
    }

    /// A pool that gives almost every batch a process of its own; its worker is ready.
    private static func pool(
        hooks: Hooks = Hooks(), limits: LeanLimits = LeanLimits(), _ change: (inout PoolSettings) -> Void = { _ in }
    ) async throws -> WorkerPool {
        var settings = PoolSettings(workers: 1)
        settings.wallClock = limits.wallClock
        settings.grace = limits.graceBeforeKill
        settings.memoryBytes = limits.memoryBytes
        settings.recycleAtBytes = limits.recycleAtBytes
        force(&settings)
        change(&settings)
        let pool = WorkerPool(
            toolchain: try await SharedLean.toolchain, limits: limits, settings: settings, hooks: hooks,
            logger: SharedLean.quiet)
        // So that the worker is ready, and the pace known.
        _ = try await outcome(BatchingTests.innocents[0], in: pool, mayShare: false)
        return pool
    }

    /// The outcomes of checks that are asked for in one go. The first to come may find the worker free.
    private static func outcomes(
        _ sources: [Source], in pool: WorkerPool, mayShare: Bool = true
    ) async throws -> [WorkerOutcome.Ending] {
        try await withThrowingTaskGroup { group in
            for (index, source) in sources.enumerated() {
                group.addTask { (index, try await outcome(source, in: pool, mayShare: mayShare)) }
            }
            return try await group.reduce(into: [Int: WorkerOutcome.Ending]()) { $0[$1.0] = $1.1 }
                .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private static func outcome(
        _ source: Source, in pool: WorkerPool, mayShare: Bool = true
    ) async throws -> WorkerOutcome.Ending {
        let check = PoolCheck(
            header: .empty, source: source.text, name: source.name, mayShare: mayShare, tactics: source.tactics)
        return try await pool.run(check).ending
    }

    private static func verdicts(_ endings: [WorkerOutcome.Ending]) -> [Verdict?] {
        endings.map { if case .answered(let answer) = $0 { answer.reading.verdict } else { nil } }
    }

    private static let expected: [Verdict] = [.verified, .verified, .verified, .failed, .failed, .verified]

    @Test func `good company is answered by one process, beside a worker that rests`() async throws {
        let pool = try await Self.pool()
        let endings = try await Self.outcomes(BatchingTests.innocents + BatchingTests.innocents, in: pool)
        #expect(Self.verdicts(endings) == Self.expected + Self.expected)
        let metrics = await pool.metrics
        // The first to come may find the worker free.
        #expect((1...2).contains(metrics.asides) && metrics.asides == metrics.batches, "\(metrics)")
        #expect((metrics.spoiltBatches, metrics.recheckedAlone, metrics.started) == (0, 0, 1))
        await pool.shutDown()
    }

    private static let pools = Task { (alone: try await BatchingTests.pool(), aside: try await pool()) }

    @Test(arguments: BatchingTests.neighbours)
    private func `a bad neighbour changes no verdict and no message`(neighbour: Source) async throws {
        let pools = try await Self.pools.value
        var sources = BatchingTests.innocents
        sources.insert(neighbour, at: 3)
        let alone = try await BatchingTests.outcomes(sources, in: pools.alone, mayShare: false)
        let before = await pools.aside.metrics.asides
        let aside = try await Self.outcomes(sources, in: pools.aside)
        for (index, source) in sources.enumerated() {
            #expect(aside[index] == alone[index], "\(source.kind) beside \(neighbour.kind)")
        }
        #expect(await pools.aside.metrics.asides > before)
    }

    #if os(Linux)
    @Test(arguments: [
        Source("hang or memory", "(p : Prop) (h : p) : p := by\n  repeat (have := trivial)\n  exact h"),
        Source(
            "stack",
            ": True := by\n  exact " + String(repeating: "(", count: 15_000) + "trivial"
                + String(repeating: ")", count: 15_000)),
    ])
    private func `who ends the process ends it alone, and leaves none behind`(source: Source) async throws {
        let seen = Locked<[Int32]>([])
        var hooks = Hooks()
        hooks.asideStarted = { process in seen.withLock { $0.append(process) } }
        let limits = LeanLimits(wallClock: .seconds(20), memoryBytes: 96 << 20, recycleAtBytes: 96 << 20)
        let pool = try await Self.pool(hooks: hooks, limits: limits)
        let alone = try await Self.outcomes([source], in: pool)[0]
        var sources = BatchingTests.innocents + BatchingTests.innocents
        // One of them may come first and be alone.
        sources.insert(source, at: 5)
        sources.insert(source, at: 9)
        var endings = try await Self.outcomes(sources, in: pool)
        #expect(endings.remove(at: 9) == alone)
        #expect(endings.remove(at: 5) == alone)
        #expect(Self.verdicts(endings) == Self.expected + Self.expected)
        let metrics = await pool.metrics
        #expect(metrics.asides >= 1 && metrics.spoiltBatches >= 1, "\(metrics)")
        await pool.shutDown()
        for process in seen.withLock(\.self) { #expect(kill(process, 0) == -1, "\(process) is left") }
    }
    #endif

    @Test func `a process that hangs is ended at its time, and its checks are answered by the worker`() async throws {
        var hooks = Hooks()
        hooks.replaceAside = { _, _ in ("/bin/sleep", ["1000"]) }
        let pool = try await Self.pool(hooks: hooks) {
            $0.batchClock = .milliseconds(200)
            $0.asideRest = 1000
        }
        let endings = try await Self.outcomes(BatchingTests.innocents, in: pool)
        #expect(Self.verdicts(endings) == Self.expected)
        #expect(await pool.metrics.spoiltBatches >= 1)
        await pool.shutDown()
    }

    @Test(arguments: ["exit 0", "echo nonsense", "kill -9 $$", "exit 3"])
    func `a process that does something else changes no verdict`(script: String) async throws {
        var hooks = Hooks()
        hooks.replaceAside = { _, _ in ("/bin/sh", ["-c", script]) }
        let pool = try await Self.pool(hooks: hooks) { $0.asideRest = 1000 }
        let endings = try await Self.outcomes(BatchingTests.innocents, in: pool)
        #expect(Self.verdicts(endings) == Self.expected)
        let metrics = await pool.metrics
        #expect(metrics.asides == 1 && metrics.spoiltBatches >= 1, "\(metrics)")
        await pool.shutDown()
    }

    /// Errors become remarks, and every theorem rests on nothing.
    @Sendable private static func praise(_ outcome: BoundedCommand.Outcome) -> BoundedCommand.Outcome {
        let said = String(decoding: outcome.output, as: UTF8.self)
            .replacing(/depends on axioms: \[[^\]]*\]/, with: "does not depend on any axioms")
            .replacing(#""severity":"error""#, with: #""severity":"warning""#)
        return BoundedCommand.Outcome(
            ending: .ended(.exited(0)), output: Array(said.utf8), errors: "", elapsed: outcome.elapsed,
            peakMemoryBytes: outcome.peakMemoryBytes)
    }

    @Test func `a process that praises everything takes the pool out of service, and nothing it said is believed`()
        async throws
    {
        var hooks = Hooks()
        hooks.alterAside = Self.praise
        let pool = try await Self.pool(hooks: hooks)
        let sources = BatchingTests.innocents + BatchingTests.innocents
        let believed = await withTaskGroup(of: Verdict?.self) { group in
            for (index, source) in sources.enumerated() {
                group.addTask {
                    do {
                        guard case .answered(let answer) = try await Self.outcome(source, in: pool) else { return nil }
                        let isRight = answer.reading.verdict == Self.expected[index % 6]
                        return isRight ? nil : answer.reading.verdict
                    } catch {
                        #expect((error as? LeanCheckingError)?.reason == .canary)
                        return nil
                    }
                }
            }
            return await group.reduce(into: [Verdict?]()) { list, verdict in verdict.map { list.append($0) } }
        }
        #expect(believed == [])
        let error = await #expect(throws: LeanCheckingError.self) {
            _ = try await Self.outcome(BatchingTests.innocents[0], in: pool)
        }
        #expect(error?.reason == .canary)
        await pool.shutDown()
    }

    @Test func `whoever gives up leaves at once, and with the last one the process goes`() async throws {
        let (started, hook) = AsyncStream.makeStream(of: Int32.self)
        var hooks = Hooks()
        hooks.replaceAside = { _, _ in ("/bin/sleep", ["1000"]) }
        hooks.asideStarted = { hook.yield($0) }
        let pool = try await Self.pool(hooks: hooks) { $0.batchClock = .seconds(600) }
        let task = Task { try await Self.outcomes(BatchingTests.innocents, in: pool) }
        var iterator = started.makeAsyncIterator()
        let process = try #require(await iterator.next())
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        // The worker takes up its work again when the process is gone.
        #expect(Self.verdicts(try await Self.outcomes([BatchingTests.innocents[0]], in: pool)) == [.verified])
        #expect(kill(process, 0) == -1)
        await pool.shutDown()
    }

    @Test func `shutting down leaves no process`() async throws {
        let (started, hook) = AsyncStream.makeStream(of: Int32.self)
        var hooks = Hooks()
        hooks.replaceAside = { _, _ in ("/bin/sleep", ["1000"]) }
        hooks.asideStarted = { hook.yield($0) }
        let pool = try await Self.pool(hooks: hooks) { $0.batchClock = .seconds(600) }
        let task = Task { try await Self.outcomes(BatchingTests.innocents, in: pool) }
        var iterator = started.makeAsyncIterator()
        let process = try #require(await iterator.next())
        await pool.shutDown()
        #expect(kill(process, 0) == -1)
        let error = await #expect(throws: LeanCheckingError.self) { _ = try await task.value }
        #expect(error?.reason == .stopped)
    }

    #if os(Linux)
    @Test func `kill -9 of the program takes the process of its own with it`() async throws {
        let seconds = 7_654_000 + getpid() % 1000
        await #expect(processExitsWith: .signal(SIGKILL)) { [seconds = seconds as Int32] in
            var hooks = Hooks()
            hooks.replaceAside = { _, _ in ("/bin/sleep", ["\(seconds)"]) }
            hooks.asideStarted = { _ in
                // Not before the process that matters is there, behind those that lead to it.
                Task {
                    _ = try await eventually { Self.sleepers(seconds) > 0 }
                    kill(getpid(), SIGKILL)
                }
            }
            let pool = try await Self.pool(hooks: hooks) { $0.batchClock = .seconds(600) }
            _ = try await Self.outcomes(BatchingTests.innocents, in: pool)
        }
        #expect(try await eventually { Self.sleepers(seconds) == 0 })
    }

    private static func sleepers(_ seconds: Int32) -> Int {
        Processes.commands().values.count { $0.hasPrefix("/bin/sleep \(seconds)") }
    }
    #endif
}
