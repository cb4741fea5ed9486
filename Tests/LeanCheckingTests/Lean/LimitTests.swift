import Foundation
import LeanSource
import Support
import Synchronization
import Testing

@testable import LeanChecking

@Suite struct LimitTests {
    private let statement = LockedStatement("theorem t (p : Prop) (h : p) : p")
    private let honest = ProofBody.term("h")
    /// Not stopped by heartbeats.
    private let endless = ProofBody.tactics("repeat (have := trivial)\nexact h")

    @Test func `an endless proof is stopped by the wall clock, and the same worker goes on`() async throws {
        try await SharedLean.withChecker(limits: {
            $0.wallClock = .seconds(1); $0.graceBeforeKill = .seconds(20)
        }) { checker async throws in
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
            let result = try await checker.check(endless, of: statement, header: .empty)
            #expect(result.verdict == .timeout)
            #expect(result.rung == 2)
            #expect(result.elapsed >= .seconds(1) && result.elapsed < .seconds(8))
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
            let metrics = await checker.metrics
            #expect((metrics.timeouts, metrics.started, metrics.kills) == (1, 1, 0))
        }
    }

    #if os(Linux)
    @Test func `a proof that eats memory is stopped, and the next check gets a new worker`() async throws {
        try await SharedLean.withChecker(limits: {
            $0.memoryBytes = 64 << 20; $0.recycleAtBytes = 64 << 20
        }) { checker async throws in
            let result = try await checker.check(endless, of: statement, header: .empty)
            #expect(result.verdict == .outOfMemory)
            #expect((result.peakMemoryBytes ?? 0) > 64 << 20)
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
            let metrics = await checker.metrics
            #expect((metrics.outOfMemory, metrics.started) == (1, 2))
        }
    }
    #endif

    @Test(arguments: ["trace \"#\"", "iterate 100 trace \"#\""])
    func `messages that are too long are a matter of memory, in one piece or in many`(tactic: String) async throws {
        var hooks = Hooks()
        hooks.outputLimit = 1 << 20
        let size = tactic.hasPrefix("trace") ? 2 << 20 : 20_000
        let text = tactic.replacing("#", with: String(repeating: "x", count: size))
        try await SharedLean.withChecker(hooks: hooks) { checker async throws in
            let result = try await checker.checkPastGuard(
                "theorem t : True := by\n  \(text)\n  trivial", name: "t", header: .empty, mayShare: false)
            #expect(result.verdict == .outOfMemory)
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
        }
    }

    /// Kills the worker before each of the first checks that it gets: the whole group, as Lean is not its first process.
    private func killing(first count: Int) -> Hooks {
        let left = Locked(count)
        var hooks = Hooks()
        hooks.willSend = { processID in
            let isDoomed = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if isDoomed { _ = kill(-processID, SIGKILL) }
        }
        return hooks
    }

    @Test func `the death of a worker is invisible to its caller`() async throws {
        try await SharedLean.withChecker(hooks: killing(first: 1)) { checker async throws in
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
            let metrics = await checker.metrics
            #expect((metrics.unexpectedExits, metrics.started, metrics.crashes) == (1, 2, 0))
        }
    }

    @Test func `a check that kills two workers has crashed, and the next one works`() async throws {
        try await SharedLean.withChecker(hooks: killing(first: 2)) { checker async throws in
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .crashed)
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
        }
    }

    @Test func `a running check can be cancelled, and its worker goes on`() async throws {
        let sent = AsyncStream.makeStream(of: Void.self)
        var hooks = Hooks()
        hooks.willSend = { _ in sent.continuation.yield() }
        try await SharedLean.withChecker(hooks: hooks, limits: { $0.graceBeforeKill = .seconds(20) }) {
            checker async throws in
            let running = Task { try await checker.check(endless, of: statement, header: .empty) }
            var iterator = sent.stream.makeAsyncIterator()
            await iterator.next()
            let waiting = Task { try await checker.check(honest, of: statement, header: .empty) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { _ = try await waiting.value }
            running.cancel()
            await #expect(throws: CancellationError.self) { _ = try await running.value }
            #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
            let metrics = await checker.metrics
            #expect((metrics.started, metrics.queued, metrics.answered) == (1, 0, 1))
        }
    }

    @Test func `workers are replaced after their number of checks, unseen by callers`() async throws {
        try await SharedLean.withChecker(limits: { $0.recycleAfter = 3 }) { checker async throws in
            for _ in 0..<7 {
                #expect(try await checker.check(honest, of: statement, header: .empty).verdict == .verified)
            }
            let metrics = await checker.metrics
            #expect((metrics.started, metrics.unexpectedExits, metrics.kills) == (3, 0, 0))
        }
    }

    @Test func `hundreds of checks among dying and hanging workers are all answered rightly`() async throws {
        let count = Locked(0)
        var hooks = Hooks()
        hooks.willSend = { processID in
            let number = count.withLock { count in
                count += 1
                return count
            }
            // Never twice in a row: a check that is tried again must get through.
            if number.isMultiple(of: 7) { _ = kill(-processID, SIGKILL) }
        }
        try await SharedLean.withChecker(
            workers: 2, hooks: hooks, limits: { $0.wallClock = .seconds(2) }
        ) { checker async throws in
            let cases: [(ProofBody, Verdict)] = [(honest, .verified), (.term("nothing"), .failed)]
            let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<300 {
                    let (proof, verdict) = number == 100 ? (endless, .timeout) : cases[number % 2]
                    group.addTask { [statement] in
                        try await checker.check(proof, of: statement, header: .empty).verdict != verdict
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wrong == 0)
            let metrics = await checker.metrics
            #expect((metrics.submitted, metrics.timeouts, metrics.crashes) == (300, 1, 0))
            #expect(metrics.unexpectedExits > 0)
        }
    }

    @Test func `after shutdown no process and no folder is left, and checks are refused`() async throws {
        let seen = Locked<[Int32]>([])
        var hooks = Hooks()
        hooks.workerReady = { processID in seen.withLock { $0.append(processID) } }
        let checker = try await LeanChecker(
            toolchain: try await SharedLean.toolchain, workers: 2, hooks: hooks, logger: SharedLean.quiet)
        try await checker.warmUp(.empty)
        let processID = try #require(seen.withLock { $0.first })
        let folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(processID)/cwd")
        #expect(FileManager.default.fileExists(atPath: folder))
        #expect(getsid(processID) == processID)
        await checker.shutdown()
        #expect(kill(processID, 0) == -1)
        #expect(!FileManager.default.fileExists(atPath: folder))
        let error = await #expect(throws: LeanCheckingError.self) {
            _ = try await checker.check(honest, of: statement, header: .empty)
        }
        #expect(error?.reason == .stopped)
    }

    @Test func `the workers' environment holds nothing of ours`() async throws {
        let seen = Locked<[String]>([])
        var hooks = Hooks()
        hooks.workerReady = { processID in
            let bytes = FileManager.default.contents(atPath: "/proc/\(processID)/environ") ?? Data()
            let names = bytes.split(separator: 0).map { String(decoding: $0.prefix { $0 != 0x3D }, as: UTF8.self) }
            seen.withLock { $0 = names }
        }
        try await SharedLean.withChecker(hooks: hooks) { try await $0.warmUp(.empty) }
        // bubblewrap says where it starts in PWD.
        #expect(
            seen.withLock { $0.filter { $0 != "PWD" }.sorted() } == [
                "GLIBC_TUNABLES", "HOME", "LAKE", "LC_ALL", "PATH", "TMPDIR",
            ])
    }
}
