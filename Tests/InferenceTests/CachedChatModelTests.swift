internal import Inference
internal import Support
internal import TestSupport
internal import Testing

private struct Broken: Error {}

@Suite struct CachedChatModelTests {
    @Test(arguments: [
        ([0, 1, 2, 3, 4], 2, [0..<2, 2..<4, 4..<5]), ([7, 3, 4, 9], 8, [3..<5, 7..<8, 9..<10]), ([], 3, []),
        ([1, 2], 1, [1..<2, 2..<3]), ([1, 2], 0, [1..<2, 2..<3]),
    ])
    func `samples are cut into contiguous calls`(samples: [Int], limit: Int, ranges: [Range<Int>]) {
        #expect(SampleRanges.contiguous(samples, atMost: limit) == ranges)
    }

    @Test func `the same question again is answered without the model`() async throws {
        let model = ClosureModel()
        let cache = MemoryCache()
        let first = try await CachedChatModel(model, cache: cache).answers(to: .user("q", samples: 0..<6))
        #expect(first.map(\.content) == (0..<6).map { "answer \($0)" })
        #expect(model.askedRanges == [0..<4, 4..<6])
        #expect(cache.counts == MemoryCache.Counts(sent: 2, cached: 0, failed: 0))
        let second = try await CachedChatModel(model, cache: cache).answers(to: .user("q", samples: 0..<6))
        #expect(second == first)
        #expect(model.askedRanges.count == 2)
        #expect(cache.counts == MemoryCache.Counts(sent: 2, cached: 6, failed: 0))
    }

    @Test func `only what is missing is asked for, and the order is that of the samples`() async throws {
        let model = ClosureModel()
        let cached = CachedChatModel(model, cache: MemoryCache())
        _ = try await cached.answers(to: .user("q", samples: 2..<4))
        let all = try await cached.answers(to: .user("q", samples: 0..<10))
        #expect(all.map(\.sample) == Array(0..<10))
        #expect(model.askedRanges == [0..<2, 2..<4, 4..<8, 8..<10])
    }

    @Test func `another question, another model id and other inputs are asked for anew`() async throws {
        let cache = MemoryCache()
        let model = ClosureModel(readsInputs: true)
        let cached = CachedChatModel(model, cache: cache)
        _ = try await cached.answers(to: .user("q", inputs: ["a": "1"]))
        _ = try await cached.answers(to: .user("r", inputs: ["a": "1"]))
        _ = try await cached.answers(to: .user("q", inputs: ["a": "2"]))
        _ = try await cached.answers(to: .user("q", seed: 1, inputs: ["a": "1"]))
        #expect(model.askedRanges.count == 4)
        let other = ClosureModel(identity: "closure/2", readsInputs: true)
        _ = try await CachedChatModel(other, cache: cache).answers(to: .user("q", inputs: ["a": "1"]))
        #expect(other.askedRanges.count == 1)
    }

    @Test func `a failed call is not cached, the others of the same request are`() async throws {
        let model = ClosureModel(samplesPerCall: 2) { request, call in
            if request.samples.contains(2) && call <= 3 { throw Broken() }
            return request.samples.map { .sample($0) }
        }
        let cache = MemoryCache()
        let cached = CachedChatModel(model, cache: cache)
        await #expect(throws: Broken.self) { try await cached.answers(to: .user("q", samples: 0..<6)) }
        #expect(cache.stored.count == 4)
        #expect(cache.counts == MemoryCache.Counts(sent: 3, cached: 0, failed: 1))
        let again = try await cached.answers(to: .user("q", samples: 0..<6))
        #expect(again.map(\.sample) == Array(0..<6))
        #expect(model.askedRanges == [0..<2, 2..<4, 2..<4, 4..<6])
        #expect(cache.counts == MemoryCache.Counts(sent: 4, cached: 4, failed: 1))
    }

    @Test func `each call is stored when it is answered, not when all are`() async throws {
        let gate = Gate()
        let stored = Gate()
        let model = ClosureModel(samplesPerCall: 1) { request, _ in
            if request.samples.lowerBound == 1 { await gate.wait() }
            return request.samples.map { .sample($0) }
        }
        let cache = MemoryCache()
        let task = Task { try await CachedChatModel(model, cache: cache).answers(to: .user("q", samples: 0..<2)) }
        while cache.storedBatches.isEmpty { await Task.yield() }
        #expect(cache.storedBatches == [1])
        stored.open()
        gate.open()
        #expect(try await task.value.count == 2)
    }

