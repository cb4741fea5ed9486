internal import LeanSource
package import Ledger
internal import Support
package import TrainingData

/// Writes the verified proofs of a ledger as training data.
package struct TrainingExport: Sendable {
    private static let pageSize = 500
    private let ledger: Ledger

    package init(from ledger: Ledger) {
        self.ledger = ledger
    }

    /// Exports page by page; memory does not grow with the ledger.
    ///
    /// - Parameter path: the file, or `-` for standard output.
    /// - Returns: how many proofs were written.
    /// - Throws: `TrainingDataError` when the file cannot be written, `LedgerError`.
    package func run(format: ExportFormat, to path: String) async throws -> Int {
        var exporter = try Exporter(path: path, format: format)
        var after = 0
        while true {
            let page = try await ledger.provedStatements(afterID: after, limit: Self.pageSize)
            for row in page { try exporter.write(try Self.record(row)) }
            guard let last = page.last, page.count == Self.pageSize else { break }
            after = last.statement.id
        }
        return try exporter.finish()
    }

    /// What is exported of one verified statement.
    ///
    /// - Throws: `LeanSourceError` when the ledger's statement is none; it was changed by hand then.
    static func record(_ row: ProvedStatement) throws -> TrainingRecord {
        let statement = try LockedStatement(parsing: row.statement.source)
        let style = row.attempt.proofStyle.flatMap(ProofBody.Style.init(rawValue:)) ?? .tactics
        let proof = ProofBody(wholeText: row.attempt.proof ?? "", style: style)
        let header = row.statement.header
        let code = statement.spliced(with: proof).text
        let scorer = row.decisions.last { $0.gate == StageName.score.rawValue }?.evidence
        return TrainingRecord(
            problemID: "\(row.problem.id)", externalID: row.problem.externalID, name: row.statement.name,
            informalStatement: row.problem.statement, header: header, formalStatement: statement.signature,
            goal: statement.goalView,
            formalProof: proof.normalized.text, proofIsTerm: style == .term,
            leanCode: header.isEmpty ? code : "\(header)\n\n\(code)", rung: row.statement.rung,
            verdict: row.attempt.verdict, axioms: row.verification?.axioms ?? [],
            leanVersion: row.verification?.leanVersion ?? "", library: row.verification?.library ?? "",
            round: row.statement.round,
            models: TrainingRecord.Models(
                formalizer: row.statement.model, scorer: scorer?["model"]?.string, prover: row.attempt.model),
            templates: [row.statement.template, scorer?["template"]?.string, row.attempt.template].compactMap { $0 },
            score: row.statement.scoreClass, metadata: row.problem.metadata,
            wallMilliseconds: row.verification?.wallMilliseconds ?? 0)
    }
}
