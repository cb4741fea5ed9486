internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
package import Support

/// What a path answers.
package struct WebResponse: Sendable, Equatable {
    /// The HTTP status code.
    package var status: Int
    package var contentType: String
    package var body: String

    package init(status: Int = 200, contentType: String = "text/plain; charset=utf-8", body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// Why the server is not there.
package struct WebError: UserFacingError {
    package let code = "web.listen"
    package let message: String
    package let advice: String?
    package var kind: ErrorKind { .environment }
}

/// A small HTTP server on the loopback interface, for supervisors and metrics: a few paths to `GET`, nothing to change.
///
/// It reads nothing but the request line and headers, holds few connections, and closes those that say nothing.
package final class StatusServer: Sendable {
    /// The port it listens on.
    package let port: Int
    private let channel: any Channel

    private init(_ channel: any Channel, port: Int) {
        self.channel = channel
        self.port = port
    }

    /// Starts to listen on 127.0.0.1.
    ///
    /// - Parameters:
    ///   - port: the port; any free one when 0.
    ///   - respond: the answer to a path without its query; nil for one that does not exist. It must not wait.
    /// - Throws: `WebError` when the port cannot be had.
    package static func start(
        port: Int, respond: @escaping @Sendable (String) -> WebResponse?
    ) async throws(WebError) -> StatusServer {
        let open = OpenConnections()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 16)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard open.enter(channel) else { throw ChannelError.connectTimeout(.zero) }
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(30)))
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(PathHandler(respond: respond))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
            guard let actual = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
            return StatusServer(channel, port: actual)
        } catch {
            throw WebError(
                message: "The port \(port) of 127.0.0.1 cannot be listened on: \(error).",
                advice:
                    "Another process may have it: choose another one (metrics.port or --metrics-port), or 0 for any.")
        }
    }

    /// Stops listening. Connections end with their next silence.
    package func stop() async {
        try? await channel.close().get()
    }
}
