internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Tells systemd, or whoever else set `NOTIFY_SOCKET`, how the process is doing (sd_notify(3)): datagrams on a local socket.
package struct ServiceNotifier: Sendable {
    private let address: String
    /// How often the supervisor wants to hear `WATCHDOG=1`; nil when it does not. To be told twice as often.
    package let watchdog: Duration?

    /// Nil when nobody wants to be told.
    ///
    /// - Parameter environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`.
    package init?(environment: [String: String]) {
        guard let address = environment["NOTIFY_SOCKET"], address.hasPrefix("/") || address.hasPrefix("@"),
            address.utf8.count < 108
        else { return nil }
        self.address = address
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap {
            isForUs && $0 > 0 ? .microseconds($0) : nil
        }
    }

    /// Sends the assignments, for example `READY=1` and `STATUS=…`. A supervisor that does not listen is no error.
    package func send(_ assignments: String...) {
        #if os(Linux)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        var path = Array(address.utf8)
        // A name in the abstract name space begins with a zero byte.
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: path) }
        let length = MemoryLayout<sa_family_t>.size + path.count
        let text = Array(assignments.joined(separator: "\n").utf8)
        _ = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), generic, socklen_t(length))
            }
        }
        #endif
    }

    /// Says that a new configuration is being read; `READY=1` must follow.
    package func sendReloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        send("RELOADING=1", "MONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)")
    }
}
