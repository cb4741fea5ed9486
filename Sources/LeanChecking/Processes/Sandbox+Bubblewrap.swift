internal import Foundation

extension Sandbox {
    /// bubblewrap takes a system call filter only from an open file, and the spawning API passes none on: a shell opens
    /// it and replaces itself.
    var loadingFilter: [String] {
        guard let filter else { return [] }
        return ["/bin/sh", "-c", #"filter=$1; shift; exec "$@" 9<"$filter""#, "sh", filter]
    }

    /// The options of `bwrap` up to the program: namespaces of its own for mounts, processes, network, IPC and host name; a
    /// file system that holds nothing but the system's programs and libraries, what the plan may read, and the private
    /// folder; read-only but for the latter.
    func bubblewrap(_ plan: LaunchPlan) -> [String] {
        var words = [tools.bwrap ?? "bwrap", "--die-with-parent"]
        if filter != nil { words += ["--seccomp", "9"] }
        words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"]
        if hasOwnUser {
            // To become the user of the folder, and to enter it before that. `setpriv` gives all of it up.
            for capability in ["SETUID", "SETGID", "SETPCAP", "DAC_OVERRIDE"] {
                words += ["--cap-add", "CAP_\(capability)"]
            }
        } else {
            words += ["--unshare-user", "--disable-userns"]
        }
        // bubblewrap would make the folders above a private one as closed as that one is.
        for folder in Self.ancestors(of: plan.readable + [plan.folder, "/etc/ld.so.cache"]) {
            words += ["--perms", "0755", "--dir", folder]
        }
        for folder in ReadableFiles.system {
            guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: folder) else {
                words += ["--ro-bind-try", folder, folder]
                continue
            }
            words += ["--symlink", link, folder]
        }
        words += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
        for path in plan.readable { words += ["--ro-bind", path, path] }
        words += [plan.limits.fileBytes == 0 ? "--ro-bind" : "--bind", plan.folder, plan.folder]
        words += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/"]
        return words + ["--chdir", plan.folder, "--"]
    }

    /// All folders above the paths, from the top down.
    static func ancestors(of paths: [String]) -> [String] {
        var found: Set<String> = []
        for path in paths where !ReadableFiles.isSystem(path) {
            var parts = path.split(separator: "/").dropLast()
            while !parts.isEmpty {
                found.insert("/" + parts.joined(separator: "/"))
                parts.removeLast()
            }
        }
        return found.sorted()
    }
}
