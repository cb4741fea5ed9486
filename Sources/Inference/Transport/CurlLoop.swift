internal import CCurl

/// The body of the client's thread: owns the multi handle and every transfer in it. Nothing else touches them.
struct CurlLoop: ~Copyable {
    private let inbox: CurlInbox
    private let settings: CurlMultiClient.Settings
    private let multi: UnsafeMutableRawPointer
    private var transfers: [Int: CurlTransfer] = [:]
    private var identifiers: [UnsafeMutableRawPointer: Int] = [:]

    /// Longest time between two looks at the transfers, in milliseconds; libcurl wakes earlier when something is due.
    private static let longestWait: Int32 = 60_000

    /// Makes the multi handle; nil when libcurl has no memory for it.
    init?(inbox: CurlInbox, settings: CurlMultiClient.Settings) {
        guard let multi = curl_multi_init() else { return nil }
        self.inbox = inbox
        self.settings = settings
        self.multi = multi
        // Idle connections worth keeping: as many as may be in use.
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.maximumInFlight)
        inbox.attach(multi: multi)
    }

    deinit { curl_multi_cleanup(multi) }

    /// Works until the inbox is closed.
    mutating func run() {
        while true {
            let (commands, isClosing) = inbox.take()
            for command in commands { handle(command) }
            if isClosing { break }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            collectFinished()
            curl_multi_poll(multi, nil, 0, CurlLoop.longestWait, nil)
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
                    id: id, request: request, settings: settings, completion: completion)
                let code = curl_multi_add_handle(multi, transfer.handle)
                guard code == CURLM_OK else {
                    return transfer.abandon(
                        TransportError(.unusableRequest, detail: String(cString: curl_multi_strerror(code))))
                }
                transfers[id] = transfer
                identifiers[transfer.handle] = id
            } catch {
                completion(.failure(error))
            }
        case .cancel(let id):
            // Removing an unfinished transfer closes its HTTP/1.1 connection (or resets its HTTP/2 stream), which is what
            // tells the server to stop generating.
            remove(id)?.abandon(CancellationError())
        }
    }

    private mutating func collectFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            // Read before the handle is removed: the message dies with it.
            let code = message.pointee.data.result
            guard let id = identifiers[handle] else { continue }
            remove(id)?.finish(code)
        }
    }

    private mutating func remove(_ id: Int) -> CurlTransfer? {
        guard let transfer = transfers.removeValue(forKey: id) else { return nil }
        identifiers[transfer.handle] = nil
        curl_multi_remove_handle(multi, transfer.handle)
        return transfer
    }
}
