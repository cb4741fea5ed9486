internal import Foundation

/// Whether a sandbox goes when its parent is killed by signal 9.
struct OrphanTrial: Sendable {
    let sandbox: Sandbox

    /// Runs it: a shell starts a sleeper in the sandbox, and kills itself when the sleeper is up. The sleeper keeps
    /// the output open, so the end of the output is the end of the sleeper.
    ///
    /// - Throws: as `EscapeTrial.run`.
    func run() async throws -> Bool {
        let folder = try PrivateFolder(sandbox: sandbox)
        defer { folder.remove() }
        let sleeper = LaunchPlan(
            lean: "/bin/sh", arguments: ["-c", "echo up; : >up; exec sleep 60"], folder: folder.path, environment: [:],
            limits: ProcessLimits(), sandbox: sandbox)
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
        return outcome.ending == .ended(.signaled(9)) && outcome.output == Array("up\n".utf8)
    }
}
