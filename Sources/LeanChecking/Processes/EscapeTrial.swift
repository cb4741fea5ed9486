internal import Foundation

/// A small hostile program in a sandbox: it tries to write, to see, to reach the network, to become more, and to take more
/// than its share, and says what it could do.
struct EscapeTrial: Sendable {
    let sandbox: Sandbox
    let witnesses: Witnesses

    private static let limits = ProcessLimits(
        addressSpaceBytes: 1 << 30, processorSeconds: 60, fileBytes: 1 << 20, processes: 24, openFiles: 64)
    private static let variables = ["PATH", "LC_ALL", "HOME", "TMPDIR"]

    /// Runs it.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system` when no folder can be made; `CancellationError`.
    func run() async throws -> SandboxFindings {
        let folder = try PrivateFolder(sandbox: sandbox)
        defer { folder.remove() }
        // Anybody may write to it: what keeps the program out must be the sandbox.
        let outside = try PrivateFolder(sandbox: .nothing)
        defer { outside.remove() }
        try outside.open()
        try outside.write("seen", to: "secret")
        let listener = LoopbackListener()
        defer { listener?.close() }
        let paths = Paths(
            written: [outside.path, "/tmp", "/var/tmp", "/dev/shm", "/"].map { "\($0)/\(outside.name)-escaped" },
            hidden: [outside.file("secret")] + witnesses.hidden, folders: witnesses.folders)
        defer { paths.written.forEach { try? FileManager.default.removeItem(atPath: $0) } }
        let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": folder.path, "TMPDIR": folder.path]
        let plan = LaunchPlan(
            lean: "/bin/sh", arguments: ["-c", script(paths, port: listener?.port)], folder: folder.path,
            environment: environment, limits: Self.limits, sandbox: sandbox)
        let bounds = BoundedCommand.Bounds(wallClock: .seconds(10), outputBytes: 1 << 20)
        var outcome = try await BoundedCommand.once(plan, within: bounds)
        // It ends by signal 9, but not before it has said all. Whom somebody killed earlier, or the machine left no time, says
        // nothing about the sandbox.
        if !Self.hasSpoken(outcome), outcome.wasKilledByOthers || outcome.ending == .timedOut {
            outcome = try await BoundedCommand.once(plan, within: bounds)
        }
        let escaped = paths.written.contains { FileManager.default.fileExists(atPath: $0) }
        return findings(
            outcome, escaped: escaped, filled: folder.size(of: "big"), heard: listener?.wasReached() ?? false)
    }

    private static func hasSpoken(_ outcome: BoundedCommand.Outcome) -> Bool {
        String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").contains("end")
    }

    private struct Paths {
        let written: [String]
        let hidden: [String]
        let folders: [String]
    }

    private func script(_ paths: Paths, port: UInt16?) -> String {
        func words(_ list: [String]) -> String {
            list.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
        }
        let connect = port.map { #"bash -c 'exec 3<>/dev/tcp/127.0.0.1/\#($0)' 2>/dev/null && echo reached"# } ?? ":"
        return """
            echo begin
            for f in \(words(paths.written)); do (: >"$f") 2>/dev/null && echo "wrote $f"; done
            for f in \(words(paths.folders)); do [ -w "$f" ] && echo "wrote $f"; done
            for f in \(words(paths.hidden)); do [ -e "$f" ] && echo "saw $f"; done
            (: >own) 2>/dev/null && echo own
            \(connect)
            unshare -U true 2>/dev/null && echo nested
            (head -c 3000000 /dev/zero >big) 2>/dev/null
            echo "network $(readlink /proc/self/ns/net)"
            echo "processes $(readlink /proc/self/ns/pid)"
            grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status
            cat /proc/self/limits
            env | sed 's/=.*//;s/^/variable /'
            echo end
            (sleep 0.5; kill -9 0) &
            (i=0; while [ $i -lt 40 ]; do sleep 9 >/dev/null 2>&1 & i=$((i+1)); done; echo forked) &
            wait $!
            kill -9 0
            """
    }

    private func findings(
        _ outcome: BoundedCommand.Outcome, escaped: Bool, filled: Int?, heard: Bool
    ) -> SandboxFindings {
        let lines = Set(String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(Self.squeezed))
        guard lines.contains("begin"), lines.contains("end") else {
            let said = outcome.errors.split(whereSeparator: \.isNewline).first.map { String($0.prefix(200)) }
            return SandboxFindings(
                sandbox: sandbox, failure: "\(sandbox.means.rawValue): \(said ?? "does not start")")
        }
        func any(_ start: String) -> String? { lines.filter { $0.hasPrefix(start) }.min() }
        func own(_ kind: String) -> String? {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/\(kind)")
        }
        var found = SandboxFindings(sandbox: sandbox)
        found.record(
            .environment, any("variable ").map { _ in true } == true && foreignVariable(lines) == nil,
            foreignVariable(lines) ?? "")
        let network = own("net").map { lines.contains("network \($0)") } ?? true
        found.record(.network, !heard && !lines.contains("reached") && !network, "loopback can be reached")
        found.record(.writing, !escaped && any("wrote ") == nil && lines.contains("own"), any("wrote ") ?? "")
        let processes = own("pid").map { lines.contains("processes \($0)") } ?? true
        found.record(.view, any("saw ") == nil && !processes, any("saw ") ?? "other processes can be seen")
        found.record(.limits, limitsHold(lines, filled), "a limit is not in force")
        found.record(
            .processes, !lines.contains("forked") && outcome.errors.contains("fork"), "40 processes were started")
        found.record(
            .privileges, lines.contains("NoNewPrivs: 1") && lines.contains("CapEff: 0000000000000000"),
            any("CapEff:") ?? "")
        found.record(.systemCalls, lines.contains("Seccomp: 2") && !lines.contains("nested"), "no filter is loaded")
        return found
    }

    /// What the kernel says about the limits, and whether a file stopped growing.
    private func limitsHold(_ lines: Set<String>, _ filled: Int?) -> Bool {
        let limits = Self.limits
        return lines.isSuperset(of: [
            "Max core file size 0 0 bytes",
            "Max address space \(limits.addressSpaceBytes ?? 0) \(limits.addressSpaceBytes ?? 0) bytes",
            "Max cpu time \(limits.processorSeconds ?? 0) \(limits.processorSeconds ?? 0) seconds",
            "Max open files \(limits.openFiles ?? 0) \(limits.openFiles ?? 0) files",
        ]) && filled == limits.fileBytes
    }

    private func foreignVariable(_ lines: Set<String>) -> String? {
        let shells = ["PWD", "OLDPWD", "SHLVL", "_"]
        return lines.filter { $0.hasPrefix("variable ") }.map { String($0.dropFirst(9)) }
            .first { !Self.variables.contains($0) && !shells.contains($0) }
    }

    private static func squeezed(_ line: Substring) -> String {
        line.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}
