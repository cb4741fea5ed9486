internal import Foundation
internal import LeanSource
package import Ledger
internal import Support
package import TrainingData

/// Writes the verified proofs of a ledger as training data.
///
/// Pages are read and rendered beside each other, on as many processors as there are, and written in order; few of them are in
/// memory at a time.
package struct TrainingExport: Sendable {
    private static let pageSize = 500
    private let ledger: Ledger
    private let width: Int

    package init(from ledger: Ledger) {
        self.ledger = ledger
        width = min(4, max(2, ProcessInfo.processInfo.activeProcessorCount))
    }

    /// Exports page by page; memory does not grow with the ledger.
    ///
    /// - Parameter path: the file, or `-` for standard output.
    /// - Returns: how many proofs were written.
    /// - Throws: `TrainingDataError` when the file cannot be written, `LedgerError`.
    package func run(format: ExportFormat, to path: String) async throws -> Int {
        var exporter = try Exporter(path: path, format: format)
        let first = try await ledger.endOfProvedPage(after: 0, limit: Self.pageSize)
        guard var end = first else { return try exporter.finish() }
        // Boundaries are found ahead of the pages, one for each page that is begun.
        var begun = 0
        var written = 0
        var after = 0
        var isLast = false
        var finished: [Int: RenderedRows] = [:]
        try await withThrowingTaskGroup(of: (Int, RenderedRows).self) { group in
            while true {
                while !isLast, begun - written < width * 2 {
                    group.addTask { [begun, after, end] in
                        (begun, try await render(after: after, through: end, format: format, path: path))
                    }
                    begun += 1
                    after = end
                    if let next = try await ledger.endOfProvedPage(after: after, limit: Self.pageSize) {
                        end = next
                    } else {
                        isLast = true
                    }
                }
                guard let (number, rows) = try await group.next() else { break }
                finished[number] = rows
                while let rows = finished.removeValue(forKey: written) {
                    try exporter.write(rows)
                    written += 1
                }
            }
        }
        return try exporter.finish()
    }

    private func render(after: Int, through end: Int, format: ExportFormat, path: String) async throws -> RenderedRows {
        let page = try await ledger.provedStatements(after: after, through: end, scoreGate: StageName.score.rawValue)
        var rows = RenderedRows(format: format, path: path)
        // The same few lists come again and again.
        var axioms: [String: [String]] = [:]
        for row in page {
            let text = row.verification?.axioms ?? "[]"
            let names = try axioms[text] ?? CanonicalJSON.decode([String].self, from: text)
            axioms[text] = names
            try rows.add(try Self.record(row, axioms: names, format: format))
        }
        return rows
    }

    /// What is exported of one verified statement.
    ///
    /// - Throws: `LeanSourceError` when the ledger's statement is none; it was changed by hand then.
    static func record(_ row: ProvedStatement, axioms: [String], format: ExportFormat) throws -> TrainingRecord {
        let statement = try ExportStatement(row.source)
        let style = row.proofStyle.flatMap(ProofBody.Style.init(rawValue:)) ?? .tactics
        // Only one format has the whole file and what stood beside the problem.
        let isWhole = format == .raw
        let code = isWhole ? try statement.code(with: row.proof, style: style) : ""
        return TrainingRecord(
            problemID: "\(row.problemID)", externalID: row.externalID, name: row.name,
            informalStatement: row.problem, header: row.header, formalStatement: statement.signature,
            goal: statement.goalView, formalProof: ExportProof.text(row.proof, style: style),
            proofIsTerm: style == .term,
            leanCode: row.header.isEmpty ? code : "\(row.header)\n\n\(code)", rung: row.rung, verdict: row.verdict,
            axioms: axioms, leanVersion: row.verification?.leanVersion ?? "", library: row.verification?.library ?? "",
            round: row.round,
            models: TrainingRecord.Models(
                formalizer: row.formalizer, scorer: row.scoreEvidence?.model, prover: row.prover),
            templates: [row.formalizerTemplate, row.scoreEvidence?.template, row.proverTemplate].compactMap { $0 },
            score: row.scoreClass,
            metadata: try isWhole
                ? row.metadata.map { try JSONReader.value(ofUTF8: Data($0.utf8)) } ?? .null : .null,
            wallMilliseconds: row.verification?.wallMilliseconds ?? 0)
    }
}
