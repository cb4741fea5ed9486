internal import Foundation

/// Who holds a lease: a process of a machine, told apart from a later one with the same number.
///
/// The text is `HOST/NAMESPACE/PID/START`. Start is the kernel's start time of the process (Linux), the namespace that of
/// its process numbers, so that two containers of one host name do not judge each other.
package struct LeaseOwner: Sendable, Hashable {
    package let text: String

    /// This process.
    package static let current = LeaseOwner(
        text: [hostName, namespace, String(getpid()), startTime(of: getpid()) ?? "0"].joined(separator: "/"))

    /// What can be known of an owner's process.
    package enum Presence: Sendable, Hashable {
        /// It was a process of this machine (and of this process-number namespace), and it has ended.
        case gone
        /// It is a process of this machine; it may be stopped, but its work is not lost.
        case here
        /// A process of another machine or namespace, or one that we may not look at.
        case unknown
    }

    /// True only if the owner was a process of this machine (and of this process-number namespace) that has ended. For
    /// anybody else only the end of the lease tells.
    package static func isCertainlyGone(_ owner: String) -> Bool { presence(of: owner) == .gone }

    /// What can be known of the owner's process right now.
    package static func presence(of owner: String) -> Presence {
        let parts = owner.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == hostName, parts[1] == namespace, parts[1] != "", let pid = Int32(parts[2]),
            parts[3] != "0"
        else { return .unknown }
        if kill(pid, 0) != 0 && errno == ESRCH { return .gone }
        // It runs, but it may be a later process with the same number. When we may not look, we do not know.
        guard let start = startTime(of: pid) else { return .unknown }
        return start == parts[3] ? .here : .gone
    }

    private static let hostName: String = {
        var name = [CChar](repeating: 0, count: 256)
        _ = gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            .replacingOccurrences(of: "/", with: "_")
    }()

    private static let namespace =
        ((try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "")
        .filter(\.isNumber)

    /// The 22nd field of `/proc/PID/stat` (proc(5)): ticks since boot. The second field may hold blanks and parentheses.
    private static func startTime(of pid: Int32) -> String? {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[end...].split(separator: " ")
        return fields.count > 20 ? String(fields[20]) : nil
    }
}
