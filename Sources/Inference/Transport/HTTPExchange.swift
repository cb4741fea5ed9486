package import Foundation

/// One request over HTTP.
package struct HTTPRequest: Sendable, CustomStringConvertible, CustomReflectable {
    /// What is sent.
    package enum Method: Sendable, Hashable {
        case get
        case post(body: Data)
    }

    package var method: Method
    /// Which version of HTTP is spoken.
    package enum Version: String, Sendable, Hashable, Codable, CaseIterable {
        /// HTTP/2 over TLS where the server offers it, HTTP/1.1 otherwise.
        case auto
        /// HTTP/2 from the first byte, also without TLS (h2c with prior knowledge).
        case priorKnowledge = "prior-knowledge"
        /// HTTP/1.1 only.
        case off
    }

    /// Absolute address with scheme http or https.
    package var url: String
    /// Header fields in the order they are sent; no line ends in names or values.
    package var headers: [(name: String, value: String)]
    /// Longest time until the connection stands, TLS included.
    package var connectTimeout: Duration
    /// Longest time from here to the first byte of the answer; nil for no limit of its own. Without streaming a server
    /// sends that byte when it has generated everything.
    package var firstByteTimeout: Duration?
    /// Longest time for everything from here to the last byte of the answer.
    package var totalTimeout: Duration
    package var version: Version
    /// A PEM file with the certificates to trust; nil for those of the client.
    package var certificateFile: String?

    /// A request.
    package init(
        _ method: Method, url: String, headers: [(name: String, value: String)] = [],
        connectTimeout: Duration = .seconds(10), firstByteTimeout: Duration? = nil,
        totalTimeout: Duration = .seconds(600), version: Version = .auto, certificateFile: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.connectTimeout = connectTimeout
        self.firstByteTimeout = firstByteTimeout
        self.totalTimeout = totalTimeout
        self.version = version
        self.certificateFile = certificateFile
    }

    /// Method and address alone: headers hold keys, and so may a query.
    package var description: String {
        let address = url.prefix { $0 != "?" }
        return if case .post(let body) = method { "POST \(address) (\(body.count) bytes)" } else { "GET \(address)" }
    }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The answer to an `HTTPRequest`, read to its end.
package struct HTTPResponse: Sendable {
    package var status: Int
    /// Header fields by lower-case name; of a repeated one the last.
    package var headers: [String: String]
    /// The body with the content coding (gzip …) undone.
    package var body: Data
    /// From the start of the transfer to the last byte.
    package var elapsed: Duration

    /// An answer.
    package init(status: Int, headers: [String: String] = [:], body: Data, elapsed: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.body = body
        self.elapsed = elapsed
    }
}

/// Why there is no answer over HTTP.
package struct TransportError: Error, Hashable, Sendable {
    /// The closed set of reasons.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The name has no address.
        case unknownHost
        /// Nobody listens, or the network is down.
        case cannotConnect
        /// No connection within the connect time limit.
        case connectTimeout
        /// Nothing came within the first-byte time limit.
        case firstByteTimeout
        /// The total time limit passed.
        case totalTimeout
        /// The connection broke after it stood.
        case connectionLost
        /// The TLS handshake failed.
        case handshake
        /// The server's certificate is not trusted.
        case untrustedCertificate
        /// The answer is longer than the client takes.
        case tooLarge
        /// The answer is not HTTP, or its content coding is broken.
        case garbledAnswer
        /// The address or an option cannot be used.
        case unusableRequest
        /// The client was shut down.
        case shutdown
    }

    package let reason: Reason
    /// One sentence of detail, as the transport words it.
    package let detail: String

    /// An error.
    package init(_ reason: Reason, detail: String) {
        self.reason = reason
        self.detail = detail
    }
}
