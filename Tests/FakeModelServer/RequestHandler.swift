internal import FakeModelServerKit
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// One connection of HTTP/1.1 or one stream of HTTP/2: reads requests, writes what the state says.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: ServerState
    private let isStream: Bool
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    /// The call whose reply is not written yet.
    private var open: (call: CompletionCall, reply: Reply)?
    /// Whether the reply is on its way; then its write tells how the call ended, also when the channel closes first, as a
    /// stream does with the last frame.
    private var isWriting = false

    init(state: ServerState, isStream: Bool) {
        self.state = state
        self.isStream = isStream
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isWriting { end(written: false) }
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
        let headers = CallHeaders(uri: head.uri, fields: head.headers.map { ($0.name, $0.value) })
        let writer = writer(context)
        switch (head.method, headers.path) {
        case (.POST, _) where state.rules.takes(headers): complete(headers, context: context)
        case (.GET, "/v1/models"), (.GET, "/models"):
            let list = state.script.models.map { #"{"id":"\#($0)","object":"model"}"# }.joined(separator: ",")
            writer.whole(Reply(body: Data(#"{"object":"list","data":[\#(list)]}"#.utf8)))
        case (.GET, "/stats"): writer.whole(Reply(body: state.statsBody()))
        case (.PUT, "/windows"):
            do {
                try state.setWindows(Data(body.readableBytesView))
                writer.whole(Reply(body: state.statsBody()))
            } catch {
                writer.whole(Reply(status: 400, body: Data("\(error)".utf8)))
            }
        case (.GET, "/wait"):
            var query: [String: String] = [:]
            for item in headers.query.split(separator: "&") {
                let pair = item.split(separator: "=").map(String.init)
                if pair.count == 2 { query[pair[0]] = pair[1] }
            }
            let bound = NIOLoopBound(writer, eventLoop: context.eventLoop)
            let loop = context.eventLoop
            state.add(
                ServerState.Waiter(counter: query["for"] ?? "", count: Int(query["atLeast"] ?? "") ?? 0) { data in
                    loop.execute { bound.value.whole(Reply(body: data)) }
                })
        default: writer.whole(state.rules.unknownPath())
        }
    }

    private func complete(_ headers: CallHeaders, context: ChannelHandlerContext) {
        do {
            let call = try CompletionCall(body: Data(body.readableBytesView), headers: headers)
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
            writer(context).whole(state.rules.error(400, "not a chat request"))
        }
    }

    /// Sends the reply of the open call; does nothing when the client has gone meanwhile.
    private func send(context: ChannelHandlerContext) {
        guard let open else { return }
        // First: a stream may close within the write.
        isWriting = true
        let written = writer(context).send(open.reply)
        guard let written else {
            isWriting = false
            if !context.channel.isActive { end(written: false) }
            return
        }
        let own = NIOLoopBound(self, eventLoop: context.eventLoop)
        written.whenComplete { result in
            own.value.isWriting = false
            own.value.end(written: (try? result.get()) != nil)
        }
    }

    /// The open call has ended, with its reply written to the last byte or not.
    private func end(written: Bool) {
        guard let open else { return }
        self.open = nil
        // A fault that resets, closes or stalls has done its work when the client leaves.
        let isDone = written || !(open.reply.isAnswer || open.reply.ending == .complete)
        state.ended(open.call, open.reply, abandoned: !isDone)
    }

    private func writer(_ context: ChannelHandlerContext) -> ReplyWriter {
        ReplyWriter(channel: context.channel, isStream: isStream) { [state] in state.answeredUnasked() }
    }
}
