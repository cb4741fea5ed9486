internal import Foundation

/// Compiles a text to an `.olean` with a `lean` process of its own.
struct ModuleCompiler: Sendable {
    let toolchain: LeanToolchain
    let limits: LeanLimits

    /// Both compiles of a verification have this module name, so that names that Lean makes from it are equal.
    static let module = "DSProverItem"

    /// The trusted and the untrusted compile have a folder each, and neither is on the search path of anything.
    enum Side: String, Sendable, CaseIterable {
        case goal, candidate

        var olean: String { "\(rawValue)/\(ModuleCompiler.module).olean" }
    }

    /// Runs the compiler on a text.
    ///
    /// - Parameter asksKernel: see `LeanOptions.compiler`.
    /// - Throws: `LeanCheckingError` when the process or its files cannot be had; `CancellationError`.
    func compile(
        _ text: String, _ side: Side, in folder: PrivateFolder, within time: Duration, asksKernel: Bool = true
    ) async throws -> CompilerRun {
        try folder.makeFolder(side.rawValue)
        let source = "\(side.rawValue)/\(Self.module).lean"
        try folder.write(text, to: source)
        let output = folder.file(side.olean)
        let plan = LaunchPlan(
            lean: toolchain.leanPath,
            arguments: LeanOptions.compiler(limits, asksKernel: asksKernel)
                + ["-R", folder.file(side.rawValue), "-o", output, folder.file(source)],
            folder: folder.path, environment: LaunchPlan.environment(for: toolchain, folder: folder.path),
            limits: processLimits)
        let outcome = try await BoundedCommand.run(
            plan, within: BoundedCommand.Bounds(wallClock: time, memoryBytes: limits.memoryBytes))
        return CompilerRun(outcome, olean: folder.take(side.olean))
    }

    /// What the system enforces on the compiler and on the probe.
    var processLimits: ProcessLimits {
        ProcessLimits(limits, toolchain.profile, fileBytes: 1 << 30)
    }

    /// Longest time for one process. Each imports the header again, which gets the time of a start beside that of a
    /// check; a header that imports nothing takes none, and a few seconds are for a machine under load.
    ///
    /// A process for many items gets less than one for a single item may have: when it runs out of that, the items are
    /// tried in smaller groups, and in the end the culprit alone has all its time.
    func timeLimit(_ header: LeanHeader, items: Int) -> Duration {
        let start = header.text.contains("import") ? limits.startUp : min(limits.startUp, .seconds(10))
        guard items > 1 else { return limits.wallClock + start }
        return min(limits.wallClock, .seconds(5) + .milliseconds(200) * items) + start
    }
}

extension PrivateFolder {
    /// Makes a folder inside, if it is not there.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.system`.
    func makeFolder(_ name: String) throws(LeanCheckingError) {
        do {
            try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
        } catch {
            throw LeanCheckingError(
                .system, "\(file(name)): cannot be made: \(error.localizedDescription)",
                advice: "Make room or set TMPDIR to another folder.")
        }
    }
}
