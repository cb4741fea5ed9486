/// The options that every Lean process of this room gets, so that the same text means the same in all of them.
///
/// Lean's own memory limit `-M` is not among them: it counts the library files that are mapped, and ends the process by an
/// uncaught exception as often as it ends a declaration. The watches of this room count private memory.
enum LeanOptions {
    /// Options of elaboration.
    ///
    /// `weak.` lets a Lean that does not know an option ignore it. Automatic implicit arguments are off, as in Mathlib: a
    /// misspelt name must be an error, not a new variable. Linters are off: their remarks are no matter of truth, and
    /// without them a check takes a quarter less.
    static func elaboration(_ limits: LeanLimits) -> [String] {
        [
            "-DmaxHeartbeats=\(limits.maxHeartbeats)", "-DmaxRecDepth=\(limits.maxRecDepth)",
            "-DautoImplicit=false", "-Dweak.relaxedAutoImplicit=false", "-Dweak.linter.all=false",
        ]
    }

    /// Stack of each thread in KiB. Lean's own default of 1 GiB makes its address space too large to limit.
    static let threadStack = "-s65536"

    /// The arguments of a warm worker. Without `reportDelayMs=0` the server waits 200 ms before it reports; without
    /// `Elab.async` a check takes a quarter less, because proofs as small as these gain nothing from threads.
    static func worker(_ limits: LeanLimits) -> [String] {
        ["--worker", "-Dserver.reportDelayMs=0", "-Dweak.Elab.async=false"] + elaboration(limits)
            + [threadStack, WorkerSession.documentURI]
    }

    /// The arguments of a process that checks a file. The tale of errors has no end: after a hundred it would stop, and what
    /// comes then would have no answer.
    static func checker(_ limits: LeanLimits) -> [String] {
        compiler(limits) + ["-DmaxErrors=0"]
    }

    /// The arguments of a process that compiles a file.
    ///
    /// - Parameter asksKernel: false leaves the kernel out, which takes half of the time of small proofs. Only for a file that
    ///   the probe replays through the kernel afterwards: nothing in it is proved before that.
    static func compiler(_ limits: LeanLimits, asksKernel: Bool = true) -> [String] {
        ["--json", "-Dweak.Elab.async=false"] + elaboration(limits) + [threadStack]
            + (asksKernel ? [] : ["-Dweak.debug.skipKernelTC=true"])
    }
}
