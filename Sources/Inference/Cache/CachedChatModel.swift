internal import Support

/// A model with the answer cache before it: asks only for the samples nobody has answered yet, and stores each answered
/// call at once.
///
/// Copies of one value share what is in the air: a sample that two tasks want at the same time is asked for once, and
/// when that call fails or is cancelled the task that waited asks itself.
package struct CachedChatModel: ChatModel {
    private let model: any ChatModel
    private let cache: any AnswerCache
    private let flights = CallFlights()

    package var name: String { model.name }
    package var identity: String { model.identity }
    package var readsInputs: Bool { model.readsInputs }
    package var samplesPerCall: Int { model.samplesPerCall }
    package var sampleCount: Int? { model.sampleCount }
    package var endpoints: [EndpointSnapshot] { model.endpoints }

    /// Puts the cache before the model.
    package init(_ model: any ChatModel, cache: any AnswerCache) {
        self.model = model
        self.cache = cache
    }

    /// Answers from the cache what it can and asks the model for the rest, in calls of at most `samplesPerCall` samples.
    ///
    /// All calls are finished and their answers stored even when one of them fails; then the first error is thrown.
    ///
    /// - Throws: `InferenceError`, `CancellationError`, or what the cache throws.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        var keys: [Int: String] = [:]
        for sample in request.samples { keys[sample] = CallKey.key(of: sample, in: request, for: model) }
        var found: [Int: ChatAnswer] = [:]
        var notSent = 0
        do {
            while found.count < request.samples.count {
                try Task.checkCancellation()
                let missing = request.samples.filter { found[$0] == nil }
                let claimed = flights.claim(missing.compactMap { keys[$0] })
                let ours = missing.filter { keys[$0].map(claimed.contains) ?? false }
                let before = found.count
                try await lookUp(ours, keys: keys, into: &found)
                notSent += found.count - before
                try await ask(for: ours.filter { found[$0] == nil }, of: request, keys: keys, into: &found)
                for sample in missing where !ours.contains(sample) {
                    guard let key = keys[sample], var answer = try await flights.answer(for: key) else { continue }
                    answer.sample = sample
                    found[sample] = answer
                    notSent += 1
                }
            }
        } catch {
            try? await count(cached: notSent, purpose: request.purpose)
            throw error
        }
        try await count(cached: notSent, purpose: request.purpose)
        return request.samples.compactMap { found[$0] }
    }

    /// Takes what the cache has and gives the claims on it back; on an error all claims.
    private func lookUp(_ samples: [Int], keys: [Int: String], into found: inout [Int: ChatAnswer]) async throws {
        guard !samples.isEmpty else { return }
        do {
            let stored = try await cache.answers(for: samples.compactMap { keys[$0] })
            for sample in samples {
                guard let key = keys[sample], var answer = stored[key] else { continue }
                answer.sample = sample
                found[sample] = answer
                flights.land(key, with: answer)
            }
        } catch {
            for sample in samples { keys[sample].map { flights.land($0, with: nil) } }
            throw error
        }
    }

    /// Asks the model for the samples, which are claimed, and ends the claims.
    private func ask(
        for samples: [Int], of request: ChatRequest, keys: [Int: String], into found: inout [Int: ChatAnswer]
    ) async throws {
        let ranges = SampleRanges.contiguous(samples, atMost: samplesPerCall)
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

    /// One call: ask, store, count, land.
    private func call(_ request: ChatRequest, keys: [Int: String]) async -> Result<[ChatAnswer], any Error> {
        var landed: [Int: ChatAnswer] = [:]
        defer {
            for sample in request.samples { keys[sample].map { flights.land($0, with: landed[sample]) } }
        }
        let answers: [ChatAnswer]
        do {
            answers = try await model.answers(to: request)
            // A part is well: the samples that are missing are asked for again.
            guard !answers.isEmpty, answers.allSatisfy({ request.samples.contains($0.sample) }) else {
                throw InferenceError(
                    .invalidAnswer, message: "Model \(name) answered other samples than it was asked for.")
            }
        } catch {
            // A cancelled call is neither an answer nor a failure of the model.
            let failed = error is CancellationError ? 0 : 1
            try? await unaffectedByCancellation { [self] in
                try await cache.count(sent: 1, cached: 0, failed: failed, model: name, purpose: request.purpose)
            }
            return .failure(error)
        }
        do {
            // The answer is paid for: it is stored although the task may have been cancelled meanwhile.
            try await unaffectedByCancellation { [self] in
                let entries = answers.compactMap { answer in keys[answer.sample].map { (key: $0, answer: answer) } }
                try await cache.store(entries, model: name, identity: identity, purpose: request.purpose)
                try await cache.count(sent: 1, cached: 0, failed: 0, model: name, purpose: request.purpose)
            }
        } catch {
            return .failure(error)
        }
        for answer in answers { landed[answer.sample] = answer }
        return .success(answers)
    }

    private func count(cached: Int, purpose: String) async throws {
        guard cached > 0 else { return }
        try await unaffectedByCancellation { [self] in
            try await cache.count(sent: 0, cached: cached, failed: 0, model: name, purpose: purpose)
        }
    }
}

/// Runs the body in a task of its own, which the cancellation of the current task does not reach.
private func unaffectedByCancellation(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await Task { try await body() }.value
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
