/// Lets calls to a model through, or not: the budget stands here. Only what the cache does not have comes to it.
package protocol CallGate: Sendable {
    /// Waits until the call may be sent, and holds back what it may cost.
    ///
    /// - Returns: what `leave` must be told, exactly once.
    /// - Throws: an `UnsentCall` when it may not be sent at all, `CancellationError`.
    func enter(_ request: ChatRequest, of model: any ChatModel) async throws -> CallTicket

    /// The call has ended and is accounted for: with these answers, or with none.
    func leave(_ ticket: CallTicket, with answers: [ChatAnswer]) async
}

/// A call that was let through.
package struct CallTicket: Sendable, Hashable {
    /// Tells it from others.
    package let id: Int

    package init(id: Int) {
        self.id = id
    }
}

/// An error that says a call was never sent. It is neither an answer nor a failure of the model.
package protocol UnsentCall: Error {}

/// The answers of a model come from outside, in a batch, and this one is not there yet.
package struct AwaitingBatch: UnsentCall, Hashable, CustomStringConvertible {
    /// The model's name in the configuration.
    package let model: String

    package init(model: String) {
        self.model = model
    }

    package var description: String { "the answers of model \(model) come in a batch, and this one is not there yet" }
}
