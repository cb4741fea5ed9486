internal import Foundation
internal import Inference
internal import Synchronization

/// A transport that gives prepared answers in order and remembers the requests.
final class ScriptedTransport: HTTPTransport {
    private let state: Mutex<(answers: [Result<HTTPResponse, TransportError>], requests: [HTTPRequest])>

    init(_ answers: [Result<HTTPResponse, TransportError>]) {
        state = Mutex((answers, []))
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw TransportError(.cannotConnect, detail: "the script is at its end") }
        return try answer.get()
    }
}

extension HTTPResponse {
    /// A JSON answer.
    static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: headers.merging(["content-type": "application/json"]) { own, _ in own },
            body: Data(text.utf8), elapsed: .milliseconds(12))
    }

    /// A completion with these texts.
    static func completion(_ texts: String...) -> HTTPResponse {
        let choices = texts.enumerated().map { index, text in
            #"{"index":\#(index),"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}"#
        }
        return json(
            #"{"choices":[\#(choices.joined(separator: ","))],"usage":{"prompt_tokens":7,"completion_tokens":9}}"#)
    }
}

/// A cache in memory that also counts; can be told to fail.
final class MemoryCache: AnswerCache {
    struct Counts: Equatable {
        var sent = 0
        var cached = 0
        var failed = 0
    }

    struct Failure: Error {}

    private struct State {
        var answers: [String: ChatAnswer] = [:]
        var counts = Counts()
        var storedBatches: [Int] = []
        var failsToStore = false
        var unsent = 0
        var failures: [InferenceError.Reason] = []
        var elsewhere: Set<String> = []
    }

    private let state = Mutex(State())

    var counts: Counts { state.withLock { $0.counts } }
    var stored: [String: ChatAnswer] { state.withLock { $0.answers } }
    /// How many answers each `store` brought.
    var storedBatches: [Int] { state.withLock { $0.storedBatches } }

    /// Calls that were never sent, and why tries before the last one failed.
    var unsent: Int { state.withLock { $0.unsent } }
    var failures: [InferenceError.Reason] { state.withLock { $0.failures } }

    func failToStore() {
        state.withLock { $0.failsToStore = true }
    }

    func answers(for keys: [String]) async throws -> [String: ChatAnswer] {
        state.withLock { state in state.answers.filter { keys.contains($0.key) } }
    }

    func record(_ call: CallRecord) async throws {
        // As a real ledger does, this refuses to work in a cancelled task.
        try Task.checkCancellation()
        try state.withLock { state in
            switch call.outcome {
            case .answered(let answers):
                if state.failsToStore { throw Failure() }
                for (key, answer) in answers { state.answers[key] = answer }
                state.storedBatches.append(answers.count)
                state.counts.sent += 1
            case .failed:
                state.counts.sent += 1
                state.counts.failed += 1
            case .cancelled: state.counts.sent += 1
            case .unsent: state.unsent += 1
            case .served(let samples): state.counts.cached += samples
            }
            state.failures += call.failures
            state.elsewhere.subtract(call.keys)
        }
    }

    func claim(_ keys: [String]) async throws -> CacheClaims {
        state.withLock { state in
            CacheClaims(
                answers: state.answers.filter { keys.contains($0.key) }, elsewhere: state.elsewhere.intersection(keys))
        }
    }

    /// Another process asks for these from now on.
    func takeElsewhere(_ keys: Set<String>) {
        state.withLock { $0.elsewhere.formUnion(keys) }
    }

    /// The other process has its answers.
    func answerElsewhere(_ answers: [String: ChatAnswer]) {
        state.withLock { state in
            state.elsewhere.subtract(answers.keys)
            state.answers.merge(answers) { old, _ in old }
        }
    }
}

/// A model that answers by a closure and remembers which samples it was asked for.
final class ClosureModel: ChatModel {
    let name = "closure"
    let identity: String
    let readsInputs: Bool
    let samplesPerCall: Int
    let sampleCount: Int? = nil
    private let body: @Sendable (ChatRequest, _ call: Int) async throws -> [ChatAnswer]
    private let asked = Mutex<[Range<Int>]>([])

    init(
        identity: String = "closure/1", readsInputs: Bool = false, samplesPerCall: Int = 4,
        body: @escaping @Sendable (ChatRequest, Int) async throws -> [ChatAnswer] = { request, _ in
            request.samples.map { .sample($0) }
        }
    ) {
        self.identity = identity
        self.readsInputs = readsInputs
        self.samplesPerCall = samplesPerCall
        self.body = body
    }

    /// The ranges asked for so far, in ascending order.
    var askedRanges: [Range<Int>] { asked.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } } }

    func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        let call = asked.withLock { asked in
            asked.append(request.samples)
            return asked.count
        }
        return try await body(request, call)
    }
}

extension ChatAnswer {
    static func sample(_ index: Int) -> ChatAnswer {
        ChatAnswer(
            sample: index, content: "answer \(index)",
            usage: TokenUsage(promptTokens: 1, completionTokens: 1, isEstimated: false), latencyMilliseconds: 1)
    }
}

extension ChatRequest {
    /// A question with one user message.
    static func user(
        _ text: String, samples: Range<Int> = 0..<1, seed: UInt64? = nil, inputs: [String: String] = [:]
    ) -> ChatRequest {
        ChatRequest(
            messages: [ChatMessage(role: .user, content: text)], parameters: SamplingParameters(seed: seed),
            samples: samples, inputs: inputs, purpose: "test")
    }
}

/// Opens once; everybody who waits goes on then.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
