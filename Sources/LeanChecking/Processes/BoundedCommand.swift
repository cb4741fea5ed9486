internal import Subprocess
internal import Support

/// Runs one process to its end within limits on time, memory and output.
enum BoundedCommand {
    /// What the run may cost.
    struct Bounds: Sendable, Hashable {
        var wallClock: Duration
        /// Private resident memory in bytes; nil for no limit.
        var memoryBytes: Int?
        /// Most bytes of standard output that are kept; more ends the process.
        var outputBytes = 8 << 20
        /// Most bytes that the private folder may hold; more ends the process. A file alone is bounded by the kernel.
        var folderBytes = 2 << 30
        /// How often memory is looked at while it is far from the limit.
        var sampleEvery: Duration = .milliseconds(20)
    }

    /// How the run ended.
    enum Ending: Sendable, Hashable {
        case ended(ProcessEnding)
        case timedOut
        case outOfMemory
        case tooMuchOutput
    }

    /// All that is known after the run.
    struct Outcome: Sendable {
        let ending: Ending
        let output: [UInt8]
        /// The end of standard error.
        let errors: String
        let elapsed: Duration
        /// Highest resident memory seen in bytes. Sampled: a very short process may have had more.
        let peakMemoryBytes: Int?

        /// Whether signal 9 ended it, and it was not sent from here.
        var wasKilledByOthers: Bool { ending == .ended(.signaled(9)) }
    }

    /// What the concurrent parts of a run find out.
    private struct Findings {
        var output: [UInt8] = []
        var errors = TailBuffer()
        var broken: Ending?
        var watched: WatchedProcess?
    }

    /// Runs the process. A run that ended because of the machine and not because of the process is no outcome: a full disk
    /// is an error, and a sandbox that did not come up is tried once more and then an error.
    ///
    /// - Parameter started: is told the process id.
    /// - Throws: `LeanCheckingError` with code `lean.system` when it cannot be started; `CancellationError` when the task
    ///   is cancelled, after the process group was killed.
    static func run(
        _ plan: LaunchPlan, within bounds: Bounds, started: (@Sendable (Int32) -> Void)? = nil
    ) async throws -> Outcome {
        let limited = plan.limitingProcessor(to: bounds.wallClock)
        var outcome = try await once(limited, within: bounds, started: started)
        if plan.sandbox.mayHaveFailed(outcome) { outcome = try await once(limited, within: bounds) }
        if plan.sandbox.mayHaveFailed(outcome) {
            // The process may say what a wrapper would say. A program that says nothing tells them apart.
            let silent = try await once(plan.replacingProgram(with: ["/bin/sh", "-c", ":"]), within: bounds)
            if silent.ending != .ended(.exited(0)) {
                throw LeanCheckingError(
                    .system, "Lean cannot be started in its sandbox: \(silent.errors.prefix(300))",
                    advice: "Type `dsprover doctor`, or set lean.isolation to off.")
            }
        }
        if outcome.ending != .ended(.exited(0)), outcome.ending != .tooMuchOutput,
            let free = Disk.freeBytes(plan.folder),
            free < Disk.leastBytes
        {
            throw LeanCheckingError(
                .system, "\(plan.folder): the disk is full.", advice: "Make room or set TMPDIR to another folder.")
        }
        return outcome
    }

    /// As `run`, for a process whose end says something of the machine: one that somebody else killed (a person, a system out of
    /// memory) says nothing, and is started again, up to three times.
    ///
    /// - Throws: as `run`.
    static func runUnlessKilled(_ plan: LaunchPlan, within bounds: Bounds) async throws -> Outcome {
        var outcome = try await run(plan, within: bounds)
        for _ in 0..<3 where outcome.wasKilledByOthers { outcome = try await run(plan, within: bounds) }
        return outcome
    }

    /// One attempt.
    ///
    /// - Throws: as `run`.
    static func once(
        _ plan: LaunchPlan, within bounds: Bounds, started: (@Sendable (Int32) -> Void)? = nil
    ) async throws -> Outcome {
        let findings = Locked(Findings())
        let start = ContinuousClock.now
        let status: TerminationStatus
        do {
            status = try await Subprocess.run(
                ChildProcess.configuration(plan), input: .none, output: .sequence, error: .sequence
            ) { execution in
                let processID = Int32(execution.processIdentifier.value)
                started?(processID)
                let watched = WatchedProcess(processID, limit: bounds.memoryBytes, every: bounds.sampleEvery)
                findings.withLock { $0.watched = watched }
                MemoryWatch.shared.begin(watched)
                defer { watched.end() }
                await withTaskGroup { group in
                    group.addTask { await watch(processID, plan.folder, bounds, findings) }
                    // The end of both streams is the end of the run: the watch only cuts it short.
                    await withTaskGroup { streams in
                        streams.addTask {
                            await collect(execution.standardOutput, bounds.outputBytes, processID, findings)
                        }
                        streams.addTask { await keepTail(execution.standardError, findings) }
                    }
                    group.cancelAll()
                }
            }.terminationStatus
        } catch {
            try Task.checkCancellation()
            throw LeanCheckingError(
                .system, "\(plan.executable): cannot be run: \(error)", advice: "Check that the file is executable.")
        }
        try Task.checkCancellation()
        return findings.withLock { found in
            let ending = found.watched?.isOver == true ? .outOfMemory : found.broken
            return Outcome(
                ending: ending ?? .ended(ProcessEnding(status)), output: found.output, errors: found.errors.text,
                elapsed: .now - start, peakMemoryBytes: found.watched?.peakBytes)
        }
    }

    private static func collect(
        _ stream: SubprocessOutputSequence, _ limit: Int, _ processID: Int32, _ findings: Locked<Findings>
    ) async {
        do {
            for try await buffer in stream {
                let fits = findings.withLock { found in
                    guard found.output.count + buffer.count <= limit else { return false }
                    buffer.withUnsafeBytes { found.output.append(contentsOf: $0) }
                    return true
                }
                if !fits {
                    stop(processID, because: .tooMuchOutput, findings)
                    return
                }
            }
        } catch {
            // A stream that cannot be read any more ends the run as its end does: the exit status says the rest.
        }
    }

    private static func keepTail(_ stream: SubprocessOutputSequence, _ findings: Locked<Findings>) async {
        do {
            for try await buffer in stream {
                findings.withLock { found in buffer.withUnsafeBytes { found.errors.append($0) } }
            }
        } catch {
            // As above.
        }
    }

    /// How often the clock and the folder are looked at.
    private static let lookEvery = Duration.milliseconds(20)

    private static func watch(
        _ processID: Int32, _ folder: String, _ bounds: Bounds, _ findings: Locked<Findings>
    ) async {
        let deadline = ContinuousClock.now + bounds.wallClock
        while true {
            if Disk.isOver(bounds.folderBytes, in: folder) { return stop(processID, because: .tooMuchOutput, findings) }
            let now = ContinuousClock.now
            if now >= deadline { return stop(processID, because: .timedOut, findings) }
            do {
                try await Task.sleep(until: min(deadline, now + lookEvery), clock: .continuous)
            } catch {
                return
            }
        }
    }

    private static func stop(_ processID: Int32, because ending: Ending, _ findings: Locked<Findings>) {
        findings.withLock { $0.broken = $0.broken ?? ending }
        ChildProcess.killGroup(processID)
    }
}
