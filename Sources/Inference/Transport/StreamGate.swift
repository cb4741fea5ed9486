/// Decides how many requests to one origin are with libcurl and not yet on a connection. Pure.
///
/// libcurl shares a connection of HTTP/2 between as many requests as the server allows, but it takes 100 for granted until
/// the server's word has come, and opens a connection for each request that finds the others full: a thousand calls at
/// once become hundreds of handshakes. So the first request makes the connection, the second shows whether connections are
/// shared at all, and then no more go at once than surely find a place, and one to sixteen beyond that.
struct StreamGate {
    /// Whether requests share connections here.
    enum Kind {
        case unknown, shared, single
    }

    private struct Connection {
        var requests = 0
        var peak = 0
    }

    private(set) var kind = Kind.unknown
    private var line = MinimumHeap<Int>()
    private var waiting: Set<Int> = []
    private var boarding: Set<Int> = []
    private var seats: [Int: Int] = [:]
    private var connections: [Int: Connection] = [:]
    /// Requests at once that may look whether there is more room than is sure.
    private var scouts = 1
    /// What a connection takes surely: libcurl's guess, or less when it proved too much.
    private var assumed = StreamGate.guess

    /// What libcurl takes for granted before it has the server's SETTINGS.
    private static let guess = 100
    /// So many connections are made too much at most when the server's limit is met.
    private static let mostScouts = 16

    /// Whether a request waits here.
    func holds(_ id: Int) -> Bool { waiting.contains(id) }

    /// A request wants to go. Requests go in the order of their numbers.
    mutating func arrive(_ id: Int) {
        waiting.insert(id)
        line.insert(id)
    }

    /// The next request that may be handed to libcurl; nil when it is better to wait for an event.
    mutating func next() -> Int? {
        guard !waiting.isEmpty, boarding.count < allowance else { return nil }
        while let id = line.removeLeast() {
            guard waiting.remove(id) != nil else { continue }
            boarding.insert(id)
            return id
        }
        return nil
    }

    /// A request goes out on a connection.
    ///
    /// - Parameter isNew: whether the connection was made for it.
    mutating func boarded(_ id: Int, connection: Int, isNew: Bool) {
        guard boarding.remove(id) != nil else { return }
        let before = connections[connection]?.requests ?? 0
        switch kind {
        case .unknown where before > 0: kind = .shared
        case .unknown where isNew && !connections.isEmpty: kind = .single
        case .shared where isNew:
            scouts = 1
            // The others had room by our guess and not by the server's.
            if let fullest = connections.values.map(\.requests).max() { assumed = min(assumed, max(1, fullest)) }
        case .shared where before >= max(assumed, connections[connection]?.peak ?? 0):
            scouts = min(scouts + 1, StreamGate.mostScouts)
        default: break
        }
        seats[id] = connection
        connections[connection, default: Connection()].requests = before + 1
        connections[connection, default: Connection()].peak = max(connections[connection]?.peak ?? 0, before + 1)
    }

    /// A request has ended, wherever it was.
    mutating func ended(_ id: Int) {
        waiting.remove(id)
        boarding.remove(id)
        if line.count > 2 * waiting.count + 64 { line.keep { waiting.contains($0) } }
        guard let connection = seats.removeValue(forKey: id) else { return }
        connections[connection]?.requests -= 1
        if connections[connection]?.requests == 0 { connections[connection] = nil }
    }

    /// An answer showed whether requests share connections.
    mutating func learned(isShared: Bool) {
        kind = isShared ? .shared : .single
    }

    /// How many requests may be without a connection.
    private var allowance: Int {
        switch kind {
        case .single: .max
        case .unknown: 1
        case .shared: max(scouts, connections.values.reduce(0) { $0 + max(0, max($1.peak, assumed) - $1.requests) })
        }
    }
}
