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
}

extension ProofChecker {
    /// All rungs.
    package func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        try await verify(proof, of: statement, header: header, upTo: 5)
    }
}
