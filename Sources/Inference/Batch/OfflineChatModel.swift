/// A model whose server is never called: what the cache before it does not have comes in a batch.
///
/// It has the identity of the served model, so that answers of either are answers of both.
package struct OfflineChatModel: ChatModel {
    package let name: String
    private let settings: EndpointSettings
    private let onCall: @Sendable (ChatRequest) -> Void

    package var identity: String { settings.identity }
    package var readsInputs: Bool { false }
    package var samplesPerCall: Int {
        let takesN =
            switch settings.sampleMode {
            case .auto: settings.traits.takesN
            case .native: true
            case .split: false
            }
        return takesN ? max(1, settings.samplesPerCall) : 1
    }
    package var sampleCount: Int? { nil }

    /// - Parameter onCall: told every call that would be sent, cut to the samples of one call.
    package init(
        name: String, settings: EndpointSettings, onCall: @escaping @Sendable (ChatRequest) -> Void = { _ in }
    ) {
        self.name = name
        self.settings = settings
        self.onCall = onCall
    }

    /// - Throws: `AwaitingBatch`, always.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        onCall(request)
        throw AwaitingBatch(model: name)
    }
}
