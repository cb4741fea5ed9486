internal import Foundation

/// What about the machine may lie behind an error of SQLite that does not say so.
enum Circumstance {
    case diskFull, tooManyFiles

    /// Below this SQLite cannot make the files that it keeps beside the ledger, bytes.
    private static let least = 128 << 10

    /// What is the case right now, if anything.
    static func present(of path: String) -> Circumstance? {
        let probe = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard probe >= 0 else { return errno == EMFILE || errno == ENFILE ? .tooManyFiles : nil }
        _ = close(probe)
        var status = statvfs()
        guard statvfs(URL(fileURLWithPath: path).deletingLastPathComponent().path, &status) == 0 else { return nil }
        // A read-only file system (an image) is full by nature.
        let isReadOnly = status.f_flag & UInt(ST_RDONLY) != 0
        return !isReadOnly && UInt(status.f_bavail) * UInt(status.f_frsize) < UInt(least) ? .diskFull : nil
    }

    /// The error of the ledger that says so.
    func error(_ path: String) -> LedgerError {
        switch self {
        case .diskFull: .full(path)
        case .tooManyFiles: .tooManyFiles(path)
        }
    }
}
