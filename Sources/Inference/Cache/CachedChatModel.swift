internal import Support

/// A model with the answer cache before it: asks only for the samples nobody has answered yet, and stores each answered
/// call at once.
///
/// Copies of one value share what is in the air: a sample that two tasks want at the same time is asked for once, and
/// when that call fails or is cancelled the task that waited asks itself. The same holds between processes that share the
/// cache, as far as the cache knows who is asking for what (`AnswerCache.claim`).
package struct CachedChatModel: ChatModel {
    private let model: any ChatModel
    private let cache: any AnswerCache
    private let gate: (any CallGate)?
    private let clock: any Clock<Duration>
    private let flights = CallFlights()

    /// How long to wait before looking again for the answer to another process's call: at first, and at most.
    private static let patience = (first: Duration.milliseconds(250), longest: Duration.seconds(2))

    package var name: String { model.name }
    package var identity: String { model.identity }
    package var readsInputs: Bool { model.readsInputs }
    package var samplesPerCall: Int { model.samplesPerCall }
    package var sampleCount: Int? { model.sampleCount }
    package var endpoints: [EndpointSnapshot] { model.endpoints }

    /// Puts the cache before the model.
    ///
    /// - Parameters:
    ///   - gate: asked before every call that the cache does not save; nil lets all through.
    ///   - clock: measures the waits for other processes.
    package init(
        _ model: any ChatModel, cache: any AnswerCache, gate: (any CallGate)? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.model = model
        self.cache = cache
        self.gate = gate
        self.clock = clock
    }

    /// Answers from the cache what it can and asks the model for the rest, in calls of at most `samplesPerCall` samples.
    ///
    /// All calls are finished and their answers stored even when one of them fails; then the first error is thrown.
    ///
    /// - Throws: `InferenceError`, `UnsentCall`, `CancellationError`, or what the cache throws.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        if request.samples.count == 1, let answers = try await alone(request) { return answers }
        var keys: [Int: String] = [:]
        for sample in request.samples { keys[sample] = CallKey.key(of: sample, in: request, for: model) }
        var found: [Int: ChatAnswer] = [:]
        var notSent = 0
        var wait = Self.patience.first
        do {
            while found.count < request.samples.count {
                try Task.checkCancellation()
                let missing = request.samples.filter { found[$0] == nil }
                let claimed = flights.claim(missing.compactMap { keys[$0] })
                let ours = missing.filter { keys[$0].map(claimed.contains) ?? false }
                let before = found.count
                let elsewhere = try await lookUp(ours, keys: keys, into: &found)
                notSent += found.count - before
                let unanswered = ours.filter { found[$0] == nil && !elsewhere.contains($0) }
                try await ask(for: unanswered, of: request, keys: keys, into: &found)
                for sample in missing where !ours.contains(sample) {
                    guard let key = keys[sample], var answer = try await flights.answer(for: key) else { continue }
                    answer.sample = sample
                    found[sample] = answer
                    notSent += 1
                }
                guard !elsewhere.isEmpty else { continue }
                try await clock.sleep(for: wait)
                wait = min(wait * 2, Self.patience.longest)
            }
        } catch {
            try? await count(served: notSent, for: request)
            throw error
        }
        try await count(served: notSent, for: request)
        return request.samples.compactMap { found[$0] }
    }

    /// The same for one sample that nobody else is asking for, without the bookkeeping of many.
    ///
    /// - Returns: nil when somebody else asks for it; nothing is claimed then.
    private func alone(_ request: ChatRequest) async throws -> [ChatAnswer]? {
        try Task.checkCancellation()
        let sample = request.samples.lowerBound
        let key = CallKey.key(of: sample, in: request, for: model)
        guard flights.claim(key) else { return nil }
        let claims: CacheClaims
        do {
            claims = try await cache.claim([key])
        } catch {
            flights.land(key, with: nil)
            throw error
        }
        if var answer = claims.answers[key] {
            answer.sample = sample
            flights.land(key, with: answer)
            try await count(served: 1, for: request)
            return [answer]
        }
        if claims.elsewhere.contains(key) {
            flights.land(key, with: nil)
            return nil
        }
        return try await call(request, keys: [sample: key]).get()
    }

    /// Takes what the cache has, claims the rest of it for this process, and gives back the claims of this task on what
    /// needs no call of ours; on an error all claims.
    ///
    /// - Returns: the samples that another process is asking for.
    private func lookUp(
        _ samples: [Int], keys: [Int: String], into found: inout [Int: ChatAnswer]
    ) async throws -> Set<Int> {
        guard !samples.isEmpty else { return [] }
        do {
            let claims = try await cache.claim(samples.compactMap { keys[$0] })
            take(claims.answers, for: samples, keys: keys, into: &found)
            guard !claims.elsewhere.isEmpty else { return [] }
            let elsewhere = samples.filter { keys[$0].map(claims.elsewhere.contains) ?? false }
            for sample in elsewhere { keys[sample].map { flights.land($0, with: nil) } }
            return Set(elsewhere)
        } catch {
            for sample in samples where found[sample] == nil { keys[sample].map { flights.land($0, with: nil) } }
            throw error
        }
    }

    private func take(
        _ stored: [String: ChatAnswer], for samples: [Int], keys: [Int: String], into found: inout [Int: ChatAnswer]
    ) {
        for sample in samples {
            guard let key = keys[sample], var answer = stored[key] else { continue }
            answer.sample = sample
            found[sample] = answer
            flights.land(key, with: answer)
        }
    }

    /// Asks the model for the samples, which are claimed, and ends the claims.
    private func ask(
        for samples: [Int], of request: ChatRequest, keys: [Int: String], into found: inout [Int: ChatAnswer]
    ) async throws {
        let ranges = SampleRanges.contiguous(samples, atMost: samplesPerCall)
        if ranges.count == 1 {
            // The usual case needs no task of its own.
            for answer in try await call(request.asking(for: ranges[0]), keys: keys).get() {
                found[answer.sample] = answer
            }
            return
        }
        var firstError: (any Error)?
        await withTaskGroup(of: Result<[ChatAnswer], any Error>.self) { group in
            for range in ranges {
                group.addTask { await call(request.asking(for: range), keys: keys) }
            }
            for await result in group {
                switch result {
                case .success(let answers): for answer in answers { found[answer.sample] = answer }
                case .failure(let error): firstError = firstError ?? error
                }
            }
        }
        if let firstError { throw firstError }
    }

    /// One call: ask, record, land.
    private func call(_ request: ChatRequest, keys: [Int: String]) async -> Result<[ChatAnswer], any Error> {
        var landed: [Int: ChatAnswer] = [:]
        defer {
            for sample in request.samples { keys[sample].map { flights.land($0, with: landed[sample]) } }
        }
        var request = request
        request.callKey = CallKey.callKey(of: request.samples.compactMap { keys[$0] })
        var ticket: CallTicket?
        let answers: [ChatAnswer]
        do {
            ticket = try await gate?.enter(request, of: model)
            answers = try await model.answers(to: request)
            // A part is well: the samples that are missing are asked for again.
            guard !answers.isEmpty, answers.allSatisfy({ request.samples.contains($0.sample) }) else {
                throw InferenceError(
                    .invalidAnswer, message: "Model \(name) answered other samples than it was asked for.")
            }
        } catch {
            let wasSent = gate == nil || ticket != nil
            let failures = (error as? InferenceError)?.failures ?? []
            try? await record(Self.outcome(of: error, wasSent: wasSent), of: request, failures: failures, keys: keys)
            if let ticket { await gate?.leave(ticket, with: []) }
            return .failure(error)
        }
        do {
            let entries = answers.compactMap { answer in keys[answer.sample].map { (key: $0, answer: answer) } }
            // The answer is paid for: it is stored although the task may have been cancelled meanwhile.
            try await record(.answered(entries), of: request, failures: answers.flatMap(\.failures), keys: keys)
        } catch {
            if let ticket { await gate?.leave(ticket, with: answers) }
            return .failure(error)
        }
        if let ticket { await gate?.leave(ticket, with: answers) }
        for answer in answers { landed[answer.sample] = answer }
        return .success(answers)
    }

    private static func outcome(of error: any Error, wasSent: Bool) -> CallRecord.Outcome {
        // A cancelled call is neither an answer nor a failure of the model.
        if !wasSent || error is any UnsentCall { return .unsent }
        if error is CancellationError { return .cancelled }
        guard let error = error as? any UserFacingError else {
            return .failed(code: "other", message: String(describing: type(of: error)))
        }
        return .failed(code: error.code, message: error.message)
    }

    private func record(
        _ outcome: CallRecord.Outcome, of request: ChatRequest, failures: [InferenceError.Reason], keys: [Int: String]
    ) async throws {
        let call = CallRecord(
            model: name, identity: identity, purpose: request.purpose, subject: request.subject, outcome: outcome,
            failures: failures, keys: request.samples.compactMap { keys[$0] })
        try await store(call)
    }

    /// Records the call whatever happens to the task. One that is cancelled meanwhile is the cache's matter (`AnswerCache.record`);
    /// one that was cancelled before gets a task of its own, because much of what runs in a cancelled task refuses to begin.
    private func store(_ call: CallRecord) async throws {
        guard Task.isCancelled else { return try await cache.record(call) }
        try await Task { [cache] in try await cache.record(call) }.value
    }

    private func count(served samples: Int, for request: ChatRequest) async throws {
        guard samples > 0 else { return }
        let call = CallRecord(
            model: name, identity: identity, purpose: request.purpose, subject: request.subject,
            outcome: .served(samples: samples))
        try await store(call)
    }
}

/// Cuts samples into calls.
package enum SampleRanges {
    /// The samples as contiguous ranges of at most `limit`, in ascending order.
    package static func contiguous(_ samples: [Int], atMost limit: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for sample in samples.sorted() {
            if let last = ranges.last, last.upperBound == sample, last.count < max(1, limit) {
                ranges[ranges.count - 1] = last.lowerBound..<(sample + 1)
            } else {
                ranges.append(sample..<(sample + 1))
            }
        }
        return ranges
    }
}
