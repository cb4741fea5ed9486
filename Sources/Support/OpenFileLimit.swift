#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The number of files and sockets this process may have open.
package struct OpenFileLimit: Sendable, Hashable {
    /// What is in force.
    package let soft: Int
    /// What it may be raised to.
    package let hard: Int

    /// The limit as it is now; nil when the system does not say.
    package static var current: OpenFileLimit? {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return nil }
        return OpenFileLimit(soft: Int(clamping: limit.rlim_cur), hard: Int(clamping: limit.rlim_max))
    }

    /// Raises the soft limit to at least `wanted`, as far as the hard limit allows. Never lowers it.
    ///
    /// - Returns: the soft limit afterwards.
    @discardableResult
    package static func raise(to wanted: Int) -> Int {
        guard let current else { return 0 }
        guard current.soft < wanted else { return current.soft }
        var limit = rlimit()
        limit.rlim_cur = rlim_t(min(wanted, current.hard))
        limit.rlim_max = current.hard == .max ? rlim_t.max : rlim_t(current.hard)
        guard setrlimit(resource, &limit) == 0 else { return current.soft }
        return Int(clamping: limit.rlim_cur)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif
}
