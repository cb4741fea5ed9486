internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Folders that belong to one Lean process each and are removed after it.
struct PrivateFolder: Sendable, Hashable {
    let path: String

    private static let prefix = "dsprover-lean-"

    /// Makes an empty folder that only its user can enter: dsprover's own, or with a sandbox that runs as a user of its own
    /// a new one for each folder. Its name carries the process id, so that a later run can tell folders left behind by a
    /// killed one.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system` when the temporary folder is not writable.
    init(sandbox: Sandbox = LeanIsolation.sandbox) throws(LeanCheckingError) {
        let parent = FileManager.default.temporaryDirectory
        let name = "\(Self.prefix)\(getpid())-\(UUID().uuidString)"
        path = parent.appending(path: name).path
        guard mkdir(path, 0o700) == 0 else {
            throw LeanCheckingError(
                .system, "\(parent.path): no folder can be made there: \(String(cString: strerror(errno))).",
                advice: "Make room or set TMPDIR to a folder that you can write to.")
        }
        if sandbox.hasOwnUser {
            let user = UInt32.random(in: Self.users)
            guard chown(path, user, user) == 0 else {
                let reason = String(cString: strerror(errno))
                remove()
                throw LeanCheckingError(
                    .system, "\(path): cannot be given to another user: \(reason)",
                    advice: "Set TMPDIR to a folder on a file system that knows users, or lean.isolation to off.")
            }
        }
    }

    /// User ids that no distribution, container tool or directory service gives out (systemd: "Users, Groups, UIDs and
    /// GIDs").
    private static let users: ClosedRange<UInt32> = 1_900_000_000...2_099_999_999

    /// The user to whom the folder was given; nil when it is dsprover's own, or gone.
    static func owner(of path: String) -> UInt32? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_uid != geteuid() else { return nil }
        return status.st_uid
    }

    /// Whether a path is that of such a folder.
    static func isOne(_ path: String) -> Bool {
        path.split(separator: "/").last?.hasPrefix(prefix) ?? false
    }

    /// The last part of the path.
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// Lets anybody in.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system`.
    func open() throws(LeanCheckingError) {
        guard chmod(path, 0o777) == 0 else {
            throw LeanCheckingError(.system, "\(path): its permissions cannot be changed.")
        }
    }

    /// The size of a file in bytes; nil when there is none.
    func size(of name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: file(name)))?[.size] as? Int
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file into the folder.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system`, for a full disk.
    func write(_ text: String, to name: String) throws(LeanCheckingError) {
        try put(Data(text.utf8), at: name)
    }

    /// Puts a file in the place of whatever is there. A hostile process may have worked in the folder before: no link that it
    /// left is followed, neither the file itself nor a folder above it.
    ///
    /// - Parameter name: may hold folders of the private one, which must be there.
    /// - Throws: `LeanCheckingError` with code `lean.system`, for a full disk.
    func put(_ data: Data, at name: String) throws(LeanCheckingError) {
        let (parent, last) = openParent(of: name)
        defer { _ = close(parent) }
        _ = unlinkat(parent, last, 0)
        let file = openat(parent, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        var written = -1
        if file >= 0 {
            let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
            // Whatever the umask: the process that reads it may be another user.
            if (try? handle.write(contentsOf: data)) != nil, fchmod(file, 0o644) == 0 { written = data.count }
        }
        guard written == data.count else {
            let code = errno
            throw LeanCheckingError(
                .system, "\(self.file(name)): cannot be written: \(String(cString: strerror(code)))",
                advice: code == EMFILE || code == ENFILE
                    ? "Raise the limit of open files: ulimit -n 4096." : "Make room or set TMPDIR to another folder.")
        }
    }

    /// The bytes of a file that a hostile process may have put there: nil unless it is an ordinary file of at most so many
    /// bytes. No link is followed.
    func take(_ name: String, atMost limit: Int = 1 << 30) -> Data? {
        let (parent, last) = openParent(of: name)
        defer { _ = close(parent) }
        // Not blocking: a named pipe would be waited for.
        let file = openat(parent, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else { return nil }
        return (try? handle.read(upToCount: limit)) ?? Data()
    }

    /// An open descriptor of the folder that holds a file, -1 when that is not there or a link, and the file's last name.
    private func openParent(of name: String) -> (Int32, String) {
        var parts = name.split(separator: "/").map(String.init)
        let last = parts.popLast() ?? ""
        var parent = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for part in parts where parent >= 0 {
            let next = openat(parent, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            _ = close(parent)
            parent = next
        }
        return (parent, last)
    }

    /// Gives what dsprover has made in a folder to the user of the folder, before a process of that user starts there. Files
    /// with several names are left alone: one of the names may be elsewhere.
    static func handOver(_ folder: String) {
        guard isOne(folder), let owner = owner(of: folder), let walk = FileManager.default.enumerator(atPath: folder)
        else { return }
        for case let name as String in walk {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0, status.st_uid == geteuid() else { continue }
            let kind = status.st_mode & S_IFMT
            guard kind == S_IFDIR || kind == S_IFREG && status.st_nlink == 1 else { continue }
            _ = lchown("\(folder)/\(name)", owner, owner)
        }
    }

    /// Removes the folder and all in it. Nothing can be done about a failure, and nothing depends on it.
    func remove() {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        guard (try? FileManager.default.removeItem(atPath: path)) == nil else { return }
        // A hostile process may have closed its folders to everybody, but they are ours.
        open(path)
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func open(_ folder: String) {
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, chmod(folder, 0o700) == 0 else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] { open("\(folder)/\(name)") }
    }

    /// Removes folders whose dsprover is no longer alive, and ends what still runs in them.
    static func sweep() {
        let parent = FileManager.default.temporaryDirectory.path
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            guard let owner = name.dropFirst(prefix.count).split(separator: "-").first.flatMap({ pid_t($0) }),
                kill(owner, 0) != 0, errno == ESRCH
            else { continue }
            endProcesses(in: "\(parent)/\(name)")
            remove("\(parent)/\(name)")
        }
    }

    /// Everything we start dies with its parent; but a sandbox that loses its parent in the middle of its own start waits for it
    /// for ever (seen with bubblewrap 0.8).
    private static func endProcesses(in folder: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = pid_t(name), id != getpid(),
                let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd"),
                place == folder || place.hasPrefix(folder + "/")
            else { continue }
            _ = kill(id, SIGKILL)
        }
    }
}
