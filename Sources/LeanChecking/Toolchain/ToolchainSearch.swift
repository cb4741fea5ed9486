internal import Foundation

/// One walk over the places where a Lean may be. See `ToolchainFinder` for the order and the reasons.
struct ToolchainSearch {
    let settings: ToolchainSettings
    let environment: [String: String]
    let timeLimit: Duration
    private(set) var candidates: [ToolchainCandidate] = []
    /// Set once a place has decided, for good or for bad.
    private var decided = false

    init(settings: ToolchainSettings, environment: [String: String], timeLimit: Duration) {
        self.settings = settings
        self.environment = environment
        self.timeLimit = timeLimit
    }

    /// What a place holds before it is examined.
    private struct Find {
        var lean: String
        var environment: [String: String] = [:]
        var workspace: String?
    }

    mutating func run() async {
        if let path = settings.path {
            await examine("lean.path in the configuration", named: true) { search throws(LeanCheckingError) in
                Find(lean: try search.executable(at: path, setting: "lean.path"))
            }
        }
        if let project = settings.project {
            await examine("lean.project in the configuration", named: true) { search in
                try await search.lakeProject(at: project)
            }
        }
        if let path = environment["LEAN"], !path.isEmpty {
            await examine("LEAN environment variable", named: true) { search throws(LeanCheckingError) in
                Find(lean: try search.executable(at: path, setting: "LEAN"))
            }
        }
        if settings.profile != .embedded {
            await examine("lean on PATH", named: false, absent: "there is no `lean` on PATH") { search in
                guard let lean = search.onPath("lean") else { return nil }
                return Find(lean: await search.behindShim([lean], in: nil) ?? lean)
            }
        }
        if settings.profile != .full {
            await examineEmbedded()
        }
    }

    private mutating func examineEmbedded() async {
        if let folder = environment["DSPROVER_EMBEDDED_LEAN"], !folder.isEmpty {
            await examine("DSPROVER_EMBEDDED_LEAN environment variable", named: true) {
                search throws(LeanCheckingError) in
                Find(lean: try search.executable(at: folder, setting: "DSPROVER_EMBEDDED_LEAN"))
            }
            return
        }
        let folder = Self.embeddedFolder(environment)
        let absent = "there is no embedded Lean in \(folder)"
        await examine("embedded Lean", named: true, absent: absent) { _ in
            FileManager.default.fileExists(atPath: folder) ? Find(lean: "\(folder)/bin/lean") : nil
        }
    }

    /// `~/.cache/dsprover/embedded-lean/VERSION`, or the same under `XDG_CACHE_HOME`.
    static func embeddedFolder(_ environment: [String: String]) -> String {
        let cache =
            environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(environment["HOME"] ?? "")/.cache"
        return "\(cache)/dsprover/embedded-lean/\(EmbeddedLeanVersion.current)"
    }

    /// Looks at one place. A place that was named on purpose decides even when it is broken.
    private mutating func examine(
        _ origin: String, named: Bool, absent: String = "nothing there",
        _ locate: (ToolchainSearch) async throws -> Find?
    ) async {
        guard !decided else { return record(origin, nil, .notReached) }
        var path: String?
        do {
            guard let find = try await locate(self) else { return record(origin, nil, .absent(absent)) }
            path = find.lean
            let answer = try await ToolchainProbe(timeLimit: timeLimit).examine(
                find.lean, environment: find.environment)
            let toolchain = LeanToolchain(
                profile: answer.profile, leanPath: find.lean, version: answer.version, library: answer.library,
                hasMathlib: answer.hasMathlib, origin: origin, workspace: find.workspace, environment: find.environment)
            if let objection = objection(to: toolchain, named: named) {
                record(origin, path, .passedOver(toolchain, objection))
            } else {
                decided = true
                record(origin, path, .chosen(toolchain))
            }
        } catch let error as LeanCheckingError {
            decided = named
            record(origin, path, .broken(error))
        } catch {
            decided = named
            record(origin, path, .broken(LeanCheckingError(.system, "The search for Lean was interrupted.")))
        }
    }

