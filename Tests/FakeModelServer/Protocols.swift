internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOPosix

/// Looks at the first bytes of a connection: HTTP/2 with prior knowledge (RFC 9113, section 3.3) or HTTP/1.1. Then it only
/// passes on, and counts the connection.
final class ProtocolSniffer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private let state: ServerState
    private var buffer = ByteBuffer()
    private var isDecided = false

    init(state: ServerState) {
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        state.connection(+1)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.connection(-1)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDecided else { return context.fireChannelRead(data) }
        var part = unwrapInboundIn(data)
        buffer.writeBuffer(&part)
        let seen = buffer.readableBytesView
        if seen.count < Self.preface.count && Self.preface.starts(with: seen) { return }
        isDecided = true
        do {
            try configure(context.channel, isHTTP2: seen.starts(with: Self.preface))
        } catch {
            return context.close(promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(buffer))
        buffer = ByteBuffer()
    }

    private func configure(_ channel: any Channel, isHTTP2: Bool) throws {
        let pipeline = channel.pipeline.syncOperations
        guard isHTTP2 else {
            // Without the pipelining helper, which would stop reading while an answer is due and so miss that the client
            // has gone. What is not HTTP closes the connection in the handler.
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
            return try pipeline.addHandler(RequestHandler(state: state, isStream: false))
        }
        state.speaksHTTP2()
        let state = state
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: 10_000),
            HTTP2Setting(parameter: .initialWindowSize, value: 1 << 20),
        ]
        // A test resets as many streams as it likes.
        var streams = NIOHTTP2Handler.StreamConfiguration()
        streams.streamResetFrameRateLimit.maximumCount = .max
        streams.streamErrorRateLimit.maximumCount = .max
        _ = try pipeline.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: connection, streamConfiguration: streams
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                try stream.pipeline.syncOperations.addHandler(RequestHandler(state: state, isStream: true))
            }
        }
    }
}
