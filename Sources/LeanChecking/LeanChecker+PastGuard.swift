extension LeanChecker {
    /// Rung 3 for a text that was never guarded: what the workers do with texts that the guard does not let through. For
    /// benchmarks and tests; the product has no use for it, and its verdict says nothing about trust.
    ///
    /// - Parameter mayShare: whether the text may stand in a document with others, as a guarded one would.
    package func checkPastGuard(
        _ source: String, name: String, header: LeanHeader, mayShare: Bool
    ) async throws -> CheckResult {
        let check = PoolCheck(header: header, source: source, name: name, mayShare: mayShare)
        return result(try await pool.run(check), rungWhenRefused: 0) { $0 }
    }
}
