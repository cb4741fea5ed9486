internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Folders that belong to one Lean process each and are removed after it.
struct PrivateFolder: Sendable, Hashable {
    let path: String

    private static let prefix = "dsprover-lean-"

    /// Makes an empty folder that only this user can enter. Its name carries the process id, so that a later run can
    /// tell folders left behind by a killed one.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system` when the temporary folder is not writable.
    init() throws(LeanCheckingError) {
        let parent = FileManager.default.temporaryDirectory
        let name = "\(Self.prefix)\(getpid())-\(UUID().uuidString)"
        path = parent.appending(path: name).path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LeanCheckingError(
                .system, "\(parent.path): no folder can be made there: \(error.localizedDescription)",
                advice: "Make room or set TMPDIR to a folder that you can write to.")
        }
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file into the folder.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system`, for a full disk.
    func write(_ text: String, to name: String) throws(LeanCheckingError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: file(name)))
        } catch {
            throw LeanCheckingError(
                .system, "\(file(name)): cannot be written: \(error.localizedDescription)",
                advice: "Make room or set TMPDIR to another folder.")
        }
    }

    /// Removes the folder and all in it. Nothing can be done about a failure, and nothing depends on it.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes folders whose dsprover is no longer alive.
    static func sweep() {
        let parent = FileManager.default.temporaryDirectory.path
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            guard let owner = name.dropFirst(prefix.count).split(separator: "-").first.flatMap({ pid_t($0) }),
                kill(owner, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
        }
    }
}
