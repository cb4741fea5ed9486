internal import CCurl
internal import Foundation
internal import Support

/// An HTTP client for thousands of long calls at once: libcurl's multi interface on one thread of its own.
///
/// Connections are kept and used again, certificates are verified, the usual proxy variables are honoured (but never for
/// this machine), gzip is understood. Cancelling the calling task takes the request off the wire at once.
package final class CurlMultiClient: Sendable {
    /// How the client behaves.
    package struct Settings: Sendable {
        /// Most requests on the wire at once; more wait in order.
        package var maximumInFlight: Int
        /// Longest answer in bytes, content coding undone.
        package var maximumBodyBytes: Int
        /// Most bytes of unfinished answers in memory, all together; over it only one answer at a time grows on.
        package var maximumBufferedBytes: Int
        /// What the client calls itself.
        package var userAgent: String
        /// A PEM file with the certificates to trust instead of the system's.
        package var certificateFile: String?

        /// The defaults; the certificates come from `CURL_CA_BUNDLE` or `SSL_CERT_FILE` where one is set.
        package init(
            maximumInFlight: Int = 1024, maximumBodyBytes: Int = 64 << 20,
            maximumBufferedBytes: Int = 256 << 20, userAgent: String = "dsprover",
            certificateFile: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
        ) {
            self.maximumInFlight = maximumInFlight
            self.maximumBodyBytes = maximumBodyBytes
            self.maximumBufferedBytes = maximumBufferedBytes
            self.userAgent = userAgent
            let named = certificateFile ?? environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"]
            self.certificateFile = named.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    let inbox = CurlInbox()
    private let places: ConcurrencyLimiter
    /// Most requests on the wire at once: what the settings want, or less where this process may not open so many files.
    package let requestsAtOnce: Int

    /// libcurl wants this once, before any thread uses it.
    private static let isReady: Bool = ccurl_global_init() == CURLE_OK

    /// Starts the thread and raises the limit of open files to what the settings need.
    package init(_ settings: Settings = Settings()) {
        // A socket each, name look-ups, and room for the rest of the program: ledger, pipes to Lean workers.
        let files = OpenFileLimit.raise(to: settings.maximumInFlight * 2 + 1024)
        requestsAtOnce = Self.requestsAtOnce(wanted: settings.maximumInFlight, files: files)
        places = ConcurrencyLimiter(limit: requestsAtOnce)
        let inbox = inbox
        let isReady = CurlMultiClient.isReady
        let thread = Thread {
            if isReady, var loop = CurlLoop(inbox: inbox, settings: settings) {
                loop.run()
            } else {
                inbox.close()
                let error = TransportError(.shutdown, detail: "libcurl cannot be started")
                for case .start(_, _, let completion) in inbox.detach() { completion(.failure(error)) }
            }
            inbox.markEnded()
        }
        thread.name = "http"
        thread.start()
    }

    /// - Parameter files: how many files this process may open, 0 when that is not known.
    static func requestsAtOnce(wanted: Int, files: Int) -> Int {
        guard files > 0, files < wanted * 2 + 1024 else { return wanted }
        // What leaves the rest of the program its part.
        return min(wanted, max(4, files / 8, files - 1024))
    }

    deinit { inbox.close() }

    /// Sends the request and waits for the whole answer, whatever its status.
    ///
    /// - Throws: `TransportError`, or `CancellationError` when the task is cancelled.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await places.withPlace { [inbox] in
            let id = inbox.newID()
            defer { inbox.forget(id) }
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    inbox.start(id, request) { continuation.resume(with: $0) }
                }
            } onCancel: {
                inbox.cancel(id)
            }
        }
    }

    /// Ends all requests with an error, closes all connections and waits for the thread to end.
    package func shutdown() async {
        inbox.close()
        await inbox.end()
    }
}
