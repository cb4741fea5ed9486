internal import Foundation
internal import LeanSource

/// Rung 4: the proof compiled alone and looked at again by a process that never saw its text.
///
/// Three processes in one private folder. The first compiles the statement with `sorry`, which we trust: no word of a
/// model is in it. The second compiles statement and proof. The third imports both compiled files and must find that the
/// theorem exists, has the type of the trusted one, and rests on allowed axioms only. Every step needs its exit code, its
/// compiled file and readable messages; silence is never taken for success.
///
/// This is the first form of the rung, and it has known weaknesses: the third process runs Lean's front end on
/// `import`, so attributes, macros and elaborators that travel in the candidate's `.olean` act in it; it compares types up to
/// definitional equality, not as expressions; and it does not replay the proof through the kernel, so an unchecked
/// declaration (`debug.skipKernelTC`) passes. Only the guard of rung 2 keeps these out. To be replaced by a probe that reads the
/// constants out of the `.olean` and replays them without importing it.
struct SeparateVerification: Sendable {
    let toolchain: LeanToolchain
    let limits: LeanLimits

    static let goalModule = "DSProverGoal"
    static let candidateModule = "DSProverCandidate"
    static let probeModule = "DSProverProbe"

    /// Verifies a proof that has passed the guard.
    ///
    /// - Throws: `LeanCheckingError` when processes or files cannot be had; `CancellationError`.
    func run(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let spliced = statement.spliced(with: proof)
        let trusted = statement.renamed(to: statement.name + "_dsprover_goal")
        let headerLines = header.prefix.utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
        var record = VerificationRecord(leanVersion: toolchain.version)

        let goal = try await compile(Self.goalModule, header.prefix + trusted.withSorry(), in: folder, header)
        record.add(goal)
        if let verdict = goal.verdict {
            return record.result(verdict, rung: 0, messages: goal.messages.map { $0.up(headerLines) })
        }

        let candidate = try await compile(Self.candidateModule, header.prefix + spliced.text, in: folder, header)
        record.add(candidate)
        let messages = candidate.messages.map { $0.up(headerLines).moved(into: spliced) }
        if let verdict = candidate.verdict { return record.result(verdict, rung: 2, messages: messages) }
        if candidate.messages.contains(where: VerdictReader.isSorryWarning) {
            return record.result(.incomplete, rung: 2, messages: messages, axioms: [AxiomReport.sorry])
        }

        let question = ProbeQuestion(trusted: trusted.name, theorem: statement.name)
        let probe = try await compile(Self.probeModule, question.text, in: folder, header, needsOutput: false)
        record.add(probe)
        let reading = question.read(probe)
        return record.result(
            reading.verdict, rung: reading.verdict == .verified ? 4 : 3, messages: messages, axioms: reading.axioms)
    }

    /// Every process imports the header again, which gets the time of a start beside that of a check. A header that
    /// imports nothing takes no time; a few seconds are for a machine under load.
    private func timeLimit(_ header: LeanHeader) -> Duration {
        limits.wallClock + (header.text.contains("import") ? limits.startUp : min(limits.startUp, .seconds(10)))
    }

    /// Compiles one file of the folder to an `.olean`.
    private func compile(
        _ module: String, _ text: String, in folder: PrivateFolder, _ header: LeanHeader,
        needsOutput: Bool = true
    ) async throws -> CompilerRun {
        try folder.write(text, to: "\(module).lean")
        var environment = LaunchPlan.environment(for: toolchain, folder: folder.path)
        environment["LEAN_PATH"] = [folder.path, environment["LEAN_PATH"]].compactMap { $0 }.joined(separator: ":")
        let output = folder.file("\(module).olean")
        let plan = LaunchPlan(
            lean: toolchain.leanPath,
            arguments: LeanOptions.compiler(limits)
                + ["-R", folder.path, "-o", output, folder.file("\(module).lean")],
            folder: folder.path, environment: environment,
            limits: ProcessLimits(
                addressSpaceBytes: ProcessLimits.addressSpace(
                    memoryBytes: limits.memoryBytes, profile: toolchain.profile),
                fileBytes: 1 << 30))
        let outcome = try await BoundedCommand.run(
            plan,
            within: BoundedCommand.Bounds(
                wallClock: timeLimit(header), memoryBytes: limits.memoryBytes))
        return CompilerRun(outcome, hasOutput: !needsOutput || FileManager.default.fileExists(atPath: output))
    }
}

/// What the runs of one verification took together.
private struct VerificationRecord {
    let leanVersion: String
    private var elapsed: Duration = .zero
    private var peak: Int?

    init(leanVersion: String) {
        self.leanVersion = leanVersion
    }

    mutating func add(_ run: CompilerRun) {
        elapsed += run.elapsed
        if let bytes = run.peakMemoryBytes { peak = max(peak ?? 0, bytes) }
    }

    func result(_ verdict: Verdict, rung: Int, messages: [LeanMessage], axioms: [String] = []) -> CheckResult {
        CheckResult(
            verdict: verdict, rung: rung, messages: messages, axioms: axioms, elapsed: elapsed, peakMemoryBytes: peak,
            leanVersion: leanVersion)
    }
}

extension LeanMessage {
    /// The message as many lines further up.
    fileprivate func up(_ lines: Int) -> LeanMessage {
        LeanMessage(severity: severity, line: line - lines, column: column, kind: kind, text: text)
    }
}
