internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Whether a sandbox goes when its parent is killed by signal 9.
struct OrphanTrial: Sendable {
    let sandbox: Sandbox

    /// Runs it: a shell starts a sleeper in the sandbox, and kills itself when the sleeper is up. The sleeper holds a named
    /// pipe open; when the other end hears that it was closed, the sleeper is gone.
    ///
    /// - Parameter patience: how long the sleeper may live on.
    /// - Throws: as `EscapeTrial.run`.
    func run(patience: Duration = .seconds(2)) async throws -> Bool {
        let folder = try PrivateFolder(sandbox: sandbox)
        defer { folder.remove() }
        let pipe = folder.file("pipe")
        guard mkfifo(pipe, 0o600) == 0, chmod(pipe, 0o666) == 0 else { return false }
        let ear = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard ear >= 0 else { return false }
        defer { _ = close(ear) }
        let sleeper = LaunchPlan(
            lean: "/bin/sh", arguments: ["-c", "exec 5>pipe; : >up; exec sleep 60 >/dev/null 2>&1"],
            folder: folder.path, environment: ["PATH": "/usr/bin:/bin"], limits: ProcessLimits(), sandbox: sandbox)
        let parent = LaunchPlan(
            lean: "/bin/sh",
            arguments: [
                "-c",
                #""$@" & i=0; while [ ! -e up ] && [ $i -lt 400 ]; do sleep 0.01; i=$((i+1)); done; kill -9 $$"#,
                "sh", sleeper.executable,
            ] + sleeper.arguments,
            folder: folder.path, environment: ["PATH": "/usr/bin:/bin"], limits: ProcessLimits(), sandbox: .nothing)
        let outcome = try await BoundedCommand.once(
            parent, within: BoundedCommand.Bounds(wallClock: .seconds(6), outputBytes: 1 << 16))
        guard outcome.ending == .ended(.signaled(9)), folder.size(of: "up") != nil else { return false }
        return try await isClosed(ear, within: patience)
    }

    /// Waits for the end of the last writer. There was one: it is up.
    private func isClosed(_ descriptor: Int32, within patience: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while true {
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&state, 1, 0) == 1, state.revents & Int16(POLLHUP) != 0 { return true }
            if ContinuousClock.now >= deadline { return false }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
