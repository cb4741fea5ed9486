internal import Foundation

/// Tells a server on this machine from one elsewhere.
enum LoopbackAddress {
    /// Whether the address names this machine: `localhost`, 127.0.0.0/8 or `::1`. Such a server is never asked through a
    /// proxy, which could not reach it: the rule of Go's HTTP client.
    static func isLoopback(url: String) -> Bool {
        guard let host = URLComponents(string: url)?.host?.lowercased() else { return false }
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
