internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What every Lean process has in common, warm worker or single command.
enum ChildProcess {
    /// The settings for swift-subprocess: a session of its own, so that the process and all it starts can be killed as
    /// one group, and nothing inherited.
    static func configuration(_ plan: LaunchPlan) -> Configuration {
        BrokenPipes.ignore()
        if plan.sandbox.hasOwnUser { PrivateFolder.handOver(plan.folder) }
        var options = PlatformOptions()
        options.createSession = true
        // Cancelling the task that holds the process kills the whole group at once.
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(50))
        ]
        var variables: [Environment.Key: String] = [:]
        for (name, value) in plan.environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        return Configuration(
            executable: .path(FilePath(plan.executable)), arguments: Arguments(plan.arguments),
            environment: .custom(variables), workingDirectory: FilePath(plan.folder), platformOptions: options)
    }

    /// Kills the process and all it started. Only for a process whose end was not yet collected: its id cannot belong to
    /// another one then.
    static func killGroup(_ processID: Int32) {
        guard processID > 1 else { return }
        _ = kill(-processID, SIGKILL)
    }
}

/// How a process ended.
enum ProcessEnding: Sendable, Hashable {
    case exited(Int32)
    case signaled(Int32)

    /// A process 1 between us and Lean reports a signal as the exit code 128 + signal, as shells do; Lean itself has no such
    /// codes.
    init(exitCode: Int32) {
        self = (129...192).contains(exitCode) ? .signaled(exitCode - 128) : .exited(exitCode)
    }

    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self.init(exitCode: code)
        case .signaled(let signal): self = .signaled(signal)
        }
    }

    /// For people and logs.
    var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}

/// The last bytes of a stream, enough for the reason of a crash, however much was written.
struct TailBuffer: Sendable {
    private var bytes: [UInt8] = []
    private let limit: Int

    init(limit: Int = 4096) {
        self.limit = limit
    }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: chunk.suffix(limit))
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    var text: String { String(decoding: bytes.suffix(limit), as: UTF8.self) }
}

/// What Lean's runtime prints on standard error before it gives up.
enum RuntimePanic {
    /// Whether the text says that memory ran out: Lean's own panic, a failed C++ allocation, or a thread whose stack had
    /// no room in the address space.
    static func isOutOfMemory(_ text: String) -> Bool {
        ["out of memory", "std::bad_alloc", "failed to create thread", "excessive memory consumption"].contains {
            text.contains($0)
        }
    }
}