    @Test func `an answer with other samples than asked for is an error and not stored`() async throws {
        let model = ClosureModel { request, _ in request.samples.map { .sample($0 + 1) } }
        let cache = MemoryCache()
        let error = await #expect(throws: InferenceError.self) {
            try await CachedChatModel(model, cache: cache).answers(to: .user("q"))
        }
        #expect(error?.reason == .invalidAnswer && cache.stored.isEmpty)
    }

    @Test func `two tasks with the same question send one call`() async throws {
        let gate = Gate()
        let model = ClosureModel { request, _ in
            await gate.wait()
            return request.samples.map { .sample($0) }
        }
        let cache = MemoryCache()
        let cached = CachedChatModel(model, cache: cache)
        let answers = try await withThrowingTaskGroup(of: [ChatAnswer].self) { group in
            for _ in 0..<20 { group.addTask { try await cached.answers(to: .user("q", samples: 0..<3)) } }
            while model.askedRanges.isEmpty { await Task.yield() }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 20 && Set(answers).count == 1)
        #expect(model.askedRanges == [0..<3])
        #expect(cache.counts == MemoryCache.Counts(sent: 1, cached: 57, failed: 0))
    }

    @Test func `overlapping questions share the samples they have in common`() async throws {
        let gate = Gate()
        let model = ClosureModel(samplesPerCall: 8) { request, _ in
            await gate.wait()
            return request.samples.map { .sample($0) }
        }
        let cached = CachedChatModel(model, cache: MemoryCache())
        let one = Task { try await cached.answers(to: .user("q", samples: 0..<4)) }
        while model.askedRanges.count < 1 { await Task.yield() }
        let two = Task { try await cached.answers(to: .user("q", samples: 2..<6)) }
        while model.askedRanges.count < 2 { await Task.yield() }
        gate.open()
        #expect(try await one.value.map(\.sample) == [0, 1, 2, 3])
        #expect(try await two.value.map(\.sample) == [2, 3, 4, 5])
        #expect(model.askedRanges == [0..<4, 4..<6])
    }

    @Test(arguments: [true, false])
    func `when the first is cancelled or fails, who waited asks itself`(isCancelled: Bool) async throws {
        let gate = Gate()
        let model = ClosureModel { request, call in
            if call == 1 {
                await gate.wait()
                try Task.checkCancellation()
                throw Broken()
            }
            return request.samples.map { .sample($0) }
        }
        let cache = MemoryCache()
        let cached = CachedChatModel(model, cache: cache)
        let first = Task { try await cached.answers(to: .user("q")) }
        while model.askedRanges.isEmpty { await Task.yield() }
        let second = Task { try await cached.answers(to: .user("q")) }
        if isCancelled { first.cancel() }
        gate.open()
        await #expect(throws: (any Error).self) { try await first.value }
        #expect(try await second.value.map(\.content) == ["answer 0"])
        #expect(cache.counts.failed == (isCancelled ? 0 : 1))
        #expect(model.askedRanges == [0..<1, 0..<1])
    }

    @Test func `who waits for another's call can be cancelled alone`() async throws {
        let gate = Gate()
        let model = ClosureModel { request, _ in
            await gate.wait()
            return request.samples.map { .sample($0) }
        }
        let cached = CachedChatModel(model, cache: MemoryCache())
        let first = Task { try await cached.answers(to: .user("q")) }
        while model.askedRanges.isEmpty { await Task.yield() }
        let second = Task { try await cached.answers(to: .user("q")) }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        #expect(try await first.value.count == 1)
        #expect(model.askedRanges.count == 1)
    }

    @Test func `an answer that came is stored although the task was cancelled meanwhile`() async throws {
        let answered = Gate()
        let model = ClosureModel { request, _ in
            // Cancels the task that asked, as a sibling that won would, after the answer has been paid for.
            withUnsafeCurrentTask { $0?.cancel() }
            answered.open()
            return request.samples.map { .sample($0) }
        }
        let cache = MemoryCache()
        _ = try? await CachedChatModel(model, cache: cache).answers(to: .user("q"))
        #expect(cache.stored.count == 1)
        #expect(cache.counts == MemoryCache.Counts(sent: 1, cached: 0, failed: 0))
    }

    @Test func `a cache that cannot store is an error, and the claim is given back`() async throws {
        let cache = MemoryCache()
        cache.failToStore()
        let model = ClosureModel()
        let cached = CachedChatModel(model, cache: cache)
        for _ in 0..<2 {
            await #expect(throws: MemoryCache.Failure.self) { try await cached.answers(to: .user("q")) }
        }
        #expect(model.askedRanges.count == 2)
    }

    @Test func `errors before the answer are counted with the call that was answered, or that failed`() async throws {
        let cache = MemoryCache()
        let model = ClosureModel { request, _ in
            if request.messages.first?.content == "bad" {
                var error = InferenceError(.server, message: "status 503")
                error.failures = [.server, .timeout]
                throw error
            }
            var answer = ChatAnswer.sample(0)
            answer.failures = [.rateLimited]
            return [answer]
        }
        let cached = CachedChatModel(model, cache: cache)
        _ = try await cached.answers(to: .user("good"))
        await #expect(throws: InferenceError.self) { try await cached.answers(to: .user("bad")) }
        #expect(cache.failures == [.rateLimited, .server, .timeout])
        #expect(cache.counts == MemoryCache.Counts(sent: 2, cached: 0, failed: 1))
    }

    @Test func `what another process is asking for is waited for and not sent`() async throws {
        let cache = MemoryCache()
        let clock = ManualClock()
        let model = ClosureModel()
        let cached = CachedChatModel(model, cache: cache, clock: clock)
        let request = ChatRequest.user("q", samples: 0..<3)
        let key = CallKey.key(of: 1, in: request, for: model)
        cache.takeElsewhere([key])
        let task = Task { try await cached.answers(to: request) }
        await clock.sleepers(atLeast: 1)
        #expect(model.askedRanges == [0..<1, 2..<3])
        clock.advance(by: .milliseconds(250))
        await clock.sleepers(atLeast: 1)
        cache.answerElsewhere([key: .sample(1)])
        clock.advance(by: .milliseconds(500))
        #expect(try await task.value.map(\.content) == ["answer 0", "answer 1", "answer 2"])
        #expect(model.askedRanges.count == 2)
        #expect(cache.counts == MemoryCache.Counts(sent: 2, cached: 1, failed: 0))
    }

    @Test func `a call that the gate refuses is not sent, not counted and gives its claims back`() async throws {
        struct Refused: UnsentCall {}
        struct Shut: CallGate {
            func enter(_ request: ChatRequest, of model: any ChatModel) async throws -> CallTicket { throw Refused() }
            func leave(_ ticket: CallTicket, with answers: [ChatAnswer]) async {}
        }
        let cache = MemoryCache()
        let model = ClosureModel()
        let cached = CachedChatModel(model, cache: cache, gate: Shut())
        for _ in 0..<2 { await #expect(throws: Refused.self) { try await cached.answers(to: .user("q")) } }
        #expect(model.askedRanges.isEmpty && cache.unsent == 2)
        #expect(cache.counts == MemoryCache.Counts())
    }

    @Test func `every call that was let in leaves once, with its answers if it has any`() async throws {
        final class Counting: CallGate {
            let left = Locked<[Int]>([])
            func enter(_ request: ChatRequest, of model: any ChatModel) async throws -> CallTicket { CallTicket(id: 1) }
            func leave(_ ticket: CallTicket, with answers: [ChatAnswer]) async {
                left.withLock { $0.append(answers.count) }
            }
        }
        let gate = Counting()
        let cache = MemoryCache()
        let model = ClosureModel { request, call in
            if call == 2 { throw Broken() }
            return request.samples.map { .sample($0) }
        }
        let cached = CachedChatModel(model, cache: cache, gate: gate)
        _ = try await cached.answers(to: .user("a", samples: 0..<2))
        await #expect(throws: Broken.self) { try await cached.answers(to: .user("b")) }
        _ = try await cached.answers(to: .user("a", samples: 0..<2))
        cache.failToStore()
        await #expect(throws: MemoryCache.Failure.self) { try await cached.answers(to: .user("c")) }
        #expect(gate.left.withLock { $0 } == [2, 0, 1])
    }

    @Test func `the wrapper is the model to everybody else`() {
        let cached = CachedChatModel(ClosureModel(readsInputs: true, samplesPerCall: 3), cache: MemoryCache())
        #expect(cached.name == "closure" && cached.identity == "closure/1" && cached.readsInputs)
        #expect(cached.samplesPerCall == 3 && cached.sampleCount == nil)
    }
}
