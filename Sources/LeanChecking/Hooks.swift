/// Places where tests can look into the checker or disturb it. Empty in the product.
package struct Hooks: Sendable {
    /// A worker process is ready; its process id.
    package var workerReady: (@Sendable (Int32) -> Void)?
    /// A worker is about to get a check; its process id. Runs before the text is sent.
    package var willSend: (@Sendable (Int32) -> Void)?
    /// Replaces the executable and arguments of worker processes, to start something that misbehaves.
    package var replaceWorker: (@Sendable (_ lean: String, _ arguments: [String]) -> (String, [String]))?

    /// Changes what the pool decides by.
    var adjust: (@Sendable (inout PoolSettings) -> Void)?
    /// A process of its own has been started for a batch; its process id.
    var asideStarted: (@Sendable (Int32) -> Void)?
    /// Replaces the executable and arguments of such a process.
    var replaceAside: (@Sendable (_ lean: String, _ arguments: [String]) -> (String, [String]))?
    /// Replaces what such a process says, to make it lie.
    var alterAside: (@Sendable (BoundedCommand.Outcome) -> BoundedCommand.Outcome)?

    /// Replaces what a worker says about a document, to make it lie.
    var alterAnswer: (@Sendable (WorkerSession.Heard) -> WorkerSession.Heard)?

    /// Most bytes that a worker may say about one document.
    var outputLimit: Int?

    package init() {}
}
