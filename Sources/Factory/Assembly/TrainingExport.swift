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
    private let includesFlagged: Bool

    /// - Parameter includesFlagged: whether near duplicates and what stands in a benchmark are written too.
    package init(from ledger: Ledger, includesFlagged: Bool = false) {
        self.ledger = ledger
        self.includesFlagged = includesFlagged
        width = min(4, max(2, ProcessInfo.processInfo.activeProcessorCount))
    }

    /// Exports page by page; memory does not grow with the ledger.
    ///
    /// - Parameters:
    ///   - path: the file, or `-` for standard output.
    ///   - sides: what is exported: proofs of statements, proofs that statements are false, one after the other. Nothing whose
    ///     header is in quarantine.
    /// - Returns: how many proofs were written.
    /// - Throws: `TrainingDataError` when the file cannot be written, `LedgerError`.
    package func run(format: ExportFormat, to path: String, sides: [Side] = [.claim]) async throws -> Int {
        var exporter = try Exporter(path: path, format: format)
        for side in sides { try await write(side, format: format, path: path, into: &exporter) }
        return try exporter.finish()
    }

    private func write(
        _ side: Side, format: ExportFormat, path: String, into exporter: inout Exporter
    ) async throws {
        let first = try await ledger.endOfProvedPage(after: 0, limit: Self.pageSize, side: side)
        guard var end = first else { return }
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
                        (begun, try await render(after: after, through: end, side: side, format: format, path: path))
                    }
                    begun += 1
                    after = end
                    if let next = try await ledger.endOfProvedPage(after: after, limit: Self.pageSize, side: side) {
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
    }

    private func render(
        after: Int, through end: Int, side: Side, format: ExportFormat, path: String
    ) async throws -> RenderedRows {
        let page = try await ledger.provedStatements(
            after: after, through: end, scoreGate: StageName.score.rawValue, side: side,
            includingFlagged: includesFlagged)
        var rows = RenderedRows(format: format, path: path)
        // The same few lists come again and again.
        var axioms: [String: [String]] = [:]
        for row in page {
            let text = row.verification?.axioms ?? "[]"
            let names = try axioms[text] ?? CanonicalJSON.decode([String].self, from: text)
            axioms[text] = names
            try rows.add(try Self.record(row, side: side, axioms: names, format: format))
        }
        return rows
    }

    /// What is exported of one verified statement.
    ///
    /// - Throws: `LeanSourceError` when the ledger's statement is none; it was changed by hand then.
    static func record(
        _ row: ProvedStatement, side: Side = .claim, axioms: [String], format: ExportFormat
    ) throws -> TrainingRecord {
        let statement = try ExportStatement(row.source, side: side)
        let style = row.proofStyle.flatMap(ProofBody.Style.init(rawValue:)) ?? .tactics
        // Only one format has the whole file and what stood beside the problem.
        let isWhole = format == .raw
        let code = isWhole ? try statement.code(with: row.proof, style: style) : ""
        let isClaim = side == .claim
        var record = TrainingRecord(
            problemID: "\(row.problemID)", externalID: row.externalID,
            name: statement.name ?? row.name,
            // What the problem says is false as it was formalized; nobody should learn it as the words of the theorem.
            informalStatement: isClaim
                ? row.problem : "The following does not hold as it is formalized: \(row.problem)",
            header: row.header, formalStatement: statement.signature,
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
        record.side = isClaim ? "claim" : "negation"
        return record
    }
}