    private mutating func record(_ origin: String, _ path: String?, _ finding: ToolchainCandidate.Finding) {
        candidates.append(ToolchainCandidate(origin: origin, path: path, finding: finding))
    }

    private func objection(to toolchain: LeanToolchain, named: Bool) -> String? {
        switch (settings.profile, toolchain.profile) {
        case (.embedded, .full): "lean.profile asks for the embedded library"
        case (.full, .embedded): "lean.profile asks for a full toolchain"
        case (.auto, .full) where !named && !toolchain.hasMathlib:
            "it has no Mathlib; set lean.profile to full to use it all the same"
        default: nil
        }
    }

    /// The executable at a path that may also be the folder of a toolchain.
    private func executable(at path: String, setting: String) throws(LeanCheckingError) -> String {
        var isFolder: ObjCBool = false
        let absolute = URL(filePath: path).path
        guard FileManager.default.fileExists(atPath: absolute, isDirectory: &isFolder) else {
            throw LeanCheckingError(
                .missing, "\(setting): \(path) does not exist.",
                advice: "Correct \(setting) or remove it. \(LeanCheckingError.setupAdvice)")
        }
        let lean = isFolder.boolValue ? "\(absolute)/bin/lean" : absolute
        guard FileManager.default.fileExists(atPath: lean) else {
            throw LeanCheckingError(
                .missing, "\(setting): \(path) is a folder without bin/lean.",
                advice: "Correct \(setting) or remove it. \(LeanCheckingError.setupAdvice)")
        }
        return lean
    }

    /// The toolchain and the libraries of a lake project, as `lake env` gives them.
    private func lakeProject(at folder: String) async throws -> Find {
        let files = ["lakefile.toml", "lakefile.lean"]
        guard files.contains(where: { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }) else {
            throw LeanCheckingError(
                .missing, "lean.project: \(folder) has no lakefile.toml or lakefile.lean.",
                advice: "Set lean.project to the folder of a lake project, or remove it.")
        }
        guard let lake = onPath("lake") else {
            throw LeanCheckingError(
                .missing, "lean.project: there is no `lake` on PATH or in ~/.elan/bin.",
                advice: "Install elan (https://github.com/leanprover/elan), then type `make mathlib`.")
        }
        guard let lean = await behindShim([lake, "env", "lean"], in: folder),
            let path = await firstLine([lake, "env", "printenv", "LEAN_PATH"], in: folder)
        else {
            throw LeanCheckingError(
                .broken, "lean.project: `lake env` does not work in \(folder).",
                advice: "Type `lake build` there and repair what it reports.")
        }
        return Find(lean: lean, environment: ["LEAN_PATH": path], workspace: folder)
    }

    /// The executable of the toolchain that a shim such as elan's would run.
    private func behindShim(_ command: [String], in folder: String?) async -> String? {
        guard let prefix = await firstLine(command + ["--print-prefix"], in: folder) else { return nil }
        let lean = "\(prefix)/bin/lean"
        return FileManager.default.isExecutableFile(atPath: lean) ? lean : nil
    }

    private func onPath(_ name: String) -> String? {
        let home = environment["HOME"].map { "\($0)/.elan/bin" }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init) + [home].compactMap { $0 }
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The first line of a command's output, with the user's own environment: elan and lake need their folders.
    private func firstLine(_ command: [String], in folder: String?) async -> String? {
        let plan = LaunchPlan(
            lean: command[0], arguments: Array(command.dropFirst()), folder: folder ?? "/", environment: environment,
            limits: ProcessLimits(processorSeconds: nil, processes: nil, openFiles: nil), sandbox: .nothing)
        guard
            let outcome = try? await BoundedCommand.run(
                plan, within: BoundedCommand.Bounds(wallClock: timeLimit, outputBytes: 1 << 16)),
            outcome.ending == .ended(.exited(0)),
            let line = String(decoding: outcome.output, as: UTF8.self).split(whereSeparator: \.isNewline).first
        else { return nil }
        return String(line)
    }
}
