import Inference
import Support
import TestSupport
import Testing

@testable import Factory

struct EndpointWaitTests {
    /// A server that refuses so many questions.
    private struct LoadingModel: ChatModel {
        let name = "prover@2"
        var identity: String { "better" }
        var readsInputs: Bool { false }
        var samplesPerCall: Int { 1 }
        var sampleCount: Int? { nil }
        let refusals: Int
        let asked = Locked(0)

        func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
            let number = asked.withLock { asked -> Int in
                asked += 1
                return asked
            }
            guard number > refusals else {
                throw InferenceError(.unreachable, message: "it loads its weights", advice: "wait")
            }
            return []
        }
    }

    @Test func `it asks until somebody answers`() async throws {
        let clock = ManualClock()
        let model = LoadingModel(refusals: 2)
        let waiting = Task { try await EndpointWait(minutes: 1, clock: clock).run(model) }
        for _ in 0..<2 {
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(2))
        }
        try await waiting.value
        #expect(model.asked.withLock(\.self) == 3)
    }

    @Test func `who does not answer in time is named, with the reason`() async throws {
        let error = await #expect(throws: FactoryError.self) {
            try await EndpointWait(minutes: 0, clock: ManualClock()).run(LoadingModel(refusals: .max))
        }
        #expect(error?.code == "factory.silent-prover")
        #expect(error?.message.contains("better") == true && error?.message.contains("it loads its weights") == true)
    }
}
