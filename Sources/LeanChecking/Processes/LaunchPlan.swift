internal import Foundation

/// How a Lean process is started: the argument vector with its wrappers, its folder and its environment.
///
/// On Linux the executable is reached through `setpriv --pdeathsig KILL prlimit …` (util-linux) when these are installed: both
/// replace themselves by `exec`, so the process id is Lean's own. The first makes the kernel kill Lean when dsprover
/// dies, even by `kill -9`; swift-subprocess starts every child on one thread that lives as long as the process, so the
/// death of a thread does not trigger it. The second sets limits that the spawning API has no place for.
struct LaunchPlan: Sendable, Hashable {
    /// What wrappers the machine has.
    struct Wrappers: Sendable, Hashable {
        let setpriv: String?
        let prlimit: String?

        /// Looks in the folders where distributions put them. `PATH` is not asked: it may be somebody else's.
        static let installed = Wrappers(setpriv: find("setpriv"), prlimit: find("prlimit"))
        static let none = Wrappers(setpriv: nil, prlimit: nil)

        private static func find(_ name: String) -> String? {
            #if os(Linux)
            ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
            #else
            nil
            #endif
        }
    }

    let executable: String
    let arguments: [String]
    let folder: String
    let environment: [String: String]

    init(
        lean: String, arguments: [String], folder: String, environment: [String: String], limits: ProcessLimits,
        wrappers: Wrappers = .installed
    ) {
        var words: [String] = []
        if let setpriv = wrappers.setpriv {
            words += [setpriv, "--pdeathsig", "KILL"]
        }
        if let prlimit = wrappers.prlimit {
            words += [prlimit, "--core=0"]
            if let bytes = limits.addressSpaceBytes { words.append("--as=\(bytes)") }
            if let seconds = limits.processorSeconds { words.append("--cpu=\(seconds)") }
            if let bytes = limits.fileBytes { words.append("--fsize=\(bytes)") }
        }
        words += [lean] + arguments
        executable = words[0]
        self.arguments = Array(words.dropFirst())
        self.folder = folder
        self.environment = environment
    }

    /// The whole environment of a Lean process: nothing of dsprover's own, so that no key can be read by a proof. `HOME`
    /// and `TMPDIR` are its private folder. `LAKE` names no file: a full toolchain would otherwise run `lake setup-file` for
    /// each worker, although the libraries are already known from `LEAN_PATH`.
    static func environment(for toolchain: LeanToolchain, folder: String) -> [String: String] {
        var variables = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "LAKE": "\(folder)/no-lake",
        ]
        variables.merge(toolchain.environment) { _, new in new }
        return variables
    }
}
