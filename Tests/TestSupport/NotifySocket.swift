internal import Foundation

#if os(Linux)
internal import Glibc

/// A supervisor's end of sd_notify: a datagram socket.
package final class NotifySocket: Sendable {
    /// What went wrong.
    package struct Failure: Error {
        package let what: String
    }

    /// The value for `NOTIFY_SOCKET`.
    package let path: String
    private let descriptor: Int32

    /// - Parameter path: a path, or `@` and an abstract name.
    package init(at path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        guard descriptor >= 0, bytes.count < 108 else { throw Failure(what: "socket") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard status == 0 else { throw Failure(what: "bind: \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    /// The next datagram if one is there already.
    package func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count >= 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
#endif
