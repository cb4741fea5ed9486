/// Sends requests over HTTP. `CurlMultiClient` is the one that does; tests put a script in its place.
package protocol HTTPTransport: Sendable {
    /// Sends the request and waits for the whole answer, whatever its status.
    ///
    /// - Throws: `TransportError`, or `CancellationError` when the task is cancelled.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

extension CurlMultiClient: HTTPTransport {}
