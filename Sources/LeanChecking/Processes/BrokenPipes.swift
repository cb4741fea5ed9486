#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Keeps a write to a Lean process that has just died from ending dsprover.
package enum BrokenPipes {
    private static let ignored: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// Ignores SIGPIPE in the whole process: such a write then fails with an error. Called by `main`, and by this room
    /// before its first process; calling it again does nothing.
    package static func ignore() {
        _ = ignored
    }
}
