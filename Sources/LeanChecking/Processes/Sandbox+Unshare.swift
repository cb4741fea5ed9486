internal import Foundation

extension Sandbox {
    /// The words up to the program where there is no bubblewrap: `unshare` makes the same namespaces, and a shell as process 1
    /// of them lays out the same file system with `mount`, then waits for the program. There is no system call filter.
    func unsharing(_ plan: LaunchPlan) -> [String] {
        let user = hasOwnUser ? [] : ["--user", "--map-root-user"]
        return [
            tools.unshare ?? "unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child=KILL",
        ]
            + user + ["/bin/sh", "-c", MountScript(plan).text, "sh"]
    }
}

/// Lays out a small file system in an empty memory file system and makes it the root.
private struct MountScript {
    /// Where it is put together: a folder that every Linux has and nothing in the sandbox needs.
    private static let root = "/sys"
    private static let devices = ["null", "zero", "full", "random", "urandom"]

    private var folders = ["proc", "dev", ".old"]
    private var links: [String] = []
    private var files: [String] = []
    private var table: [String] = []
    private let start: String

    init(_ plan: LaunchPlan) {
        start = plan.folder
        for folder in ReadableFiles.system {
            if let link = try? FileManager.default.destinationOfSymbolicLink(atPath: folder) {
                links.append("ln -s \(Self.quoted(link)) \(Self.quoted("." + folder))")
            } else {
                show(folder)
            }
        }
        show("/etc/ld.so.cache")
        for path in plan.readable { show(path) }
        show(plan.folder, writable: plan.limits.fileBytes != 0)
        table.append("proc \(Self.root)/proc proc nosuid,nodev,noexec 0 0")
        for device in Self.devices {
            files.append("./dev/\(device)")
            table.append("/dev/\(device) \(Self.root)/dev/\(device) none bind 0 0")
        }
    }

    var text: String {
        """
        set -e
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        umask 022
        mount -n -t tmpfs -o mode=755,size=1m none \(Self.root)
        cd \(Self.root)
        mkdir -p \(folders.map(Self.quoted).joined(separator: " "))
        for file in \(files.map(Self.quoted).joined(separator: " ")); do : >"$file"; done
        \(links.joined(separator: "\n"))
        ln -s /proc/self/fd dev/fd
        printf '%s\\n' \(Self.quoted(table.joined(separator: "\n"))) >.fstab
        mount -n -a -T .fstab
        pivot_root . .old
        umount -n -l /.old
        mount -n -o remount,bind,ro / /
        cd \(Self.quoted(start))
        "$@"
        exit $?
        """
    }

    private mutating func show(_ path: String, writable: Bool = false) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        if isFolder.boolValue {
            folders.append("." + path)
        } else {
            folders.append("." + URL(filePath: path).deletingLastPathComponent().path)
            files.append("." + path)
        }
        // A mount of the outside must not lose what it forbids, or the kernel refuses the change.
        let options = (isFolder.boolValue ? "rbind" : "bind") + (writable ? "" : ",ro") + ",nosuid,nodev"
        table.append("\(Self.escaped(path)) \(Self.root)\(Self.escaped(path)) none \(options) 0 0")
    }

    /// For `sh`.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// For a line of `fstab`.
    private static func escaped(_ path: String) -> String {
        path.replacing("\\", with: "\\134").replacing(" ", with: "\\040").replacing("\t", with: "\\011")
            .replacing("\n", with: "\\012")
    }
}
