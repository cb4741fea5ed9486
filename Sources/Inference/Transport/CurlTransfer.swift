internal import CCurl
internal import Foundation
internal import Support

/// One request on its way through libcurl: the easy handle, what libcurl points into, and what has come back so far.
/// Lives on the thread of the client.
final class CurlTransfer {
    let id: Int
    let handle: UnsafeMutableRawPointer
    private let completion: CurlInbox.Completion
    private let maximumBody: Int
    let started: ContinuousClock.Instant
    /// When the first byte must be there.
    let firstByteDeadline: ContinuousClock.Instant?
    private let budget: BufferBudget
    private let sockets: CurlSockets
    private let shelf: CurlShelf
    /// The origin whose connections it may share, and for which it waits in a `StreamGate`; nil when it goes at once.
    let origin: String?
    /// What it went out on.
    private var socket: Int32?
    /// Whether it was kept from a connection on which something lay that nobody asked for.
    private var metSpoiltConnection = false
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private var body = Data()
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var overflowed = false
    /// Whether a byte of the answer has come.
    private(set) var hasBegun = false

    /// Longest header section that is kept, in bytes; what comes after it is dropped.
    private static let maximumHeaderBytes = 1 << 16

    /// Prepares the handle.
    ///
    /// - Throws: `TransportError` when libcurl refuses the request; the completion is not called then.
    init(
        id: Int, request: HTTPRequest, settings: CurlMultiClient.Settings, budget: BufferBudget,
        sockets: CurlSockets, shelf: CurlShelf, completion: @escaping CurlInbox.Completion
    ) throws(TransportError) {
        guard let handle = shelf.take() else {
            throw TransportError(.unusableRequest, detail: "libcurl has no memory for another request")
        }
        self.id = id
        self.shelf = shelf
        self.handle = handle
        self.completion = completion
        self.budget = budget
        self.sockets = sockets
        let address = shelf.address(request.url)
        let isSecure = address.isSecure
        origin =
            CurlTransfer.waitsForConnections(request.version, isSecure: isSecure)
            ? CurlTransfer.origin(of: request) : nil
        let started = ContinuousClock.now
        self.started = started
        firstByteDeadline = request.firstByteTimeout.map { started + $0 }
        maximumBody = settings.maximumBodyBytes
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try configure(request, address: address, settings: settings)
    }

    deinit {
        shelf.give(back: handle)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// Ends the transfer. `code` is libcurl's verdict.
    func finish(_ code: CURLcode) {
        guard code == CURLE_OK else { return completion(.failure(error(for: code))) }
        var status = 0
        ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        completion(
            .success(HTTPResponse(status: status, headers: headers, body: body, elapsed: .now - started)))
    }

    /// Whether an answer that has come to its end came over HTTP/2; notes on its connection that it has.
    func answered() -> Bool {
        var version = 0
        ccurl_get_long(handle, CURLINFO_HTTP_VERSION, &version)
        let isShared = version > Int(CURL_HTTP_VERSION_1_1)
        if let socket { sockets.answered(on: socket, isShared: isShared) }
        return isShared
    }

    /// Makes it ready to begin anew on a connection of its own, when it was kept from a spoilt one. Nothing was sent.
    ///
    /// - Returns: false when there is another reason for the verdict.
    func restarts(after code: CURLcode) -> Bool {
        guard code == CURLE_ABORTED_BY_CALLBACK, metSpoiltConnection else { return false }
        metSpoiltConnection = false
        return ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1) == CURLE_OK
    }

    /// Lets libcurl go on with a body that was paused for want of room.
    func resume() {
        curl_easy_pause(handle, CURLPAUSE_CONT)
    }

    /// Ends the transfer before libcurl did.
    func abandon(_ error: any Error) {
        completion(.failure(error))
    }

