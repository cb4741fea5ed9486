internal import LeanChecking
internal import LeanSource

/// A checker for those who must not check: every question is the end of their way.
struct NoChecker: ProofChecker {
    /// Lean would be needed now.
    struct Needed: Error {}

    let toolchain = LeanToolchain(profile: .embedded, leanPath: "", version: "", library: "", origin: "none")

    func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult { throw Needed() }

    func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        throw Needed()
    }

    func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult {
        throw Needed()
    }
}
