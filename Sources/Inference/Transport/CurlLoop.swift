internal import CCurl
internal import Support

/// The body of the client's thread: owns the multi handle and every transfer in it. Nothing else touches them.
struct CurlLoop: ~Copyable {
    private let inbox: CurlInbox
    private let settings: CurlMultiClient.Settings
    private let multi: UnsafeMutableRawPointer
    private var transfers: [Int: CurlTransfer] = [:]
    private var identifiers: [UnsafeMutableRawPointer: Int] = [:]
    private var deadlines = MinimumHeap<Deadline>()
    private let budget: BufferBudget
    private let sockets = CurlSockets()
    private let shelf = CurlShelf()
    /// The lines before origins whose connections may be shared.
    private var gates: [String: StreamGate] = [:]

    /// When a transfer must be so far.
    private struct Deadline: Comparable {
        enum Matter {
            case connection, firstByte
        }

        let time: ContinuousClock.Instant
        let id: Int
        let matter: Matter

        static func < (left: Deadline, right: Deadline) -> Bool { left.time < right.time }
    }

    /// Longest time between two looks at the transfers, in milliseconds; libcurl wakes earlier when something is due.
    private static let longestWait: Int32 = 60_000

    /// libcurl looks at every transfer each time it works, and so does the kernel each time it waits. The more there are, the
    /// longer events gather before they are taken together: with a few for far less time than the quickest model needs, with
    /// hundreds, when each stream of HTTP/2 costs a system call as well, for a little longer.
    ///
    /// - Returns: microseconds.
    private static func rest(with transfers: Int) -> UInt32 {
        switch transfers {
        case ..<4: 0
        case ..<256: 800
        default: 1500
        }
    }

    /// Makes the multi handle; nil when libcurl has no memory for it.
    init?(inbox: CurlInbox, settings: CurlMultiClient.Settings) {
        guard let multi = curl_multi_init() else { return nil }
        self.inbox = inbox
        self.settings = settings
        self.multi = multi
        // Idle connections worth keeping: as many as may be in use.
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.maximumInFlight)
        ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        ccurl_multi_set_long(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, settings.maximumInFlight)
        budget = BufferBudget(limit: settings.maximumBufferedBytes)
        inbox.attach(multi: multi)
    }

    deinit { curl_multi_cleanup(multi) }

    /// Works until the inbox is closed.
    mutating func run() {
        while true {
            let (commands, isClosing) = inbox.take()
            for command in commands { handle(command) }
            if isClosing { break }
            _ = admit()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            for boarding in sockets.takeBoardings() {
                guard let origin = transfers[boarding.id]?.origin else { continue }
                gates[origin]?.boarded(boarding.id, connection: boarding.connection, isNew: boarding.isNew)
            }
            collectFinished()
            let wait = expire()
            // What is added here makes libcurl's next wait end at once.
            let hasAdmitted = admit()
            curl_multi_poll(multi, nil, 0, wait, nil)
            let rest = CurlLoop.rest(with: transfers.count)
            if rest > 0, !hasAdmitted { ccurl_rest(rest) }
        }
        let late = inbox.detach()
        let error = TransportError(.shutdown, detail: "the HTTP client was shut down")
        for transfer in transfers.values {
            curl_multi_remove_handle(multi, transfer.handle)
            transfer.abandon(error)
        }
        transfers = [:]
        identifiers = [:]
        for case .start(_, _, let completion) in late { completion(.failure(error)) }
    }

    private mutating func handle(_ command: CurlInbox.Command) {
        switch command {
        case .start(let id, let request, let completion):
            do throws(TransportError) {
                let transfer = try CurlTransfer(
                    id: id, request: request, settings: settings, budget: budget, sockets: sockets,
                    shelf: shelf, completion: completion)
                transfers[id] = transfer
                identifiers[transfer.handle] = id
                if let time = transfer.firstByteDeadline {
                    deadlines.insert(Deadline(time: time, id: id, matter: .firstByte))
                }
                if let origin = transfer.origin {
                    gates[origin, default: StreamGate()].arrive(id)
                    // From when it is with libcurl, libcurl looks after this.
                    let time = transfer.started + request.connectTimeout
                    deadlines.insert(Deadline(time: time, id: id, matter: .connection))
                } else {
                    begin(transfer)
                }
            } catch {
                completion(.failure(error))
            }
        case .cancel(let id):
            // Removing an unfinished transfer closes its HTTP/1.1 connection (or resets its HTTP/2 stream), which is what
            // tells the server to stop generating.
            remove(id)?.abandon(CancellationError())
        }
    }

    /// Hands the requests to libcurl that their gates let go.
    ///
    /// - Returns: whether there were any.
    private mutating func admit() -> Bool {
        var hasAdmitted = false
        for origin in gates.keys {
            while let id = gates[origin]?.next() {
                if let transfer = transfers[id] { begin(transfer) }
                hasAdmitted = true
            }
        }
        return hasAdmitted
    }

    private mutating func begin(_ transfer: CurlTransfer) {
        let code = curl_multi_add_handle(multi, transfer.handle)
        guard code != CURLM_OK else { return }
        remove(transfer.id)?.abandon(
            TransportError(.unusableRequest, detail: String(cString: curl_multi_strerror(code))))
    }

    private mutating func collectFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            // Read before the handle is removed: the message dies with it.
            let code = message.pointee.data.result
            guard let id = identifiers[handle], let transfer = transfers[id] else { continue }
            if transfer.restarts(after: code) {
                curl_multi_remove_handle(multi, handle)
                begin(transfer)
                continue
            }
            if code == CURLE_OK {
                let isShared = transfer.answered()
                if let origin = transfer.origin { gates[origin]?.learned(isShared: isShared) }
            }
            remove(id)?.finish(code)
        }
    }

    /// Ends the transfers whose connection or first byte is late.
    ///
    /// - Returns: how long to wait for the next look, in milliseconds.
    private mutating func expire() -> Int32 {
        let now = ContinuousClock.now
        while let next = deadlines.least {
            guard let transfer = transfers[next.id], isOpen(next.matter, of: transfer) else {
                _ = deadlines.removeLeast()
                continue
            }
            guard next.time <= now else {
                return Int32(min(Double(CurlLoop.longestWait), ((next.time - now).seconds * 1000).rounded(.up)))
            }
            _ = deadlines.removeLeast()
            let error =
                switch next.matter {
                case .connection: TransportError(.connectTimeout, detail: "no connection within the time limit")
                case .firstByte:
                    TransportError(.firstByteTimeout, detail: "nothing came within the first-byte time limit")
                }
            remove(next.id)?.abandon(error)
        }
        return CurlLoop.longestWait
    }

    private func isOpen(_ matter: Deadline.Matter, of transfer: CurlTransfer) -> Bool {
        switch matter {
        case .connection: transfer.origin.flatMap { gates[$0]?.holds(transfer.id) } ?? false
        case .firstByte: !transfer.hasBegun
        }
    }

    private mutating func remove(_ id: Int) -> CurlTransfer? {
        guard let transfer = transfers.removeValue(forKey: id) else { return nil }
        identifiers[transfer.handle] = nil
        curl_multi_remove_handle(multi, transfer.handle)
        if let origin = transfer.origin { gates[origin]?.ended(id) }
        for waiting in budget.release(id) { transfers[waiting]?.resume() }
        // Those that ended in time stay in the heap until their time comes, or until there are too many of them.
        if deadlines.count > 3 * transfers.count + 64 { deadlines.keep { transfers[$0.id] != nil } }
        return transfer
    }
}
