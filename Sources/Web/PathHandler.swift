internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Answers the requests of one connection.
final class PathHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let respond: @Sendable (String) -> WebResponse?
    private var head: HTTPRequestHead?
    private var bodyBytes = 0

    /// Nobody needs a body here; one that is longer than this ends the connection.
    private static let longestBody = 64 << 10

    init(respond: @escaping @Sendable (String) -> WebResponse?) {
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            bodyBytes = 0
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            if bodyBytes > Self.longestBody { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            write(response(to: head), to: head, context: context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func response(to head: HTTPRequestHead) -> WebResponse {
        guard head.method == .GET || head.method == .HEAD else {
            return WebResponse(status: 405, body: "only GET\n")
        }
        let path = String(decoding: head.uri.utf8.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        return respond(path) ?? WebResponse(status: 404, body: "there is no \(path) here\n")
    }

    private func write(_ response: WebResponse, to head: HTTPRequestHead, context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        headers.add(name: "Content-Type", value: response.contentType)
        headers.add(name: "Content-Length", value: "\(response.body.utf8.count)")
        headers.add(name: "Cache-Control", value: "no-store")
        if response.status == 405 { headers.add(name: "Allow", value: "GET, HEAD") }
        let answer = HTTPResponseHead(
            version: head.version, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        if head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: response.body)))), promise: nil)
        }
        let isKept = head.isKeepAlive
        let promise = context.eventLoop.makePromise(of: Void.self)
        if !isKept {
            let channel = context.channel
            promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
    }
}

/// How many connections are open: whoever holds a thousand of them must not take the descriptors that the run needs.
final class OpenConnections: Sendable {
    private let count = Mutex(0)
    private static let most = 32

    /// Counts the connection until it closes.
    ///
    /// - Returns: false when there are too many already.
    func enter(_ channel: any Channel) -> Bool {
        let isIn = count.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        if isIn { channel.closeFuture.whenComplete { _ in self.count.withLock { $0 -= 1 } } }
        return isIn
    }
}
