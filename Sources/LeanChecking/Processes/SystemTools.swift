internal import Foundation

/// The programs that stand between dsprover and Lean, where the machine has them.
struct SystemTools: Sendable, Hashable {
    /// util-linux: parent-death signal, user id, no new privileges.
    var setpriv: String?
    /// util-linux: resource limits.
    var prlimit: String?
    /// bubblewrap: namespaces and a file system view of its own.
    var bwrap: String?
    /// util-linux: namespaces alone.
    var unshare: String?

    static let none = SystemTools()

    /// Looks in the folders where distributions put them. `PATH` is not asked: it may be somebody else's.
    static let installed = SystemTools(
        setpriv: find("setpriv"), prlimit: find("prlimit"), bwrap: find("bwrap"), unshare: find("unshare"))

    private static func find(_ name: String) -> String? {
        #if os(Linux)
        ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        #else
        nil
        #endif
    }
}
