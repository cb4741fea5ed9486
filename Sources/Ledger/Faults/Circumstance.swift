internal import Foundation
internal import Support

/// What about the machine may lie behind an error of SQLite that does not say so.
enum Circumstance {
    case diskFull, tooManyFiles

    /// Below this SQLite cannot make the files that it keeps beside the ledger, bytes.
    private static let least = 128 << 10

    /// An open ledger has a few files: itself, log, shared memory, each for writing and for reading.
    private static let leastFiles = 8

    /// How many files this process may still open.
    private static var remainingFiles: Int {
        guard let limit = OpenFileLimit.current else { return .max }
        // Without a descriptor for it the list cannot be read either.
        guard let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count else {
            return errno == EMFILE || errno == ENFILE ? 0 : .max
        }
        return limit.soft - open
    }

    /// Why the file cannot be written, in the system's words; nil when it could be.
    static func refusal(of path: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        for place in [folder, path] where access(place, W_OK) != 0 && errno != ENOENT {
            return "\(place): \(String(cString: strerror(errno)))"
        }
        return nil
    }

    /// What is the case right now, if anything.
    static func present(of path: String) -> Circumstance? {
        if remainingFiles < leastFiles { return .tooManyFiles }
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
