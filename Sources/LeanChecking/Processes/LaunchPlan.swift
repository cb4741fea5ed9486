internal import Foundation

/// How a Lean process is started: the program with its arguments, its folder, its environment, its limits, and the sandbox
/// around it. Every process of this room goes through one.
struct LaunchPlan: Sendable, Hashable {
    /// The program inside the sandbox and its arguments.
    private(set) var program: [String]
    /// The private folder: working directory, and the only place that may be written to.
    let folder: String
    let environment: [String: String]
    var limits: ProcessLimits
    let sandbox: Sandbox
    /// Files and folders outside the private one that the program may read, beside the system's own libraries.
    let readable: [String]

    /// - Parameters:
    ///   - readable: more than what follows from the place of the program and from `LEAN_PATH`.
    ///   - sandbox: the best one that this machine was found to have, unless told otherwise.
    init(
        lean: String, arguments: [String], folder: String, environment: [String: String], limits: ProcessLimits,
        readable: [String] = [], sandbox: Sandbox = LeanIsolation.sandbox
    ) {
        self.folder = folder
        self.environment = environment
        self.limits = limits
        self.sandbox = sandbox
        guard sandbox.hidesFiles else {
            program = [lean] + arguments
            self.readable = []
            return
        }
        let files = ReadableFiles(program: lean, environment: environment, more: readable, folder: folder)
        program = [files.program] + arguments
        self.readable = files.paths
    }

    /// The same plan for another program, one of the system's own.
    func replacingProgram(with words: [String]) -> LaunchPlan {
        var plan = self
        plan.program = words
        return plan
    }

    /// The same plan with as much processor time as all processors have in the wall-clock time, and a little for the end: a
    /// net for a process whose watcher was stopped.
    func limitingProcessor(to wallClock: Duration) -> LaunchPlan {
        var plan = self
        // A year is no limit any more, and far from an overflow.
        let seconds = min(Int(clamping: wallClock.components.seconds), 31_536_000) + 1
        let most = seconds * ProcessInfo.processInfo.activeProcessorCount + 10
        plan.limits.processorSeconds = min(plan.limits.processorSeconds ?? most, most)
        return plan
    }

    /// What is really started.
    var executable: String { command[0] }
    /// Its arguments, down to those of the program.
    var arguments: [String] { Array(command.dropFirst()) }

    private var command: [String] { sandbox.command(for: self) }

    /// Address space for the stacks of threads that have ended, bytes: sixteen of them.
    private static let stackCache = 16 * 65536 * 1024

    /// The whole environment of a Lean process: nothing of dsprover's own, so that no key can be read by a proof. `HOME`
    /// and `TMPDIR` are its private folder. `LAKE` names no file: a full toolchain would otherwise run `lake setup-file` for
    /// each worker, although the libraries are already known from `LEAN_PATH`. The server starts a thread for almost every
    /// step of a proof; their stacks are larger than the C library keeps for the next thread unless it is told.
    static func environment(for toolchain: LeanToolchain, folder: String) -> [String: String] {
        var variables = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "LAKE": "\(folder)/no-lake",
            "GLIBC_TUNABLES": "glibc.pthread.stack_cache_size=\(stackCache)",
        ]
        variables.merge(toolchain.environment) { _, new in new }
        return variables
    }
}
