internal import Foundation
internal import Support

/// Limits that the operating system enforces on one Lean process, whatever happens to dsprover.
struct ProcessLimits: Sendable, Hashable {
    /// Address space of one process in bytes; nil for no limit.
    var addressSpaceBytes: Int?
    /// Processor time in whole seconds. A day is a net for a process that nobody watches any more: a warm worker lives for
    /// many checks, and each of those has a wall clock of its own.
    var processorSeconds: Int? = 86_400
    /// Largest file that may be written, in bytes. 0 also makes the private folder read-only.
    var fileBytes: Int?
    /// Processes and threads together that may be alive at once. Lean starts a thread for each processor and some more.
    /// Enforced only where the process has a user id or a user namespace of its own, see `Sandbox.countsProcesses`.
    var processes: Int? = 128 + 2 * ProcessInfo.processInfo.activeProcessorCount
    /// Files that may be open at once. Lean maps the files of its library and closes them.
    var openFiles: Int? = 1024

    /// Lean reserves address space freely (stacks of its threads, arenas, mapped library files), so the limit must be
    /// far above the memory limit: measured 3.3 GiB for a fresh worker with 64 MiB stacks on the embedded library; all of
    /// Mathlib maps several GiB more. The watch on resident memory is the sharp limit, this is the net below it.
    static func addressSpace(memoryBytes: Int, profile: LeanToolchain.Profile) -> Int {
        memoryBytes + (profile == .embedded ? 6 : 48) << 30
    }

    /// What this process may give to another at most.
    static let mostOpenFiles = OpenFileLimit.current?.hard ?? .max

    /// The options of `prlimit` (util-linux) that set these limits. Core dumps are always off: one holds all that was in
    /// the memory of the process.
    func options(countingProcesses: Bool) -> [String] {
        var words = ["--core=0"]
        if let addressSpaceBytes { words.append("--as=\(addressSpaceBytes)") }
        if let processorSeconds { words.append("--cpu=\(processorSeconds)") }
        if let fileBytes { words.append("--fsize=\(fileBytes)") }
        // Nobody may raise what the whole session may have.
        if let openFiles { words.append("--nofile=\(min(openFiles, Self.mostOpenFiles))") }
        if countingProcesses, let processes { words.append("--nproc=\(processes)") }
        return words
    }
}

extension ProcessLimits {
    /// Those of a Lean process.
    ///
    /// - Parameter fileBytes: 0 for a process that has no reason to write any file.
    init(_ limits: LeanLimits, _ profile: LeanToolchain.Profile, fileBytes: Int) {
        self.init(
            addressSpaceBytes: Self.addressSpace(memoryBytes: limits.memoryBytes, profile: profile),
            fileBytes: fileBytes)
    }
}
