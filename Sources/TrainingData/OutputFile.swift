#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file that gets its name when it is complete: written under a temporary name in the same folder, synced, renamed.
///
/// Standard output and what is no regular file (a pipe, a device) are written directly: a rename would replace them.
package struct OutputFile: ~Copyable {
    private let path: String
    /// The final place with symbolic links followed, so that a link stays one.
    private let target: String
    /// Nil when the output is written directly.
    private let temporary: String?
    private let descriptor: Int32
    private var committed = false

    /// Opens the file under its temporary name.
    ///
    /// - Throws: `TrainingDataError` when it cannot be created.
    package init(path: String) throws(TrainingDataError) {
        // All that may fail comes first: a value that cannot be copied must not be half made.
        let opened = try Self.open(path)
        self.path = path
        (target, temporary, descriptor) = (opened.target, opened.temporary, opened.descriptor)
    }

    private static func open(
        _ path: String
    ) throws(TrainingDataError) -> (target: String, temporary: String?, descriptor: Int32) {
        var target = path
        var temporary: String?
        let descriptor: Int32
        if path == "-" {
            descriptor = dup(STDOUT_FILENO)
        } else if let kind = kind(of: path), kind != S_IFREG {
            guard kind != S_IFDIR else {
                throw TrainingDataError(reason: .cannotCreate, path: path, detail: "this is a folder")
            }
            descriptor = system(path, O_WRONLY | O_CLOEXEC)
        } else {
            target = resolved(path)
            let folder = folder(of: target)
            let unique = String(UInt32.random(in: .min ... .max), radix: 36)
            let hidden = "\(folder).\(target.dropFirst(folder.count)).\(getpid())-\(unique).partial"
            descriptor = system(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
            temporary = hidden
        }
        guard descriptor >= 0 else {
            let detail = "cannot be created: \(String(cString: strerror(errno)))"
            throw TrainingDataError(reason: .cannotCreate, path: path, detail: detail)
        }
        return (target, temporary, descriptor)
    }

    deinit {
        _ = close(descriptor)
        if let temporary, !committed { _ = unlink(temporary) }
    }

    /// Writes all the bytes.
    package func write(_ bytes: [UInt8]) throws(TrainingDataError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Self.system(descriptor, $0.baseAddress! + done, bytes.count - done) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("writing") }
            done += count
        }
    }

    /// Syncs the file and moves it to its place.
    package consuming func commit() throws(TrainingDataError) {
        guard let temporary else { return }
        guard fsync(descriptor) == 0 else { throw failure("syncing") }
        guard rename(temporary, target) == 0 else { throw failure("renaming") }
        committed = true
        // The name itself survives a power cut only when the folder is synced; a folder that cannot be is no failure.
        let folder = Self.folder(of: target)
        let folderDescriptor = Self.system(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folderDescriptor >= 0 {
            _ = fsync(folderDescriptor)
            _ = close(folderDescriptor)
        }
    }

    private func failure(_ step: String) -> TrainingDataError {
        TrainingDataError(
            reason: .writeFailed, path: path, detail: "\(step) failed: \(String(cString: strerror(errno)))")
    }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The folder of the path with its slash at the end; empty for the current one.
    private static func folder(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
    }

    /// `open(2)`, whose name a method above hides; a new file has the permissions that the user's mask leaves.
    private static func system(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
        Glibc.open(path, flags, 0o666)
        #elseif canImport(Musl)
        Musl.open(path, flags, 0o666)
        #else
        Darwin.open(path, flags, 0o666)
        #endif
    }

    /// `write(2)`, whose name a method above hides.
    private static func system(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, start, count)
        #elseif canImport(Musl)
        Musl.write(descriptor, start, count)
        #else
        Darwin.write(descriptor, start, count)
        #endif
    }
}
