internal import Inference
internal import Prompting
internal import Support

extension FactoryContext {
    /// Asks several at once, each in its way; the answers come in the order of the asked. Each has asked what it can, so that
    /// one round of a batch has the calls to all of them, before the first error is thrown.
    static func askAll<Asked: Sendable, Found: Sendable>(
        _ asked: [Asked], _ ask: @escaping @Sendable (Asked) async throws -> Found
    ) async throws -> [Found] {
        // The usual case needs no task of its own.
        if asked.count == 1 { return [try await ask(asked[0])] }
        // Not as results of the group: an optimised build garbles pairs of a number and a `Result` on their way out of it, and
        // with them paid answers were lost.
        let results = Locked([Result<Found, any Error>?](repeating: nil, count: asked.count))
        await withTaskGroup(of: Void.self) { group in
            for (index, one) in asked.enumerated() {
                group.addTask {
                    let result: Result<Found, any Error>
                    do { result = .success(try await ask(one)) } catch { result = .failure(error) }
                    results.withLock { $0[index] = result }
                }
            }
        }
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }
}

/// The readable ones among the answers to one prompt, as many as were wanted if there are so many: what cannot be read is
/// asked for anew, as further samples, within a bound.
struct Readings<Value: Sendable>: Sendable {
    /// One answer that was read.
    struct Entry: Sendable {
        let sample: Int
        /// What it says, or why that cannot be told.
        let value: Result<Value, Unreadable>
        let answer: ReadAnswer
    }

    /// Why an answer cannot be read.
    struct Unreadable: Error {
        let reason: String
    }

    /// All answers in the order of their samples.
    private(set) var entries: [Entry] = []
    let wanted: Int

    /// Of each answer that is wanted so many are asked for at most.
    static var triesPerAnswer: Int { 3 }

    /// - Parameters:
    ///   - wanted: readable answers.
    ///   - ask: asks for samples; gives none when the model has no more.
    ///   - read: what an answer says.
    init(
        _ wanted: Int, ask: (Range<Int>) async throws -> [ReadAnswer], read: (ReadAnswer) -> Result<Value, Unreadable>
    ) async throws {
        self.wanted = wanted
        var next = 0
        let limit = wanted * Self.triesPerAnswer
        while values.count < wanted, next < limit {
            let samples = next..<min(next + wanted - values.count, limit)
            let answers = try await ask(samples)
            if answers.isEmpty { break }
            entries += answers.map { Entry(sample: $0.answer.sample, value: read($0), answer: $0) }
            next = samples.upperBound
        }
    }

    /// What the readable answers say.
    var values: [Value] { entries.compactMap { try? $0.value.get() } }
    /// How many of the wanted answers nobody could read.
    var missing: Int { max(0, wanted - values.count) }
    /// Why the last unreadable answer was unreadable.
    var complaint: String? {
        entries.reversed().lazy.compactMap { entry in
            if case .failure(let unreadable) = entry.value { unreadable.reason } else { nil }
        }.first
    }
    /// Tokens of all answers.
    var tokens: Int { entries.reduce(0) { $0 + $1.answer.tokens } }
}

extension ReadAnswer {
    /// What the template's rules found, or why they found nothing.
    func text<Value>(_ type: Value.Type = Value.self) -> Result<String, Readings<Value>.Unreadable> {
        switch reading {
        case .found(let text): .success(text)
        case .cannot(let reason), .missing(let reason): .failure(.init(reason: reason))
        }
    }
}
