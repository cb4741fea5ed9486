package import LeanSource

/// The one door through which the factory checks anything.
///
/// All three throw only `LeanCheckingError`, when the machinery is broken, and `CancellationError`; whatever is wrong with
/// a statement or a proof is a verdict.
package protocol ProofChecker: Sendable {
    /// The Lean that answers.
    var toolchain: LeanToolchain { get }

    /// Whether the statement elaborates with `sorry` as its proof: `verified` at rung 3 when nothing but the warning about
    /// the `sorry` remains, otherwise `failed` with Lean's messages (positions in the statement's text).
    func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult

    /// Rungs 1 to 3: the proof under our own statement, through the guard, in a warm worker.
    func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult

    /// Rungs 1 to 5, as far as asked: the guard, then statement and proof compiled anew, and a separate process that reads
    /// the constants out of the compiled files (rung 4) and replays them through the kernel (rung 5). Fills `axioms`.
    ///
    /// - Parameter rung: 3 compiles only, 4 leaves out the kernel, 5 is everything.
    func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult

    /// Whether the other statement denies this one, in Lean's own words: both are stated, and `False` follows by applying the
    /// other to this one. `verified` at rung 3 when it does. A checker that cannot tell answers `failed`.
    func denial(
        of statement: LockedStatement, by other: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult

    /// Whether a proof with holes elaborates: `verified` at rung 3 when nothing but its holes is missing. The guard allows
    /// `sorry` there and nowhere else. A checker that cannot tell answers `failed`.
    func elaborate(
        _ sketch: ProofSketch, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult
}

extension ProofChecker {
    package func denial(
        of statement: LockedStatement, by other: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult { unable }

    package func elaborate(
        _ sketch: ProofSketch, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult { unable }

    private var unable: CheckResult {
        CheckResult(
            verdict: .failed, rung: 0, messages: [], axioms: [], elapsed: .zero, peakMemoryBytes: nil,
            leanVersion: toolchain.version)
    }
}

extension ProofChecker {
    /// All rungs.
    package func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        try await verify(proof, of: statement, header: header, upTo: 5)
    }
}
