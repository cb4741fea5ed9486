package import LeanSource

extension LeanChecker {
    package func denial(
        of statement: LockedStatement, by other: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        let name = statement.clashName
        let check = PoolCheck(
            header: header, source: statement.refutation(by: other), name: name, kind: .statement, mayShare: false)
        return result(try await pool.run(check), rungWhenRefused: 0) { message in
            VerdictReader.isSorryWarning(message) ? nil : message
        }
    }

    package func elaborate(
        _ sketch: ProofSketch, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        // The guard sees the sketch with its holes closed: a `sorry` anywhere else is found.
        if let refused = guarded(sketch.closed, of: statement) { return refused }
        let spliced = statement.spliced(with: sketch.body)
        let check = PoolCheck(
            header: header, source: spliced.text, name: statement.name, kind: .statement, mayShare: false)
        return result(try await pool.run(check), rungWhenRefused: 2) { message in
            VerdictReader.isSorryWarning(message) ? nil : message.moved(into: spliced)
        }
    }
}
