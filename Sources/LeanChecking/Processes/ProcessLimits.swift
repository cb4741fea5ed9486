/// Limits that the operating system enforces on one Lean process, whatever happens to dsprover.
struct ProcessLimits: Sendable, Hashable {
    /// Address space in bytes.
    var addressSpaceBytes: Int?
    /// Processor time in whole seconds.
    var processorSeconds: Int?
    /// Largest file that may be written, in bytes.
    var fileBytes: Int?

    /// Lean reserves address space freely (stacks of its threads, arenas, mapped library files), so the limit must be
    /// far above the memory limit: measured 3.3 GiB for a fresh worker with 64 MiB stacks on the embedded library; all of
    /// Mathlib maps several GiB more. The watch on resident memory is the sharp limit, this is the net below it.
    static func addressSpace(memoryBytes: Int, profile: LeanToolchain.Profile) -> Int {
        memoryBytes + (profile == .embedded ? 6 : 48) << 30
    }
}
