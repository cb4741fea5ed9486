internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Writes replies, whole ones and broken ones, to a connection (HTTP/1.1) or a stream of one (HTTP/2).
struct ReplyWriter {
    let channel: any Channel
    /// Whether the channel is a stream: then a reset is one of the stream, and nothing can be written below HTTP.
    let isStream: Bool
    /// Told of an answer that nobody asked for, when all of it went out.
    let onUnasked: @Sendable () -> Void

    /// Writes the reply.
    ///
    /// - Returns: succeeds when all of it, or all that was meant to go out, went to the system; nil when that never happens.
    func send(_ reply: Reply) -> EventLoopFuture<Void>? {
        switch reply.ending {
        case .complete: return whole(reply)
        case .twice(let milliseconds):
            let first = whole(reply)
            guard !isStream else { return first }
            if milliseconds == 0 {
                whole(reply).whenSuccess(onUnasked)
            } else {
                let writer = self
                channel.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
                    writer.whole(reply).whenSuccess(writer.onUnasked)
                }
            }
            return first
        case .resetAfterAll:
            let written = whole(reply)
            if !isStream { written.whenComplete { _ in reset() } }
            return written
        case .slow(let every): return slowly(reply, every: every)
        case .reset(nil): reset()
        case .reset(let count?): part(reply, count).whenComplete { _ in reset() }
        case .close(let count): part(reply, count).whenComplete { _ in channel.close(promise: nil) }
        case .stall(nil): break
        case .stall(let count?): part(reply, count)
        case .slowHead(let every):
            guard !isStream else { break }
            let text = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Padding: "
            drip(Array(text.utf8)[...], every: every)
        case .raw:
            guard !isStream else {
                reset()
                break
            }
            raw(ByteBuffer(bytes: reply.body)).whenComplete { _ in channel.close(promise: nil) }
        }
        return nil
    }

    /// Head, body and end.
    @discardableResult
    func whole(_ reply: Reply) -> EventLoopFuture<Void> {
        head(reply)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: reply.body))), promise: nil)
        return channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }

    /// Head and the beginning of the body, and no end.
    @discardableResult
    private func part(_ reply: Reply, _ count: Int) -> EventLoopFuture<Void> {
        head(reply)
        return channel.writeAndFlush(
            HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: reply.body.prefix(count)))))
    }

    private func head(_ reply: Reply) {
        var headers = HTTPHeaders(reply.headers)
        headers.add(name: "Content-Length", value: "\(reply.body.count)")
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
    }

    /// The body in eight pieces.
    private func slowly(_ reply: Reply, every: Int) -> EventLoopFuture<Void> {
        head(reply)
        channel.flush()
        let length = max(1, reply.body.count / 8)
        let pieces = stride(from: 0, to: reply.body.count, by: length).map { start in
            ByteBuffer(bytes: reply.body.dropFirst(start).prefix(length))
        }
        let promise = channel.eventLoop.makePromise(of: Void.self)
        next(pieces[...], every: every, promise)
        return promise.futureResult
    }

    private func next(_ pieces: ArraySlice<ByteBuffer>, every: Int, _ promise: EventLoopPromise<Void>) {
        guard let piece = pieces.first else { return promise.succeed() }
        guard channel.isActive else { return promise.fail(ChannelError.ioOnClosedChannel) }
        channel.write(HTTPServerResponsePart.body(.byteBuffer(piece)), promise: nil)
        guard pieces.count > 1 else {
            // With the last byte the client may ask again at once: this reply has to be over by then.
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: promise)
            return
        }
        channel.flush()
        let writer = self
        channel.eventLoop.scheduleTask(in: .milliseconds(Int64(every))) {
            writer.next(pieces.dropFirst(), every: every, promise)
        }
    }

    /// Byte by byte; when the text is at its end, one more letter for ever.
    private func drip(_ bytes: ArraySlice<UInt8>, every: Int) {
        guard channel.isActive else { return }
        _ = raw(ByteBuffer(bytes: [bytes.first ?? UInt8(ascii: "x")]))
        let writer = self
        channel.eventLoop.scheduleTask(in: .milliseconds(Int64(every))) {
            writer.drip(bytes.dropFirst(), every: every)
        }
    }

    /// Writes below the encoder.
    private func raw(_ bytes: ByteBuffer) -> EventLoopFuture<Void> {
        do {
            let encoder = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
            let promise = channel.eventLoop.makePromise(of: Void.self)
            encoder.writeAndFlush(NIOAny(bytes), promise: promise)
            return promise.futureResult
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    /// Ends the connection with a reset instead of an orderly close; a stream alone with RST_STREAM.
    private func reset() {
        guard let socket = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
