internal import CCurl

/// The sockets of the client: which connection each request went out on, and whether something lies on it that nobody asked
/// for. Lives on the thread of the client, and as long as the multi handle, which calls it until the last connection is
/// closed.
final class CurlSockets {
    /// A request that has just been put on a connection.
    struct Boarding {
        let id: Int
        let connection: Int
        let isNew: Bool
    }

    /// The two ends of a connection.
    private struct Ends: Hashable {
        let remoteAddress: String
        let remotePort: Int32
        let localPort: Int32
    }

    private var unnamed: Set<Int32> = []
    private var sockets: [Ends: Int32] = [:]
    private var ends: [Int32: Ends] = [:]
    /// Sockets on which an answer of HTTP/1 has come to its end. Whoever uses one next owns the next byte on it.
    private var quiet: Set<Int32> = []
    private var boardings: [Boarding] = []
    /// Tells libcurl how to reach this object.
    let watch = UnsafeMutablePointer<ccurl_socket_watch>.allocate(capacity: 1)

    init() {
        watch.initialize(
            to: ccurl_socket_watch(
                context: Unmanaged.passUnretained(self).toOpaque(),
                opened: { CurlSockets.at($0)?.opened($1) }, closed: { CurlSockets.at($0)?.closed($1) }))
    }

    deinit { watch.deallocate() }

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlSockets? {
        context.map { Unmanaged<CurlSockets>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sockets that are open.
    var count: Int { unnamed.count + ends.count }

    /// libcurl has made a socket.
    func opened(_ socket: Int32) {
        forget(socket)
        unnamed.insert(socket)
    }

    /// libcurl closes a socket.
    func closed(_ socket: Int32) {
        forget(socket)
    }

    /// The socket between these ends; nil when it is not known.
    func socket(remoteAddress: String, remotePort: Int32, localPort: Int32) -> Int32? {
        let wanted = Ends(remoteAddress: remoteAddress, remotePort: remotePort, localPort: localPort)
        if let known = sockets[wanted] { return known }
        let found = unnamed.first { ccurl_socket_connects($0, localPort, remoteAddress, remotePort) != 0 }
        guard let found else { return nil }
        unnamed.remove(found)
        sockets[wanted] = found
        ends[found] = wanted
        return found
    }

    /// An answer has come to its end.
    ///
    /// - Parameter isShared: whether the connection carries other answers beside it.
    func answered(on socket: Int32, isShared: Bool) {
        if isShared { quiet.remove(socket) } else { quiet.insert(socket) }
    }

    /// Whether the connection carried an answer before and something has come on it since: the end of the connection, or
    /// bytes of an answer that would be taken for the next one's.
    func isSpoilt(_ socket: Int32) -> Bool {
        quiet.contains(socket) && ccurl_socket_has_input(socket) != 0
    }

    /// Notes that a request goes out.
    func boarded(_ boarding: Boarding) {
        boardings.append(boarding)
    }

    /// The requests that went out since the last time.
    func takeBoardings() -> [Boarding] {
        defer { boardings.removeAll(keepingCapacity: true) }
        return boardings
    }

    private func forget(_ socket: Int32) {
        unnamed.remove(socket)
        quiet.remove(socket)
        if let known = ends.removeValue(forKey: socket) { sockets[known] = nil }
    }
}
