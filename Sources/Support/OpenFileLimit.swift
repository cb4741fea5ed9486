#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The number of files and sockets this process may have open.
package enum OpenFileLimit {
    /// Raises the soft limit to at least `wanted`, as far as the hard limit allows. Never lowers it.
    ///
    /// - Returns: the soft limit afterwards.
    @discardableResult
    package static func raise(to wanted: Int) -> Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 0 }
        let current = Int(clamping: limit.rlim_cur)
        guard current < wanted else { return current }
        limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
        guard setrlimit(resource, &limit) == 0 else { return current }
        return Int(clamping: limit.rlim_cur)
    }
}
