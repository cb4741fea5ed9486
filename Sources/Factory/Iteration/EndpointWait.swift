internal import Inference
internal import Support

/// Waits for a server that is just being started: asks for one token until somebody answers.
struct EndpointWait<Time: Clock> where Time.Duration == Duration {
    /// How long, minutes.
    let minutes: Double
    let clock: Time
    /// Between two questions.
    private let pause = Duration.seconds(2)

    /// - Throws: `FactoryError` when there was no answer in time; `CancellationError`.
    func run(_ model: any ChatModel) async throws {
        let end = clock.now.advanced(by: .seconds(minutes * 60))
        let question = ChatRequest(
            messages: [ChatMessage(role: .user, content: "1 + 1 =")],
            parameters: SamplingParameters(temperature: 0, maxTokens: 1), purpose: StageName.practice.rawValue)
        while true {
            do {
                _ = try await model.answers(to: question)
                return
            } catch let error as InferenceError {
                // A server that loads its weights refuses connections, knows no model, or is unavailable.
                let next = clock.now.advanced(by: pause)
                guard next < end else {
                    throw FactoryError.silentProver(model.identity, minutes: minutes, error.message)
                }
                try await clock.sleep(until: next, tolerance: nil)
            }
        }
    }
}
