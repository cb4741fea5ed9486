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

    /// Asks for all samples of the request.
    ///
    /// - Returns: one answer per sample, ordered by sample.
    /// - Throws: `InferenceError`, or `CancellationError` when the task was cancelled. Never a part of the samples.
    func answers(to request: ChatRequest) async throws -> [ChatAnswer]
}
