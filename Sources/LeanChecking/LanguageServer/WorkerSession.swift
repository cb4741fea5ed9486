internal import Foundation

/// The conversation with one `lean --worker`: makes the messages that go to it and reads those that come back. No I/O.
///
/// `lean --worker` is one process that serves one document, spoken to directly; `lean --server` would put a watchdog
/// process between, which costs 97 MB and one more hop for each message and offers only restarts, which the pool does
/// better. Measured on the embedded library: ready after 55 ms (server 100 ms), 4.4 ms a check (5.5 ms).
///
/// A check replaces the text after the header (`didChange`) and asks `textDocument/waitForDiagnostics` for exactly that version.
/// The reply comes after the last diagnostics of the version. Diagnostics are taken only when they carry the version
/// that was asked for, and only when the reply to *our* request has come: its id holds a random part that no text inside
/// Lean can know, so nothing that a proof prints can pass for the reply.
struct WorkerSession: Sendable {
    /// The worker does not keep to the protocol; nothing it says counts any more.
    struct Fault: Error, Sendable, Hashable {
        let what: String
    }

    /// What was said about one version of the document so far.
    struct Heard: Sendable, Hashable {
        var diagnostics: [Diagnostic] = []
        /// When each of them came.
        var arrivals: [ContinuousClock.Instant] = []
    }

    /// Name of the only document. Nothing is ever read from or written to it.
    static let documentURI = "file:///dsprover/Check.lean"

    private let nonce: String
    private(set) var version = 0
    /// What was said about the present version; nil before the first word.
    private(set) var heard: Heard?

    init(nonce: String = String(UInt64.random(in: .min ... .max), radix: 36)) {
        self.nonce = nonce
    }

    // MARK: Messages to the worker

    /// The first messages: the worker elaborates the text, usually the header alone, as version 1.
    mutating func open(_ text: String) -> [UInt8] {
        version = 1
        heard = nil
        let initialize = Request(id: "\(nonce)-start", method: "initialize", params: InitializeParameters())
        let open = Notification(
            method: "textDocument/didOpen",
            params: OpenParameters(
                textDocument: .init(uri: Self.documentURI, languageId: "lean", version: version, text: text)))
        return Self.bytes(initialize) + Self.bytes(open) + waitRequest()
    }

    /// Replaces the text of the document, as the next version.
    mutating func change(to text: String) -> [UInt8] {
        version += 1
        heard = nil
        let change = Notification(
            method: "textDocument/didChange",
            params: ChangeParameters(
                textDocument: .init(uri: Self.documentURI, version: version), contentChanges: [.init(text: text)]))
        return Self.bytes(change) + waitRequest()
    }

    /// Lets the worker end by itself.
    static func exit() -> [UInt8] {
        bytes(Notification(method: "exit", params: InitializeParameters?.none))
    }

    private func waitRequest() -> [UInt8] {
        Self.bytes(
            Request(
                id: requestID(version), method: "textDocument/waitForDiagnostics",
                params: WaitParameters(uri: Self.documentURI, version: version)))
    }

    private func requestID(_ version: Int) -> String { "\(nonce)-\(version)" }

    private static func bytes(_ message: some Encodable) -> [UInt8] {
        // Encoding can only fail for numbers that JSON does not have; there are none in these messages.
        MessageFraming.frame((try? JSONEncoder().encode(message)) ?? Data())
    }

    // MARK: Messages from the worker

    /// Takes one message; returns the answer once it is complete.
    ///
    /// - Throws: `Fault` when the message breaks the protocol.
    mutating func receive(_ message: ArraySlice<UInt8>, at now: ContinuousClock.Instant = .now) throws(Fault) -> Heard?
    {
        // Most messages are progress reports, or say that there is nothing new: not worth decoding. Should Lean ever write
        // them in another way, they are decoded and passed over like all that is not for us.
        if message.starts(with: Self.progressMark) || message.starts(with: Self.nothingNewMark) { return nil }
        let incoming: Incoming
        do {
            incoming = try JSONDecoder().decode(Incoming.self, from: Data(message))
        } catch {
            throw Fault(what: "a message that is not in the protocol's form")
        }
        if incoming.method == "textDocument/publishDiagnostics" {
            if let parameters = incoming.params, parameters.version == version { try hear(parameters, now) }
            return nil
        }
        guard incoming.method == nil, incoming.id == requestID(version) else { return nil }
        if let error = incoming.error {
            throw Fault(what: "an error instead of an answer: \(error.message)")
        }
        guard let heard else {
            throw Fault(what: "an answer without diagnostics of its version")
        }
        return heard
    }

    private mutating func hear(_ parameters: Incoming.Parameters, _ now: ContinuousClock.Instant) throws(Fault) {
        let diagnostics = parameters.diagnostics ?? []
        if parameters.isIncremental == true {
            guard heard != nil else { throw Fault(what: "more diagnostics before the first ones") }
            heard!.diagnostics += diagnostics
        } else {
            heard = Heard(diagnostics: diagnostics, arrivals: heard?.arrivals ?? [])
        }
        let count = heard!.diagnostics.count
        let known = heard!.arrivals.prefix(count)
        heard!.arrivals = known + Array(repeating: now, count: count - known.count)
    }

    private static let progressMark = Array(#"{"jsonrpc":"2.0","method":"$/"#.utf8)
    private static let nothingNewMark = Array(
        #"{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"isIncremental":true"#
            .utf8)
}
