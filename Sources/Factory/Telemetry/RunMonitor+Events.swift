internal import Inference
internal import Ledger
internal import Logging
internal import Support
internal import Synchronization

extension RunMonitor {
    /// Most characters of a reason in the log.
    private static let longest = 500

    /// A job ended.
    ///
    /// - Parameters:
    ///   - outcome: what was recorded, when it is done.
    ///   - error: why it is not.
    func ended(
        _ job: Job, _ end: JobEnd, after time: Duration, outcome: StepOutcome? = nil, error: (any Error)? = nil
    ) {
        emitter.add(.jobs, 1, ("stage", job.stage), ("outcome", end.rawValue))
        emitter.record(.jobSeconds, time, ("stage", job.stage))
        if end == .done {
            let now = uptime
            state.withLock { $0.rates[job.stage, default: RateWindow()].add(at: now) }
        }
        for attempt in outcome?.attempts ?? [] {
            emitter.add(.verdicts, 1, ("stage", job.stage), ("verdict", attempt.verdict))
        }
        if let verification = outcome?.verification {
            emitter.add(.verdicts, 1, ("stage", job.stage), ("verdict", verification.verdict))
        }
        for decision in outcome?.decisions ?? [] {
            emitter.add(.decisions, 1, ("gate", decision.gate), ("verdict", decision.verdict))
        }
        let level: Logger.Level = end == .parked || end == .fatal ? .warning : end == .done ? .info : .notice
        guard logger.logLevel <= level else { return }
        var metadata = Self.ids(of: job)
        metadata["event"] = "job"
        metadata["outcome"] = "\(end.rawValue)"
        metadata["seconds"] = .stringConvertible((time.seconds * 1000).rounded() / 1000)
        if let state = outcome?.statementMove?.to.rawValue { metadata["state"] = "\(state)" }
        if let reason = outcome?.decisions.last?.reason { metadata["reason"] = "\(reason.prefix(Self.longest))" }
        if let models = outcome?.attempts.map(\.model), !models.isEmpty {
            metadata["model"] = "\(Set(models).sorted().joined(separator: ","))"
        }
        if let error { metadata["error"] = "\("\(error)".prefix(Self.longest))" }
        logger.log(level: level, "job \(job.id) \(job.stage): \(end.rawValue)", metadata: metadata)
    }

    /// The work of a needless job has really ended, so long after it was cancelled.
    func cancelled(_ job: Job, after time: Duration) {
        emitter.record(.cancelSeconds, time, ("stage", job.stage))
        state.withLock { state in
            if state.cancellations.count == Self.mostCancellations { state.cancellations.removeFirst() }
            state.cancellations.append(time)
        }
        guard logger.logLevel <= .info else { return }
        var metadata = Self.ids(of: job)
        metadata["event"] = "cancelled"
        metadata["milliseconds"] = .stringConvertible((time.seconds * 1e6).rounded() / 1000)
        logger.info("job \(job.id) \(job.stage): its work has ended", metadata: metadata)
    }

    /// Most times that are kept.
    private static let mostCancellations = 1024

    /// A call to a model ended, or samples were served without one.
    func called(_ call: CallRecord, cost: Money) {
        for reason in call.failures {
            emitter.add(.callErrors, 1, ("model", call.model), ("class", "inference.\(reason.rawValue)"))
        }
        var metadata: Logger.Metadata = ["event": "call", "model": "\(call.model)", "stage": "\(call.purpose)"]
        metadata["problem"] = call.subject.map { .stringConvertible($0.problem) }
        metadata["statement"] = call.subject?.statement.map { .stringConvertible($0) }
        let word: String
        var level = Logger.Level.info
        switch call.outcome {
        case .answered(let answers):
            word = "answered"
            let usage = answers.map(\.answer.usage)
            let (prompt, completion) = usage.reduce((0, 0)) { ($0.0 + $1.promptTokens, $0.1 + $1.completionTokens) }
            let latency = answers.map(\.answer.latencyMilliseconds).max() ?? 0
            emitter.record(.callSeconds, .milliseconds(latency), ("model", call.model))
            emitter.add(.tokens, prompt, ("model", call.model), ("kind", "prompt"))
            emitter.add(.tokens, completion, ("model", call.model), ("kind", "completion"))
            emitter.add(.money, fraction: cost.units, ("model", call.model))
            metadata["samples"] = .stringConvertible(answers.count)
            metadata["tokens"] = .stringConvertible(prompt + completion)
            metadata["milliseconds"] = .stringConvertible(latency)
        case .failed(let code, let message):
            word = "failed"
            level = .notice
            emitter.add(.callErrors, 1, ("model", call.model), ("class", code))
            metadata["error"] = "\(message.prefix(Self.longest))"
            metadata["class"] = "\(code)"
        case .cancelled: word = "cancelled"
        case .unsent: word = "unsent"
        case .served(let samples):
            word = "served"
            metadata["samples"] = .stringConvertible(samples)
        }
        emitter.add(
            .calls, { if case .served(let samples) = call.outcome { samples } else { 1 } }(), ("model", call.model),
            ("stage", call.purpose), ("outcome", word))
        metadata["outcome"] = "\(word)"
        logger.log(level: level, "call to \(call.model) for \(call.purpose): \(word)", metadata: metadata)
    }

    /// Something that the ledger tells all who work on it.
    func noticed(_ event: Event) {
        emitter.add(.events, 1, ("kind", event.kind))
        if event.kind == "takeover" { emitter.add(.takeovers) }
        if event.level == .alarm { emitter.add(.alarms, 1, ("kind", event.kind)) }
        let level: Logger.Level =
            switch event.level {
            case .information: .info
            case .warning: .notice
            case .alarm: .critical
            }
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = ["event": "\(event.kind)", "number": .stringConvertible(event.id)]
        metadata["problem"] = event.problemID.map { .stringConvertible($0) }
        metadata["statement"] = event.statementID.map { .stringConvertible($0) }
        logger.log(level: level, "\(event.message)", metadata: metadata)
    }

    private static func ids(of job: Job) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "job": .stringConvertible(job.id), "stage": "\(job.stage)", "problem": .stringConvertible(job.problemID),
            "try": .stringConvertible(job.tries),
        ]
        metadata["statement"] = job.statementID.map { .stringConvertible($0) }
        metadata["attempt"] = job.attemptID.map { .stringConvertible($0) }
        if job.wave > 0 { metadata["wave"] = .stringConvertible(job.wave) }
        return metadata
    }
}
