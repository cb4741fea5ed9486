internal import Foundation

/// What the kernel's user namespaces can do here.
enum UserNamespaces {
    /// Whether a user namespace has its own count of processes for `RLIMIT_NPROC` (Linux 5.14; before that the limit counted all
    /// processes of the user, wherever they run).
    static let haveOwnCounts: Bool = {
        let text = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? ""
        return isAtLeast5_14(text)
    }()

    static func isAtLeast5_14(_ release: String) -> Bool {
        let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else { return false }
        return numbers[0] > 5 || numbers[0] == 5 && numbers[1] >= 14
    }
}
