internal import Foundation
internal import Support

/// Finds the probe of a Lean, and builds it where there is none.
///
/// The embedded Lean comes with its probe. For a full toolchain, or an embedded one without, it is built once from the
/// source that ships with dsprover (`lean-workspace/probe`) and kept in the cache folder under a key of Lean's path and version and
/// of the source.
struct ProbeProgram: Sendable {
    let toolchain: LeanToolchain
    /// Variables of dsprover's own process: `DSPROVER_HOME`, `XDG_CACHE_HOME`, `HOME`.
    var environment = ProcessInfo.processInfo.environment
    /// Whether the toolchain's own probe counts.
    var usesInstalled = true

    static let name = "dsprover-probe"
    /// Time to build; a full toolchain compiles a file that imports all of Lean.
    private static let buildTime: Duration = .seconds(300)

    /// The folder with `bin` and `lib`.
    var leanPrefix: String {
        URL(filePath: toolchain.leanPath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    /// `leanchecker`, when the toolchain has it.
    var leanchecker: String? {
        let path = "\(leanPrefix)/bin/leanchecker"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// The path of a probe that fits.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.broken` when there is none and it cannot be built; `CancellationError`.
    func path() async throws -> String {
        let installed = "\(leanPrefix)/bin/\(Self.name)"
        if usesInstalled, FileManager.default.isExecutableFile(atPath: installed) { return installed }
        guard let source = sourceFolder else {
            throw broken("there is none in \(leanPrefix)/bin, and its source (lean-workspace/probe) is not found")
        }
        let kept = try cacheFolder(source).appending(path: Self.name)
        if FileManager.default.isExecutableFile(atPath: kept.path) { return kept.path }
        try await build(from: source, to: kept)
        return kept.path
    }

    private func build(from source: URL, to kept: URL) async throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let built = folder.file(Self.name)
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path]
        variables.merge(toolchain.environment) { _, new in new }
        let plan = LaunchPlan(
            lean: "/bin/bash", arguments: [source.appending(path: "build.sh").path, leanPrefix, built],
            folder: folder.path, environment: variables, limits: ProcessLimits(),
            // Our own source and the system's compiler: nothing of a model is in it, and a compiler is at home anywhere.
            sandbox: .nothing)
        let outcome = try await BoundedCommand.run(plan, within: BoundedCommand.Bounds(wallClock: Self.buildTime))
        guard outcome.ending == .ended(.exited(0)), FileManager.default.isExecutableFile(atPath: built) else {
            throw broken("it cannot be built: \(outcome.errors.suffix(500))")
        }
        do {
            let parent = kept.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            // Moved in one step, so that another process never runs half a file. Who comes second leaves the first one's.
            let near = parent.appending(path: "\(Self.name).\(UUID().uuidString)")
            try FileManager.default.copyItem(at: URL(filePath: built), to: near)
            do {
                try FileManager.default.moveItem(at: near, to: kept)
            } catch {
                try? FileManager.default.removeItem(at: near)
                guard FileManager.default.isExecutableFile(atPath: kept.path) else { throw error }
            }
        } catch {
            throw broken("\(kept.path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// In `DSPROVER_HOME`, beside an installed program, above the program, above the working folder.
    private var sourceFolder: URL? {
        var places: [URL] = []
        if let home = environment["DSPROVER_HOME"], !home.isEmpty { places.append(URL(filePath: home)) }
        let program = URL(filePath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        let bin = program.deletingLastPathComponent()
        places.append(bin.deletingLastPathComponent().appending(path: "share/dsprover"))
        for start in [bin, URL(filePath: FileManager.default.currentDirectoryPath)] {
            var folder = start.standardizedFileURL
            while folder.path != "/" {
                places.append(folder)
                folder = folder.deletingLastPathComponent().standardizedFileURL
            }
        }
        return places.map { $0.appending(path: "lean-workspace/probe") }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "build.sh").path) }
    }

    private func cacheFolder(_ source: URL) throws -> URL {
        var parts = [toolchain.version, leanPrefix]
        for folder in ["src", "toolchain"] {
            let inside = source.appending(path: folder)
            for name in (try? FileManager.default.contentsOfDirectory(atPath: inside.path))?.sorted() ?? [] {
                parts.append(name)
                parts.append((try? String(contentsOf: inside.appending(path: name), encoding: .utf8)) ?? "")
            }
        }
        let base: URL
        if let cache = environment["XDG_CACHE_HOME"], !cache.isEmpty {
            base = URL(filePath: cache)
        } else if let home = environment["HOME"], !home.isEmpty {
            base = URL(filePath: home).appending(path: ".cache")
        } else {
            throw broken("neither HOME nor XDG_CACHE_HOME is set, so there is no place to build it")
        }
        let key = Digest.sha256(parts.joined(separator: "\u{0}")).prefix(16)
        return base.appending(path: "dsprover/probe/\(toolchain.version)-\(key)")
    }

    private func broken(_ what: String) -> LeanCheckingError {
        LeanCheckingError(.broken, "The probe that looks at compiled proofs: \(what).", advice: Self.advice)
    }

    private static let advice = "Type `make setup`; for another toolchain a C compiler or its `leanc` is needed."
}
