internal import Subprocess
internal import Support

/// What the pool tells a worker.
enum WorkerCommand: Sendable {
    /// Elaborate the text in place of the present one; the answer carries the ticket.
    case change(String, ticket: Int)
    /// End by yourself.
    case stop
}

/// What a worker tells the pool while it lives.
enum WorkerReport: Sendable {
    /// What it took from its start until it had read the header.
    case ready(Duration)
    case answered(ticket: Int, WorkerSession.Heard, memory: ProcessMemory?)
}

/// One `lean --worker` process from its start to its end.
struct WarmWorker: Sendable {
    let header: LeanHeader
    let handle: ProcessHandle
    /// Most bytes that may come from Lean for one version of the document; more is an attack on our memory.
    var outputLimit = 64 << 20
    /// For tests: what is believed to have been said.
    var alter: (@Sendable (WorkerSession.Heard) -> WorkerSession.Heard)?
    private let shared = Locked(Shared())

    init(
        header: LeanHeader, handle: ProcessHandle,
        alter: (@Sendable (WorkerSession.Heard) -> WorkerSession.Heard)? = nil
    ) {
        self.header = header
        self.handle = handle
        self.alter = alter
    }

    /// What was said so far about the document that the worker is at.
    var heard: WorkerSession.Heard? { shared.withLock { $0.session.heard } }

    /// What the tasks of one worker share.
    private struct Shared {
        var session = WorkerSession()
        var ticket = 0
        var received = 0
        var fault: String?
        var flooded = false
        var errors = TailBuffer()
    }

    /// The answer to one version, with the ticket under which it was asked for.
    private struct Answer: Sendable {
        let ticket: Int
        let heard: WorkerSession.Heard
        let memory: ProcessMemory?
    }

    /// Starts the process, lets it elaborate the header, asks the canaries, then serves commands until it is stopped,
    /// killed, or dies. Returns when the process is gone.
    func run(
        _ plan: LaunchPlan, commands: AsyncStream<WorkerCommand>, stopCommands: @escaping @Sendable () -> Void,
        report: @escaping @Sendable (WorkerReport) async -> Void
    ) async -> WorkerExit {
        // At most one answer is outstanding; the room for more is for answers that nobody waits for any more.
        let (answers, answered) = AsyncStream.makeStream(of: Answer.self, bufferingPolicy: .bufferingNewest(4))
        var startFailure: LeanCheckingError?
        var isReady = false
        let began = ContinuousClock.now
        var headerRead = began
        var ending = "no process"
        do {
            let result = try await Subprocess.run(
                ChildProcess.configuration(plan), input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                let processID = Int32(execution.processIdentifier.value)
                handle.began(processID)
                defer { handle.ended() }
                await withTaskGroup { group in
                    group.addTask {
                        await read(execution.standardOutput, processID, answered)
                        // Without its voice the worker is of no use; the end of the streams ends everything else.
                        handle.kill()
                        answered.finish()
                        stopCommands()
                    }
                    group.addTask { await keepTail(execution.standardError) }
                    startFailure = await start(execution.standardInputWriter, answers) { headerRead = .now }
                    if startFailure == nil {
                        isReady = true
                        await report(.ready(headerRead - began))
                        group.addTask {
                            for await answer in answers {
                                await report(
                                    .answered(ticket: answer.ticket, answer.heard, memory: answer.memory))
                            }
                        }
                        await serve(commands, execution.standardInputWriter, processID)
                    } else {
                        handle.kill()
                    }
                }
            }
            ending = ProcessEnding(result.terminationStatus).description
        } catch {
            startFailure = LeanCheckingError(
                .system, "\(plan.executable): cannot be started: \(error)", advice: PoolStateMachine.doctorAdvice)
        }
        return exit(startFailure, isReady: isReady, ending: ending)
    }

    /// Header and canaries. Nil when all is well.
    private func start(
        _ writer: StandardInputWriter, _ answers: AsyncStream<Answer>, headerRead: () -> Void
    ) async -> LeanCheckingError? {
        let dead = LeanCheckingError(.broken, "Lean ended while it started.", advice: PoolStateMachine.doctorAdvice)
        var iterator = answers.makeAsyncIterator()
        let opening = shared.withLock { $0.session.open(CheckDocument.idleText(header)) }
        guard await write(opening, to: writer), let first = await iterator.next() else { return dead }
        if let error = first.heard.diagnostics.first(where: { $0.leanSeverity == .error }) {
            return LeanCheckingError(
                .header, "Lean refuses the header, line \(error.range.start.line + 1): \(error.message.prefix(500))",
                advice: "Correct `lean.header` in the configuration, or use a toolchain that has these imports.")
        }
        headerRead()
        for song in CanarySong.all(header) {
            let change = shared.withLock { $0.session.change(to: song.text) }
            guard await write(change, to: writer), let answer = await iterator.next() else { return dead }
            if let objection = song.objection(to: answer.heard.diagnostics) { return objection }
        }
        return nil
    }

