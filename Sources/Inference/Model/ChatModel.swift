/// Anything that answers chat requests: a server, a built-in model, a cache before either.
package protocol ChatModel: Sendable {
    /// The name in the configuration.
    var name: String { get }
    /// What tells this model from others in the answer cache: the provider's model id, or for example
    /// `controlled-english/1`.
    var identity: String { get }
    /// Whether the answer depends on `ChatRequest.inputs`; then they are part of the cache key.
    var readsInputs: Bool { get }
    /// How many samples one call may ask for; at least 1.
    var samplesPerCall: Int { get }
    /// How many different samples exist at all; nil for no limit.
    var sampleCount: Int? { get }

    /// How the endpoints fare; empty for a model without any.
    var endpoints: [EndpointSnapshot] { get }

    /// Asks for the samples of the request.
    ///
    /// - Returns: answers to at least one of the samples, ordered by sample. Of some a server gives fewer than it was asked
    ///   for, or a call of several failed: what was answered is paid for and must not be lost. The caller asks again for
    ///   the rest.
    /// - Throws: `InferenceError`, or `CancellationError` when the task was cancelled.
    func answers(to request: ChatRequest) async throws -> [ChatAnswer]
}

extension ChatModel {
    package var endpoints: [EndpointSnapshot] { [] }
}
