internal import Foundation
internal import Support

/// Finds out whether a `lean` works, and what it is.
struct ToolchainProbe: Sendable {
    /// Time for each of the two runs that a probe takes.
    var timeLimit: Duration = .seconds(20)

    /// What a working Lean said about itself.
    struct Answer: Sendable, Hashable {
        let profile: LeanToolchain.Profile
        let version: String
        let library: String
        let hasMathlib: Bool
    }

    /// Asks for the version, then checks one small theorem: the first tells a missing or hanging program, the second a
    /// library that is missing, damaged or of another version.
    ///
    /// - Throws: `LeanCheckingError` with `lean.broken`, `lean.wrong-version` or `lean.system`; `CancellationError`.
    func examine(_ lean: String, environment: [String: String]) async throws -> Answer {
        guard FileManager.default.isExecutableFile(atPath: lean) else {
            throw LeanCheckingError(
                .broken, "\(lean): is not executable.",
                advice: "Restore it with `chmod +x \(lean)`. \(LeanCheckingError.setupAdvice)")
        }
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let version = try await version(of: lean, environment: environment, folder: folder)
        let library = libraryFolder(of: lean)
        let isEmbedded = library.map { Self.isEmbedded($0) } ?? false
        if isEmbedded, version != EmbeddedLeanVersion.lean {
            throw LeanCheckingError(
                .wrongVersion,
                "\(lean): is Lean \(version), but its embedded library belongs to Lean \(EmbeddedLeanVersion.lean).",
                advice: "Type `make setup` to install the embedded Lean \(EmbeddedLeanVersion.current).")
        }
        try await checkSample(with: lean, environment: environment, folder: folder)
        let hasMathlib = Self.hasMathlib(environment)
        let name =
            isEmbedded
            ? "dsprover embedded library \(EmbeddedLeanVersion.current)"
            : hasMathlib ? "Mathlib" : "Lean core, no Mathlib"
        return Answer(
            profile: isEmbedded ? .embedded : .full, version: version, library: name, hasMathlib: hasMathlib)
    }

    /// The version in the first line of `lean --version`: `Lean (version 4.35.0, x86_64-unknown-linux-gnu, …)`.
    static func version(in output: String) -> String? {
        guard let mark = output.range(of: "Lean (version ") else { return nil }
        let version = output[mark.upperBound...].prefix { $0 != "," && $0 != ")" && $0 != "\n" }
        guard let first = version.unicodeScalars.first, ("0"..."9").contains(first) else { return nil }
        return String(version)
    }

    private func version(
        of lean: String, environment: [String: String], folder: PrivateFolder
    ) async throws -> String {
        let outcome = try await run([lean, "--version"], environment: environment, folder: folder)
        let text = String(decoding: outcome.output, as: UTF8.self)
        switch outcome.ending {
        case .ended(.exited(0)):
            if let version = Self.version(in: text) { return version }
            throw broken(lean, "does not answer `--version` as Lean does", text)
        case .timedOut:
            throw broken(lean, "does not answer `--version` within \(Int(timeLimit.seconds)) s", "")
        case .ended(let ending):
            throw broken(lean, "fails at `--version` with \(ending.description)", outcome.errors)
        case .outOfMemory, .tooMuchOutput:
            throw broken(lean, "floods its output at `--version`", "")
        }
    }

    private func checkSample(
        with lean: String, environment: [String: String], folder: PrivateFolder
    ) async throws {
        let name = "Probe.lean"
        try folder.write("theorem dsprover_probe (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩\n", to: name)
        let outcome = try await run([lean, "--json", name], environment: environment, folder: folder)
        let messages = JSONMessages.decode(outcome.output)
        switch outcome.ending {
        case .ended(.exited(0)):
            // Silence is not enough: the output must be readable, and hold no error.
            guard let messages, !messages.contains(where: { $0.severity == .error }) else {
                throw broken(
                    lean, "answers a small theorem in an unknown form", String(decoding: outcome.output, as: UTF8.self))
            }
        case .timedOut:
            throw broken(lean, "does not check a small theorem within \(Int(timeLimit.seconds)) s", "")
        case .ended(let ending):
            let said = messages?.first { $0.severity == .error }?.text ?? outcome.errors
            throw broken(lean, "cannot check a small theorem (\(ending.description))", said)
        case .outOfMemory, .tooMuchOutput:
            throw broken(lean, "floods its output on a small theorem", "")
        }
    }

    private func run(
        _ words: [String], environment: [String: String], folder: PrivateFolder
    ) async throws -> BoundedCommand.Outcome {
        var variables = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder.path, "TMPDIR": folder.path]
        variables.merge(environment) { _, new in new }
        let plan = LaunchPlan(
            lean: words[0], arguments: Array(words.dropFirst()), folder: folder.path, environment: variables,
            limits: ProcessLimits())
        return try await BoundedCommand.runUnlessKilled(
            plan, within: BoundedCommand.Bounds(wallClock: timeLimit, outputBytes: 1 << 20))
    }

    private func broken(_ lean: String, _ what: String, _ said: String) -> LeanCheckingError {
        let quote = said.split(whereSeparator: \.isNewline).first.map { ": \($0.prefix(300))" } ?? "."
        return LeanCheckingError(.broken, "\(lean): \(what)\(quote)", advice: LeanCheckingError.setupAdvice)
    }

    /// `lib/lean` beside the folder of the executable, links followed.
    private func libraryFolder(of lean: String) -> String? {
        let folder = URL(filePath: lean).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "lib/lean").path
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }

    /// The embedded library has modules named `Base` and none named `Lean`.
    private static func isEmbedded(_ library: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(library)/Base")
            && !FileManager.default.fileExists(atPath: "\(library)/Lean.olean")
    }

    private static func hasMathlib(_ environment: [String: String]) -> Bool {
        (environment["LEAN_PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.fileExists(atPath: "\($0)/Mathlib.olean") }
    }
}
