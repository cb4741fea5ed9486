internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

#if os(Linux)
/// Who started whom, as the kernel tells it in `/proc/PID/task/TID/children` (Linux 3.5).
enum ProcessTree {
    /// More than this is not looked at: the limit on processes is far below.
    private static let most = 4096

    /// All processes below one, whatever their session or group. A daemon within a process namespace has process 1 of the
    /// namespace as its parent, and so is among them.
    static func descendants(of processID: Int32) -> [Int32] {
        var found = children(of: processID)
        var next = 0
        while next < found.count, found.count < most {
            found += children(of: found[next])
            next += 1
        }
        return found
    }

    /// The children of all threads of a process.
    private static func children(of processID: Int32) -> [Int32] {
        var found: [Int32] = []
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/task")) ?? []
        for thread in threads {
            let path = "/proc/\(processID)/task/\(thread)/children"
            for word in (SmallFile.contents(of: path) ?? []).split(separator: 0x20) {
                if let child = Int32(String(decoding: word, as: UTF8.self)) { found.append(child) }
            }
        }
        return found
    }
}

/// Files of `/proc`, which say no size and must be read in one go.
enum SmallFile {
    /// The first 4096 bytes; nil when the file is gone. Empty when it is.
    static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        return count >= 0 ? Array(buffer[..<count]) : nil
    }
}
#endif
