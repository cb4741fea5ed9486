import Foundation
import TestSupport
import Testing

/// A shell that gives the program a machine with a fault: a small disk, a folder that can only be read, few descriptors.
///
/// Mounts are made in a mount namespace of their own, so that nothing of them is left and nobody else sees them.
enum SmallWorld {
    /// Whether this user may mount at all; without, those tests are skipped.
    static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "unshare --mount mount -t tmpfs none /tmp"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        guard (try? process.run()) != nil else { return false }
        ended.wait()
        return process.terminationStatus == 0
    }()

    /// Why they are skipped then.
    static let whyNot: Comment = "mounting needs root, or a container that allows it"

    /// The command that starts another after the shell's words, in a mount namespace.
    static func mounting(_ words: String) -> [String] {
        ["/usr/bin/env", "unshare", "--mount", "/bin/sh", "-c", "\(words)\nexec \"$@\"", "sh"]
    }

    /// The command that starts another with so many files at once.
    static func files(_ count: Int) -> [String] {
        ["/bin/sh", "-c", "ulimit -n \(count)\nexec \"$@\"", "sh"]
    }
}
