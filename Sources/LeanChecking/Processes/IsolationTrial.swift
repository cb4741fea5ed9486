internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Tries sandboxes with a small hostile program until one holds. Nothing is believed because an option was passed: what
/// counts is what the program could not do.
enum IsolationTrial {
    /// What is known after all attempts.
    struct Outcome: Sendable {
        let best: SandboxFindings
        let withoutNamespaces: SandboxFindings
        /// Why others did not even start.
        let obstacles: [String]
        /// What to do for more than `best`.
        let advice: String
    }

    /// Tries all that could work here, the best first.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system` when no private folder can be made; `CancellationError`.
    static func run(hiding: [String], tools: SystemTools = .installed) async throws -> Outcome {
        let witnesses = Witnesses.folders(hiding)
        var tried: [SandboxFindings] = []
        for sandbox in candidates(tools) {
            let findings = try await attempt(sandbox, witnesses)
            tried.append(findings)
            if findings.isComplete { break }
        }
        var plain: SandboxFindings
        if let last = tried.last, last.sandbox.means == .limitsOnly {
            plain = last
        } else {
            plain = try await attempt(limitsOnly(tools), witnesses)
        }
        var best = plain
        for findings in tried where findings.proved.count > best.proved.count { best = findings }
        return Outcome(
            best: best, withoutNamespaces: plain, obstacles: tried.compactMap(\.failure), advice: advice(tools, best))
    }

    /// As root with a user id of its own; otherwise, and as a root that may not change its user, in a user namespace.
    static func candidates(_ tools: SystemTools) -> [Sandbox] {
        let filter = SystemCallFilterFile.path
        var found: [Sandbox] = []
        for hasOwnUser in geteuid() == 0 ? [true, false] : [false] {
            if tools.bwrap != nil {
                found.append(Sandbox(.bubblewrap, tools: tools, hasOwnUser: hasOwnUser, filter: filter))
            }
            if tools.unshare != nil { found.append(Sandbox(.unshare, tools: tools, hasOwnUser: hasOwnUser)) }
        }
        return found + [limitsOnly(tools)]
    }

    private static func limitsOnly(_ tools: SystemTools) -> Sandbox { Sandbox(.limitsOnly, tools: tools) }

    private static func advice(_ tools: SystemTools, _ best: SandboxFindings) -> String {
        var parts: [String] = []
        if tools.setpriv == nil || tools.prlimit == nil { parts.append("Install the package util-linux.") }
        if tools.bwrap == nil { parts.append("Install the package bubblewrap (`make setup` does).") }
        guard !best.sandbox.hidesFiles else { return parts.joined(separator: " ") }
        parts.append(
            """
            Namespaces must be allowed: as a normal user `sysctl kernel.unprivileged_userns_clone=1` or \
            `kernel.apparmor_restrict_unprivileged_userns=0`; in a container `--security-opt seccomp=unconfined` or \
            `--cap-add SYS_ADMIN`.
            """)
        return parts.joined(separator: " ")
    }

    /// One sandbox: a program that tries to get out, and one whose parent is killed. A private folder that cannot be given to
    /// a user of its own is an obstacle to this sandbox, not to all.
    static func attempt(_ sandbox: Sandbox, _ witnesses: Witnesses) async throws -> SandboxFindings {
        do {
            async let escape = EscapeTrial(sandbox: sandbox, witnesses: witnesses).run()
            async let orphan = OrphanTrial(sandbox: sandbox).run()
            var findings = try await escape
            if try await orphan { findings.proved.insert(.endsWithParent) }
            return findings
        } catch let error as LeanCheckingError where sandbox.hasOwnUser {
            return SandboxFindings(sandbox: sandbox, failure: error.message)
        }
    }
}

/// Folders whose contents no sandbox may show.
struct Witnesses: Sendable, Hashable {
    /// Files that are there and must not be seen.
    let hidden: [String]
    /// Folders that must not be writable.
    let folders: [String]

    /// A few entries of each folder, of the user's home and of the working directory. Nothing is made in them.
    static func folders(
        _ hiding: [String], temporary: String = FileManager.default.temporaryDirectory.standardizedFileURL.path
    ) -> Witnesses {
        let wanted =
            hiding + [FileManager.default.homeDirectoryForCurrentUser.path, FileManager.default.currentDirectoryPath]
        let folders = Set(wanted).filter { $0 != "/" && !ReadableFiles.isSystem($0) }.sorted()
        let hidden = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
                // The folders above a private one are there, and empty but for it.
                .filter { !"\(temporary)/".hasPrefix("\($0)/") && !ReadableFiles.isSystem($0) }.sorted().prefix(16)
        }
        return Witnesses(hidden: hidden, folders: folders)
    }
}

/// The compiled system call filter in a file without a name: `/proc` opens it, and it goes when dsprover does.
enum SystemCallFilterFile {
    /// Its path; nil where there is no filter for the machine, or no room for 700 bytes.
    static let path: String? = {
        guard let machine = SystemCallFilter.Architecture.current else { return nil }
        let name = "\(FileManager.default.temporaryDirectory.path)/dsprover-filter-\(UUID().uuidString)"
        let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        unlink(name)
        let bytes = SystemCallFilter(for: machine).bytes
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            _ = close(descriptor)
            return nil
        }
        return "/proc/\(getpid())/fd/\(descriptor)"
    }()
}