    private func configure(
        _ request: HTTPRequest, address: CurlShelf.Address, settings: CurlMultiClient.Settings
    ) throws(TransportError) {
        try check(ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
        try check(ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1))
        try check(ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"))
        try check(ccurl_set_text(handle, CURLOPT_URL, request.url))
        try check(ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0))
        try check(ccurl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1))
        try check(ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeout.milliseconds)))
        try check(ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, max(1, request.totalTimeout.milliseconds)))
        try check(ccurl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1))
        try configure(request.version, isSecure: address.isSecure)
        try check(ccurl_watch_sockets(handle, sockets.watch))
        try check(ccurl_set_text(handle, CURLOPT_ACCEPT_ENCODING, ""))
        try check(ccurl_set_large(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(maximumBody)))
        try check(ccurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1))
        try check(ccurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2))
        if let file = request.certificateFile ?? settings.certificateFile {
            try check(ccurl_set_text(handle, CURLOPT_CAINFO, file))
        }
        // Everything else about proxies libcurl reads from http_proxy, HTTPS_PROXY, ALL_PROXY and NO_PROXY itself.
        if address.isLoopback { try check(ccurl_set_text(handle, CURLOPT_PROXY, "")) }
        try configure(request.headers, settings: settings)
        if case .post(let data) = request.method {
            try check(ccurl_set_long(handle, CURLOPT_POST, 1))
            let code = data.withUnsafeBytes { bytes in
                // An empty buffer may have no address, which libcurl would take for "read from a callback".
                withUnsafePointer(to: UInt8(0)) { empty in
                    ccurl_set_body(handle, bytes.baseAddress ?? UnsafeRawPointer(empty), curl_off_t(bytes.count))
                }
            }
            try check(code)
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        try check(ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION) { CurlTransfer.receive($0, $1 * $2, $3) })
        try check(
            ccurl_set_before_request(handle, { CurlTransfer.beforeRequest($0, $1, $3, $4) }, context))
        try check(ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        try check(ccurl_set_callback(handle, CURLOPT_HEADERFUNCTION) { CurlTransfer.receiveHeader($0, $1 * $2, $3) })
    }

    private func configure(
        _ headers: [(name: String, value: String)], settings: CurlMultiClient.Settings
    ) throws(TransportError) {
        // An empty "Expect:" takes away the extra round trip that libcurl makes before a large body.
        for line in headers.map({ "\($0.name): \($0.value)" }) + ["Expect:", "User-Agent: \(settings.userAgent)"] {
            guard let list = curl_slist_append(headerList, line) else {
                throw TransportError(.unusableRequest, detail: "libcurl has no memory for a header")
            }
            headerList = list
        }
        try check(ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, headerList))
    }

    private func configure(_ version: HTTPRequest.Version, isSecure: Bool) throws(TransportError) {
        let word =
            switch version {
            case .auto: CURL_HTTP_VERSION_2TLS
            case .priorKnowledge: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
            case .off: CURL_HTTP_VERSION_1_1
            }
        try check(ccurl_set_long(handle, CURLOPT_HTTP_VERSION, Int(word)))
        if CurlTransfer.waitsForConnections(version, isSecure: isSecure) {
            try check(ccurl_set_long(handle, CURLOPT_PIPEWAIT, 1))
        }
        // libcurl 7.88 puts a second layer of HTTP/2 on a clear connection that it uses again, which breaks it (curl pull
        // request 10643): there each call has a connection of its own.
        if version == .priorKnowledge, !isSecure, CurlTransfer.breaksPriorKnowledge {
            try check(ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1))
            try check(ccurl_set_long(handle, CURLOPT_FORBID_REUSE, 1))
        }
    }

    /// Whether to wait for a connection that may carry many streams instead of opening one for each of a thousand calls.
    /// Only where the handshake tells whether it may: over plain HTTP/1.1 libcurl would wait for the first answer.
    private static func waitsForConnections(_ version: HTTPRequest.Version, isSecure: Bool) -> Bool {
        version == .priorKnowledge && (isSecure || !breaksPriorKnowledge) || version == .auto && isSecure
    }

    /// What must be equal for two requests to share a connection.
    private static func origin(of request: HTTPRequest) -> String {
        let slashes = request.url.utf8.enumerated().filter { $0.element == UInt8(ascii: "/") }.prefix(3)
        let end = slashes.count == 3 ? slashes[2].offset : request.url.utf8.count
        let authority = String(decoding: request.url.utf8.prefix(end), as: UTF8.self).lowercased()
        return "\(authority) \(request.version.rawValue) \(request.certificateFile ?? "")"
    }

    private static let breaksPriorKnowledge =
        curl_version_info(CURLVERSION_FIRST).map { $0.pointee.version_num >> 8 == 0x0758 }
        ?? false

    private func check(_ code: CURLcode) throws(TransportError) {
        guard code != CURLE_OK else { return }
        throw TransportError(.unusableRequest, detail: String(cString: curl_easy_strerror(code)))
    }

    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?
    ) -> Int {
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        // The limit counts decoded bytes: a small gzip body may unfold to gigabytes.
        guard transfer.body.count + count <= transfer.maximumBody else {
            transfer.overflowed = true
            return 0
        }
        // Over the budget libcurl reads no further from this connection until others have ended.
        guard transfer.budget.take(count, for: transfer.id) else { return Int(CURL_WRITEFUNC_PAUSE) }
        transfer.body.append(UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
        return count
    }

    private static func receiveHeader(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?
    ) -> Int {
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        transfer.hasBegun = true
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        if line.starts(with: "HTTP/".utf8) {
            // A new header section: what came before belonged to a 100 Continue.
            transfer.headers = [:]
            transfer.headerBytes = 0
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), transfer.headerBytes < maximumHeaderBytes {
            transfer.headerBytes += count
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            transfer.headers[name] = String(decoding: trimmed(line[(colon + 1)...]), as: UTF8.self)
        }
        return count
    }

    /// Without the white space of HTTP at both ends.
    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    /// The connection stands, the request is next.
    private static func beforeRequest(
        _ context: UnsafeMutableRawPointer?, _ remoteAddress: UnsafeMutablePointer<CChar>?, _ remotePort: Int32,
        _ localPort: Int32
    ) -> Int32 {
        guard let context, let remoteAddress else { return Int32(CURL_PREREQFUNC_OK) }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        var made = 0
        ccurl_get_long(transfer.handle, CURLINFO_NUM_CONNECTS, &made)
        let sockets = transfer.sockets
        let socket = sockets.socket(
            remoteAddress: String(cString: remoteAddress), remotePort: remotePort, localPort: localPort)
        if let socket, made == 0, sockets.isSpoilt(socket) {
            transfer.metSpoiltConnection = true
            return Int32(CURL_PREREQFUNC_ABORT)
        }
        transfer.socket = socket
        if transfer.origin != nil {
            // No socket has a negative number.
            let connection = socket.map { Int($0) } ?? -Int(localPort)
            sockets.boarded(CurlSockets.Boarding(id: transfer.id, connection: connection, isNew: made > 0))
        }
        return Int32(CURL_PREREQFUNC_OK)
    }

    private func error(for code: CURLcode) -> TransportError {
        let written = String(cString: errorText)
        let detail = written.isEmpty ? String(cString: curl_easy_strerror(code)) : written
        if overflowed || code == CURLE_FILESIZE_EXCEEDED {
            return TransportError(.tooLarge, detail: "the answer is longer than \(maximumBody) bytes")
        }
        var connected: curl_off_t = 0
        ccurl_get_large(handle, CURLINFO_PRETRANSFER_TIME_T, &connected)
        return TransportError(CurlTransfer.reason(for: code, connected: connected > 0), detail: detail)
    }

    /// What libcurl's verdict means for the caller.
    static func reason(for code: CURLcode, connected: Bool) -> TransportError.Reason {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unknownHost
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY: .cannotConnect
        case CURLE_OPERATION_TIMEDOUT: connected ? .totalTimeout : .connectTimeout
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE: .untrustedCertificate
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER: .handshake
        case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY: .garbledAnswer
        // Under way it means an answer that is not HTTP/1 ("Received HTTP/0.9"): the address was read long before.
        case CURLE_UNSUPPORTED_PROTOCOL where connected: .garbledAnswer
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT: .unusableRequest
        default: .connectionLost
        }
    }
}
