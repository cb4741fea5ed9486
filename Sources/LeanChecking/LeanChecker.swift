package import LeanSource
package import Logging
internal import Support

/// Checks statements and proofs with one Lean: a pool of warm workers for rungs 1 to 3, separate processes for rungs 4 and 5.
///
/// Any number of callers may ask at once; at most `workers` warm processes and at most `workers` batches of verifications
/// run, the rest waits in order. Call `shutdown` at the end: it leaves no process. Should dsprover die instead, the kernel ends them.
package final class LeanChecker: ProofChecker {
    package let toolchain: LeanToolchain
    private let limits: LeanLimits
    let pool: WorkerPool
    let verifications: VerificationQueue
    private let verified = Locked(0)

    /// Makes a checker. No process starts before the first check; `warmUp` starts one.
    ///
    /// - Parameters:
    ///   - workers: most warm processes at once, at least 1.
    ///   - hooks: for tests.
    /// - Throws: `LeanCheckingError` with code `lean.setting` for limits that cannot be used.
    package init(
        toolchain: LeanToolchain, limits: LeanLimits = LeanLimits(), workers: Int, hooks: Hooks = Hooks(),
        logger: Logger = Logger(label: "dsprover.lean")
    ) async throws(LeanCheckingError) {
        try limits.validate()
        guard workers >= 1 else {
            throw LeanCheckingError(
                .setting, "The number of Lean workers is \(workers).", advice: "It must be 1 or more.")
        }
        do {
            try await LeanIsolation.establishIfNeeded()
        } catch let error as LeanCheckingError {
            throw error
        } catch {
            throw LeanCheckingError(.stopped, "The start of the checker was interrupted.")
        }
        self.toolchain = toolchain
        self.limits = limits
        var settings = PoolSettings(workers: workers)
        settings.wallClock = limits.wallClock
        settings.grace = limits.graceBeforeKill
        settings.startUp = limits.startUp
        settings.recycleAfter = limits.recycleAfter
        settings.recycleAtBytes = limits.recycleAtBytes
        settings.memoryBytes = limits.memoryBytes
        settings.canaryEvery = limits.canaryEvery
        pool = WorkerPool(toolchain: toolchain, limits: limits, settings: settings, hooks: hooks, logger: logger)
        let compiler = ModuleCompiler(toolchain: toolchain, limits: limits)
        let station = ProbeStation(ProbeProgram(toolchain: toolchain), compiler)
        verifications = VerificationQueue(compiler, station, room: workers)
        PrivateFolder.sweep()
    }

    /// What has happened so far.
    package var metrics: CheckerMetrics {
        get async {
            var snapshot = await pool.metrics
            snapshot.verifications = verified.withLock { $0 }
            return snapshot
        }
    }

    /// Starts a worker for the header and waits until its canaries have sung, so that a broken Lean shows before any
    /// work is done.
    ///
    /// - Throws: `LeanCheckingError` for a Lean or a header that does not work; `CancellationError`.
    package func warmUp(_ header: LeanHeader) async throws {
        let canary = Canary.all[0]
        _ = try await pool.run(
            PoolCheck(header: header, source: canary.source, name: canary.name, mayShare: false), priority: .high)
    }

    /// Ends all workers and returns when their processes are gone. What waits or runs throws `lean.stopped`.
    package func shutdown() async {
        await verifications.stop()
        await pool.shutDown()
    }

    package func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        let check = PoolCheck(
            header: header, source: statement.withSorry(), name: statement.name, kind: .statement, mayShare: true)
        return result(try await pool.run(check), rungWhenRefused: 0) { message in
            VerdictReader.isSorryWarning(message) ? nil : message
        }
    }

    package func check(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        try await check(proof, of: statement, header: header, priority: .normal)
    }

    /// As `check`, before or after other waiting checks.
    package func check(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, priority: CheckPriority
    ) async throws -> CheckResult {
        if let refused = guarded(proof, of: statement) { return refused }
        let spliced = statement.spliced(with: proof)
        let check = PoolCheck(
            header: header, source: spliced.text, name: statement.name, mayShare: true, tactics: spliced.tactics)
        return result(try await pool.run(check, priority: priority), rungWhenRefused: 2) { $0.moved(into: spliced) }
    }

    /// Calls at the same time share processes; each gets its own verdict.
    package func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult {
        guard (3...5).contains(rung) else {
            throw LeanCheckingError(
                .setting, "There is no verification up to rung \(rung).", advice: "It must be 3, 4 or 5.")
        }
        if let refused = guarded(proof, of: statement) { return refused }
        verified.withLock { $0 += 1 }
        return try await verifications.verify(VerificationItem(proof, of: statement, header: header, rung: rung))
    }

    /// Rung 2, without any process. A proof whose only fault is that it leaves a hole says so honestly: it is
    /// `incomplete`, as Lean would call it; all other faults are `forbidden`.
    func guarded(_ proof: ProofBody, of statement: LockedStatement) -> CheckResult? {
        let violations = ProofGuard.violations(in: proof, of: statement)
        guard let first = violations.first(where: { !Self.holes.contains($0.word) }) ?? violations.first else {
            return nil
        }
        let messages = violations.map {
            LeanMessage(
                severity: .error, line: $0.line, column: $0.column, kind: "dsprover.guard",
                text: "`\($0.word)` \($0.reason)")
        }
        return CheckResult(
            verdict: Self.holes.contains(first.word) ? .incomplete : .forbidden(first.word), rung: 1,
            messages: messages, axioms: [], elapsed: .zero, peakMemoryBytes: nil, leanVersion: toolchain.version)
    }

    private static let holes: Set<String> = ["sorry", "sorryAx", "admit"]

    func result(
        _ outcome: WorkerOutcome, rungWhenRefused: Int, place: (LeanMessage) -> LeanMessage?
    ) -> CheckResult {
        var reading: VerdictReader.Reading
        var messages: [LeanMessage] = []
        switch outcome.ending {
        case .answered(let answer):
            reading = answer.reading
            messages = answer.messages.compactMap(place)
        case .timeout: reading = VerdictReader.Reading(verdict: .timeout, axioms: [])
        case .outOfMemory: reading = VerdictReader.Reading(verdict: .outOfMemory, axioms: [])
        case .crashed: reading = VerdictReader.Reading(verdict: .crashed, axioms: [])
        }
        return CheckResult(
            verdict: reading.verdict, rung: reading.verdict == .verified ? 3 : rungWhenRefused, messages: messages,
            axioms: reading.axioms, elapsed: outcome.elapsed, peakMemoryBytes: outcome.peakMemoryBytes,
            leanVersion: toolchain.version)
    }
}

extension LeanMessage {
    /// The message with its place in the model's own text, when it lies there.
    func moved(into spliced: SplicedSource) -> LeanMessage {
        guard let place = spliced.proofPosition(line: line, column: column) else {
            return placed(line: line, column: column, isInStatement: true)
        }
        return placed(line: place.line, column: place.column, isInStatement: false)
    }
}
