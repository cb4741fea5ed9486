internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Support
internal import Testing

/// Answers that are odd, but answers: they are taken, once, and every sample keeps its own.
@Suite struct OddAnswerTests {
    /// An answer that was never asked for has a test of its own below.
    static let oddities = ScriptFault.Kind.allCases.filter { $0.isAnswer && $0 != .answerTwice }

    @Test(arguments: oddities, [false, true])
    func `an odd answer is taken at once, each sample with its own text`(
        kind: ScriptFault.Kind, http2: Bool
    ) async throws {
        let fault = ScriptFault(kind, every: 5)
        try await FaultyServer.with([fault], answers: ["zero", "one", "two", "three"]) { faulty in
            let client = CurlMultiClient()
            let model = try faulty.model(client: client) { $0.httpVersion = http2 ? .priorKnowledge : .off }
            // Twice on one client: nothing of the first answer may be taken for the second.
            for (prompt, samples) in [("first", 0..<3), ("second", 1..<4)] {
                let answers = try await model.answers(to: .user(prompt, samples: samples, seed: 0))
                let wanted = samples.map { ["zero", "one", "two", "three"][$0] }
                #expect(answers.map(\.content) == wanted && answers.map(\.sample) == Array(samples))
                #expect(answers.allSatisfy { $0.usage.isMarked(estimated: kind == .noUsage) })
            }
            let stats = try await faulty.server.wait(for: "answered", atLeast: 2)
            #expect(stats.requests == 2 && stats.faults == 0)
            #expect((stats.http2 > 0) == http2)
            await client.shutdown()
        }
    }

    /// Over HTTP/1.1 an answer belongs to whoever reads it next: a second one that nobody asked for must not be there when the
    /// connection is used again.
    @Test(arguments: [0, 20])
    func `an answer that nobody asked for is never taken for the next one`(later: Int) async throws {
        let rule = ScriptRule(
            matches: "call (\\d+)", answers: ["answer {{1}}"], faults: [ScriptFault(.answerTwice, every: later)])
        try await FaultyServer.with(ModelScript(rules: [rule])) { faulty in
            let client = CurlMultiClient(CurlMultiClient.Settings(environment: [:]))
            let model = try faulty.model(client: client)
            for call in 1...6 {
                let answers = try await model.answers(to: .user("call \(call)"))
                #expect(answers.map(\.content) == ["answer \(call)"])
                #expect(answers.map(\.tries) == [1])
                // Only now may the next call begin: it would find the second answer waiting.
                _ = try await faulty.server.wait(for: "unasked", atLeast: call)
            }
            let stats = try await faulty.server.stats()
            #expect(stats.requests == 6 && stats.answered == 6 && stats.repeated == 0)
            await client.shutdown()
        }
    }

    @Test func `a 100 MB body is left before it is read whole, and the client stays small`() async throws {
        try await FaultyServer.with([ScriptFault(.huge)]) { faulty in
            let client = CurlMultiClient(CurlMultiClient.Settings(maximumBodyBytes: 1 << 20))
            let before = residentBytes()
            for number in 0..<8 {
                let error = await #expect(throws: InferenceError.self) {
                    try await faulty.model(client: client).answers(to: .user("q\(number)"))
                }
                #expect(error?.reason == .tooLarge)
            }
            #expect(residentBytes() - before < 50 << 20)
            await client.shutdown()
        }
    }

    private func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (fields.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4096
    }
}

extension TokenUsage {
    fileprivate func isMarked(estimated: Bool) -> Bool { isEstimated == estimated }
}
