internal import Support
internal import Testing

@testable internal import Inference

@Suite struct StreamGateTests {
    /// libcurl and a server in miniature: connections with a limit of streams each, of which libcurl hears late.
    private struct World {
        var gate = StreamGate()
        /// Streams that the server allows; libcurl believes in 100 until it has heard of it.
        var limit: Int
        var isShared = true
        /// How many rounds pass until libcurl has heard of the limit.
        var deafness = 0
        private(set) var connections: [(streams: Int, age: Int)] = []
        private(set) var seats: [Int: Int] = [:]
        private(set) var made = 0
        /// Most connections that were made in one round.
        private(set) var mostAtOnce = 0

        init(limit: Int) {
            self.limit = limit
        }

        /// One round: all that may go find a place, or make one.
        ///
        /// - Returns: how many went.
        mutating func round() -> Int {
            var ids: [Int] = []
            while let id = gate.next() { ids.append(id) }
            let before = made
            // A connection that is only just made is no place for others: libcurl opens one for each.
            for id in ids {
                let place = connections.indices.first { index in
                    let room = connections[index].age > deafness ? limit : min(100, limit)
                    return connections[index].age > 0 && connections[index].streams < (isShared ? room : 1)
                }
                if place == nil {
                    connections.append((0, 0))
                    made += 1
                }
                let index = place ?? connections.count - 1
                connections[index].streams += 1
                seats[id] = index
                gate.boarded(id, connection: index, isNew: place == nil)
            }
            mostAtOnce = max(mostAtOnce, made - before)
            for index in connections.indices { connections[index].age += 1 }
            return ids.count
        }

        mutating func end(_ id: Int) {
            if let index = seats.removeValue(forKey: id) { connections[index].streams -= 1 }
            gate.ended(id)
        }

        /// Rounds until nobody waits.
        mutating func settle(_ requests: Range<Int>) -> Int {
            for id in requests { gate.arrive(id) }
            var rounds = 0
            var placed = 0
            while placed < requests.count, rounds < 10_000 {
                placed += round()
                rounds += 1
            }
            return rounds
        }
    }

    @Test(arguments: [(10_000, 0, 2), (10_000, 3, 4), (10_000, 1000, 10), (128, 2, 20), (100, 0, 10), (250, 1, 20)])
    func `a thousand at once share few connections, whatever the server allows and however late it says so`(
        limit: Int, deafness: Int, most: Int
    ) {
        var world = World(limit: limit)
        world.deafness = deafness
        let rounds = world.settle(0..<1000)
        #expect(world.made <= most && world.gate.kind == .shared, "\(world.made) connections")
        #expect(rounds < 100, "\(rounds) rounds")
    }

    @Test func `a server that allows few streams is found out without a flood of connections`() {
        var world = World(limit: 10)
        let rounds = world.settle(0..<200)
        // The first guess of 100 costs a flood once: afterwards ten are known to be the limit.
        #expect(world.made <= 110 && rounds < 100, "\(world.made) connections in \(rounds) rounds")
        let before = world.made
        for id in 0..<200 { world.end(id) }
        _ = world.settle(200..<400)
        #expect(world.made == before)
    }

    @Test func `where connections are not shared all go as soon as the second has shown it`() {
        var world = World(limit: 1)
        world.isShared = false
        for id in 0..<500 { world.gate.arrive(id) }
        let went = (0..<3).map { _ in world.round() }
        #expect(went == [1, 1, 498] && world.gate.kind == .single)
    }

    @Test func `what an answer shows counts, too`() {
        var single = StreamGate()
        single.learned(isShared: false)
        for id in 0..<50 { single.arrive(id) }
        #expect((0..<50).map { _ in single.next() } == Array(0..<50))
        var shared = StreamGate()
        shared.learned(isShared: true)
        for id in 0..<50 { shared.arrive(id) }
        // The first makes the connection.
        #expect(shared.next() == 0 && shared.next() == nil)
        shared.boarded(0, connection: 7, isNew: true)
        #expect((1..<50).map { _ in shared.next() } == Array(1..<50))
    }

    @Test func `who gives up or fails before there is a connection leaves the way to the next`() {
        var gate = StreamGate()
        for id in 0..<4 { gate.arrive(id) }
        #expect(gate.next() == 0 && gate.next() == nil && gate.holds(1) && !gate.holds(0))
        gate.ended(1)
        gate.ended(0)
        #expect(gate.next() == 2 && gate.next() == nil)
        gate.boarded(2, connection: 1, isNew: true)
        gate.ended(2)
        #expect(gate.next() == 3 && gate.kind == .unknown)
    }

    @Test func `a connection that is used again by nobody at the same time tells nothing`() {
        var gate = StreamGate()
        for id in 0..<10 {
            gate.arrive(id)
            #expect(gate.next() == id)
            gate.boarded(id, connection: 1, isNew: id == 0)
            gate.ended(id)
        }
        #expect(gate.kind == .unknown)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whatever comes and goes, nobody is left waiting`(seed: UInt64) {
        var random = StableRandom(seed: seed)
        var world = World(limit: Int.random(in: 1...300, using: &random))
        world.deafness = Int.random(in: 0...3, using: &random)
        world.isShared = Bool.random(using: &random)
        var next = 0
        var open: [Int] = []
        for _ in 0..<200 {
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                world.gate.arrive(next)
                open.append(next)
                next += 1
            }
            _ = world.round()
            open.shuffle(using: &random)
            for _ in 0..<min(open.count, Int.random(in: 0...20, using: &random)) { world.end(open.removeLast()) }
        }
        var rounds = 0
        while open.contains(where: { world.gate.holds($0) }), rounds < 2000 {
            _ = world.round()
            rounds += 1
        }
        #expect(rounds < 2000)
        for id in open { world.end(id) }
        world.gate.arrive(next)
        #expect(world.gate.next() == next)
    }
}
