internal import CCurl

/// What requests leave behind for those after them: easy handles, and what was found out about addresses. Lives on the thread
/// of the client.
final class CurlShelf {
    /// What an address says.
    struct Address {
        let isSecure: Bool
        /// Whether it is on this machine, see `LoopbackAddress`.
        let isLoopback: Bool
    }

    private var handles: [UnsafeMutableRawPointer] = []
    private var addresses: [String: Address] = [:]

    /// Handles that are kept; one takes some ten kilobytes.
    private static let keptHandles = 256
    private static let keptAddresses = 64

    deinit { for handle in handles { curl_easy_cleanup(handle) } }

    /// A handle with nothing set; nil when libcurl has no memory for one.
    func take() -> UnsafeMutableRawPointer? { handles.popLast() ?? curl_easy_init() }

    /// Takes a handle that is in no multi handle. Everything that was set is forgotten; connections and sessions belong to
    /// the multi handle and stay there.
    func give(back handle: UnsafeMutableRawPointer) {
        guard handles.count < Self.keptHandles else { return curl_easy_cleanup(handle) }
        curl_easy_reset(handle)
        handles.append(handle)
    }

    func address(_ url: String) -> Address {
        if let known = addresses[url] { return known }
        if addresses.count >= Self.keptAddresses { addresses = [:] }
        let address = Address(
            isSecure: url.lowercased().hasPrefix("https:"), isLoopback: LoopbackAddress.isLoopback(url: url))
        addresses[url] = address
        return address
    }
}
