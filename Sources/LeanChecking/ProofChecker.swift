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

    /// Rungs 1 to 4: as `check`, then compiled alone and looked at again by a separate process that has never seen the
    /// proof's text. Fills `axioms`.
    func verify(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult
}