    private func serve(
        _ commands: AsyncStream<WorkerCommand>, _ writer: StandardInputWriter, _ processID: Int32
    ) async {
        for await command in commands {
            switch command {
            case .change(let text, let ticket):
                ProcessMemory.resetPeak(of: processID)
                let bytes = shared.withLock { shared in
                    shared.ticket = ticket
                    shared.received = 0
                    return shared.session.change(to: text)
                }
                // A worker that cannot be written to is dying; the reader sees its end.
                if await !write(bytes, to: writer) { return }
            case .stop:
                _ = await write(WorkerSession.exit(), to: writer)
                try? await writer.finish()
                return
            }
        }
    }

    /// A write to a dead process may fail, be short or even seem to succeed: only a full count is a success, and success
    /// proves nothing.
    private func write(_ bytes: [UInt8], to writer: StandardInputWriter) async -> Bool {
        (try? await writer.write(bytes)) == bytes.count
    }

    private func read(
        _ stream: SubprocessOutputSequence, _ processID: Int32,
        _ answered: AsyncStream<Answer>.Continuation
    ) async {
        var framing = MessageFraming(limit: outputLimit)
        do {
            for try await buffer in stream {
                let count = buffer.count
                let isFlood = shared.withLock { shared in
                    shared.received += count
                    if shared.received > outputLimit { shared.flooded = true }
                    return shared.flooded
                }
                if isFlood { return }
                buffer.withUnsafeBytes { framing.append($0) }
                while let message = try framing.next() {
                    let answer = try shared.withLock {
                        shared throws(WorkerSession.Fault) -> (Int, WorkerSession.Heard)? in
                        try shared.session.receive(message).map { (shared.ticket, $0) }
                    }
                    guard let (ticket, heard) = answer else { continue }
                    answered.yield(
                        Answer(ticket: ticket, heard: alter?(heard) ?? heard, memory: ProcessMemory.of(processID)))
                }
            }
        } catch let fault as WorkerSession.Fault {
            shared.withLock { $0.fault = fault.what }
        } catch let fault as MessageFraming.Fault {
            shared.withLock { shared in
                shared.fault = "\(fault)"
                // One message that is too long is no less a flood than many.
                if case .tooLong = fault { shared.flooded = true }
            }
        } catch {
            // The stream of a process that is gone.
        }
    }

    private func keepTail(_ stream: SubprocessOutputSequence) async {
        do {
            for try await buffer in stream {
                shared.withLock { shared in buffer.withUnsafeBytes { shared.errors.append($0) } }
            }
        } catch {
            // The stream of a process that is gone.
        }
    }

    private func exit(
        _ startFailure: LeanCheckingError?, isReady: Bool, ending: String
    ) -> WorkerExit {
        let (fault, flooded, errors) = shared.withLock { ($0.fault, $0.flooded, $0.errors.text) }
        if isReady {
            return flooded || handle.isOutOfMemory || RuntimePanic.isOutOfMemory(errors) ? .outOfMemory : .ended
        }
        if handle.isOutOfMemory {
            return .failedToStart(
                LeanCheckingError(
                    .broken, "Lean took more memory than it may have while it started.",
                    advice: "Raise lean.memory_mib in the configuration, or import less in lean.header."))
        }
        guard let startFailure, startFailure.reason == .broken else {
            return .failedToStart(
                startFailure ?? LeanCheckingError(.broken, "Lean ended while it started (\(ending))."))
        }
        // The bare fact that it ended says little; what it printed and how it ended say more.
        let said = errors.split(whereSeparator: \.isNewline).first.map { ": \($0.prefix(300))" } ?? "."
        let how = fault.map { "it sent \($0)" } ?? ending
        return .failedToStart(
            LeanCheckingError(
                .broken, "Lean ended while it started (\(how))\(said)", advice: startFailure.advice))
    }
}
