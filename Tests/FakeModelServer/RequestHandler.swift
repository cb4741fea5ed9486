internal import FakeModelServerKit
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// One connection: reads requests, writes what the state says.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: ServerState
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    /// The call whose reply is not written yet.
    private var open: (call: CompletionCall, reply: Reply)?

    init(state: ServerState) {
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        state.connection(+1)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let open {
            self.open = nil
            // A fault that closes or stalls has done its work when the client leaves.
            let isFault = if case .complete = open.reply.ending { false } else { true }
            state.ended(open.call, open.reply, abandoned: !isFault)
        }
        state.connection(-1)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            self.head = nil
            handle(head, context: context)
        }
    }

    private func handle(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        let parts = head.uri.split(separator: "?", maxSplits: 1).map(String.init)
        switch (head.method, parts.first ?? "") {
        case (.POST, "/v1/chat/completions"): complete(head, context: context)
        case (.GET, "/v1/models"):
            let list = state.script.models.map { #"{"id":"\#($0)","object":"model"}"# }.joined(separator: ",")
            answer(Data(#"{"object":"list","data":[\#(list)]}"#.utf8), context: context)
        case (.GET, "/stats"): answer(state.statsBody(), context: context)
        case (.GET, "/wait"):
            var query: [String: String] = [:]
            for item in parts.last?.split(separator: "&") ?? [] {
                let pair = item.split(separator: "=").map(String.init)
                if pair.count == 2 { query[pair[0]] = pair[1] }
            }
            let channel = context.channel
            state.add(
                ServerState.Waiter(counter: query["for"] ?? "", count: Int(query["atLeast"] ?? "") ?? 0) { data in
                    RequestHandler.write(Reply(body: data), to: channel)
                })
        default:
            write(Reply(status: 404, body: Data(#"{"error":{"message":"no such path"}}"#.utf8)), context: context)
        }
    }

    private func complete(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        do {
            let call = try CompletionCall(
                body: Data(body.readableBytesView), idempotency: head.headers.first(name: "idempotency-key"),
                authorization: head.headers.first(name: "authorization"))
            let reply = try state.reply(to: call)
            open = (call, reply)
            if reply.delay > 0 {
                let own = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(Int64(reply.delay))) {
                    own.value.handler.send(context: own.value.context)
                }
            } else {
                send(context: context)
            }
        } catch {
            write(Reply(status: 400, body: Data(#"{"error":{"message":"not a chat request"}}"#.utf8)), context: context)
        }
    }

    /// Sends the reply of the open call; does nothing when the client has gone meanwhile.
    private func send(context: ChannelHandlerContext) {
        guard let open else { return }
        switch open.reply.ending {
        case .complete:
            let own = NIOLoopBound(self, eventLoop: context.eventLoop)
            RequestHandler.write(open.reply, to: context.channel).whenSuccess {
                guard let open = own.value.open else { return }
                own.value.open = nil
                own.value.state.ended(open.call, open.reply, abandoned: false)
            }
        case .reset(nil): reset(context: context)
        case .reset(let count?):
            let own = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            RequestHandler.write(open.reply, upTo: count, to: context.channel).whenComplete { _ in
                own.value.handler.reset(context: own.value.context)
            }
        case .stall(nil): break
        case .stall(let count?): RequestHandler.write(open.reply, upTo: count, to: context.channel)
        }
    }

    /// Closes the connection with a reset instead of an orderly end.
    private func reset(context: ChannelHandlerContext) {
        let channel = context.channel
        guard let socket = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }

    private func answer(_ body: Data, context: ChannelHandlerContext) {
        write(Reply(body: body), context: context)
    }

    private func write(_ reply: Reply, context: ChannelHandlerContext) {
        RequestHandler.write(reply, to: context.channel)
    }

    /// Writes head and body; with `upTo` only the beginning of the body, and no end.
    @discardableResult
    private static func write(_ reply: Reply, upTo count: Int? = nil, to channel: any Channel) -> EventLoopFuture<Void>
    {
        var headers = HTTPHeaders(reply.headers)
        headers.add(name: "Content-Length", value: "\(reply.body.count)")
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        let part = ByteBuffer(bytes: reply.body.prefix(count ?? reply.body.count))
        let written = channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(part)))
        return count == nil ? channel.writeAndFlush(HTTPServerResponsePart.end(nil)) : written
    }
}
