internal import Foundation

/// Runs the probe. The first run makes it ready: finds or builds it, and compiles the canaries with the Lean at hand.
actor ProbeStation {
    /// What one run said.
    enum Answer: Sendable {
        case report(ProbeReport.Pair, took: BoundedCommand.Outcome)
        /// The probe is wrong about its canaries, or no probe at all.
        case broken(String)
        /// It ended otherwise than by itself.
        case ended(Verdict, took: BoundedCommand.Outcome)
    }

    private struct Ready: Sendable {
        let probe: String
        /// The compiled canaries. They are written into each folder anew: a sandboxed process sees no other.
        let canaries: [ModuleCompiler.Side: Data]
    }

    private let program: ProbeProgram
    private let compiler: ModuleCompiler
    private var preparing: Task<Ready, any Error>?

    init(_ program: ProbeProgram, _ compiler: ModuleCompiler) {
        self.program = program
        self.compiler = compiler
    }

    /// Judges the theorems of a pair of compiled modules, in a folder that no process before it knew.
    ///
    /// - Throws: `LeanCheckingError` when the probe cannot be had or started; `CancellationError`.
    func judge(
        _ theorems: [ProbeRequest.Theorem], goal: Data, candidate: Data, rung: Int, heartbeats: Int,
        within time: Duration
    ) async throws -> Answer {
        let ready = try await ready()
        let folder = try PrivateFolder()
        defer { folder.remove() }
        for (side, bytes) in [(ModuleCompiler.Side.goal, goal), (.candidate, candidate)] {
            try folder.makeFolder(side.rawValue)
            try folder.put(bytes, at: side.olean)
        }
        for (side, bytes) in ready.canaries { try folder.put(bytes, at: ProbeCanary.file(side)) }
        let request = ProbeRequest(
            rung: rung, heartbeats: heartbeats,
            pairs: [
                ProbeCanary.pair(in: folder, rung: rung),
                ProbeRequest.Pair(
                    goal: folder.file(ModuleCompiler.Side.goal.olean),
                    candidate: folder.file(ModuleCompiler.Side.candidate.olean), theorems: theorems),
            ])
        try folder.write(request.text, to: "request")
        let outcome = try await run(
            ready.probe, [program.leanPrefix, folder.file("request")], in: folder, within: time)
        return Self.answer(outcome, to: request)
    }

    /// Whether the toolchain's own `leanchecker` accepts the candidate; true where there is none.
    func leancheckerAccepts(_ candidate: Data, within time: Duration) async throws -> Bool {
        guard let checker = program.leanchecker else { return true }
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.file(ModuleCompiler.Side.candidate.rawValue)
        try folder.makeFolder(ModuleCompiler.Side.candidate.rawValue)
        try folder.put(candidate, at: ModuleCompiler.Side.candidate.olean)
        let outcome = try await run(
            checker, [ModuleCompiler.module], in: folder, within: time, searchPath: path)
        return outcome.ending == .ended(.exited(0))
    }

    static func answer(_ outcome: BoundedCommand.Outcome, to request: ProbeRequest) -> Answer {
        switch outcome.ending {
        case .timedOut: return .ended(.timeout, took: outcome)
        case .outOfMemory, .tooMuchOutput: return .ended(.outOfMemory, took: outcome)
        case .ended(.exited(0)):
            guard let report = ProbeReport(outcome.output, to: request), report.pairs.count == 2 else {
                return .broken("the probe's answer cannot be read")
            }
            if let trouble = ProbeCanary.trouble(report.pairs[0], rung: request.rung) {
                return .broken("the probe fails its canaries: \(trouble)")
            }
            return .report(report.pairs[1], took: outcome)
        case .ended(.signaled):
            return RuntimePanic.isOutOfMemory(outcome.errors)
                ? .ended(.outOfMemory, took: outcome) : .ended(.crashed, took: outcome)
        case .ended(let ending):
            if RuntimePanic.isOutOfMemory(outcome.errors) { return .ended(.outOfMemory, took: outcome) }
            return .broken("the probe ended with \(ending.description): \(outcome.errors.suffix(300))")
        }
    }

    private func run(
        _ executable: String, _ arguments: [String], in folder: PrivateFolder, within time: Duration,
        searchPath: String? = nil
    ) async throws -> BoundedCommand.Outcome {
        var environment = LaunchPlan.environment(for: compiler.toolchain, folder: folder.path)
        if let searchPath {
            environment["LEAN_PATH"] = [searchPath, environment["LEAN_PATH"]].compactMap { $0 }.joined(separator: ":")
        }
        let plan = LaunchPlan(
            lean: executable, arguments: arguments, folder: folder.path, environment: environment,
            limits: compiler.processLimits, readable: ReadableFiles.library(under: program.leanPrefix))
        return try await BoundedCommand.runUnlessKilled(
            plan,
            within: BoundedCommand.Bounds(
                wallClock: time, memoryBytes: compiler.limits.memoryBytes, sampleEvery: .milliseconds(5)))
    }

    private func ready() async throws -> Ready {
        if let preparing {
            do {
                return try await preparing.value
            } catch {
                self.preparing = nil
                throw error
            }
        }
        let task = Task { [program, compiler] in try await Self.prepare(program, compiler) }
        preparing = task
        do {
            return try await task.value
        } catch {
            preparing = nil
            throw error
        }
    }

    private static func prepare(_ program: ProbeProgram, _ compiler: ModuleCompiler) async throws -> Ready {
        let probe = try await program.path()
        let folder = try PrivateFolder()
        defer { folder.remove() }
        var canaries: [ModuleCompiler.Side: Data] = [:]
        for (side, text) in [(ModuleCompiler.Side.goal, ProbeCanary.goal), (.candidate, ProbeCanary.candidate)] {
            let time = compiler.timeLimit(.empty, items: 1)
            var run = try await compiler.compile(text, side, in: folder, within: time)
            // Nothing in these texts makes Lean crash: somebody killed it.
            for _ in 0..<3 where run.verdict == .crashed {
                run = try await compiler.compile(text, side, in: folder, within: time)
            }
            guard run.verdict == nil, let bytes = run.olean else {
                let said = run.messages.first { $0.severity == .error }?.text ?? run.verdict?.word ?? "no file"
                throw LeanCheckingError(
                    .canary, "Lean does not compile the canaries of the probe: \(said.prefix(300))",
                    advice: LeanCheckingError.setupAdvice)
            }
            canaries[side] = bytes
        }
        return Ready(probe: probe, canaries: canaries)
    }
}
