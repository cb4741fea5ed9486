package import Ledger
internal import Support
package import TrainingData

/// Brings a file of problems into the ledger: every good line once, every bad one named.
package struct ProblemImport: Sendable {
    /// What became of the lines of a file.
    package struct Summary: Sendable, Equatable, Codable {
        /// Lines that held a problem.
        package var read = 0
        /// Problems that are new in the ledger.
        package var inserted = 0
        /// Problems that were there already.
        package var alreadyThere = 0
        /// Lines that were skipped because something is wrong with them.
        package var bad = 0

        package init() {}
    }

    private static let batchSize = 1000
    private let ledger: Ledger

    package init(into ledger: Ledger) {
        self.ledger = ledger
    }

    /// Imports a file in batches; memory does not grow with the file.
    ///
    /// - Parameter report: called for every bad line, in the order of the file.
    /// - Throws: `LineReader.Failure` when the file cannot be read, `LedgerError`.
    package func run(path: String, report: (BadLine) -> Void) async throws -> Summary {
        var reader = try ProblemReader(path: path)
        var summary = Summary()
        var problems: [NewProblem] = []
        var bad: [BadLine] = []
        var ended = false
        while !ended {
            switch try reader.next() {
            case .problem(let problem):
                problems.append(
                    NewProblem(
                        externalID: problem.externalID, statement: problem.statement, metadata: problem.metadata,
                        file: problem.file, line: problem.line))
            case .bad(let line):
                bad.append(line)
            case nil:
                ended = true
            }
            if ended || problems.count + bad.count >= Self.batchSize {
                try await flush(problems: &problems, bad: &bad, into: &summary, report: report)
            }
        }
        return summary
    }

    private func flush(
        problems: inout [NewProblem], bad: inout [BadLine], into summary: inout Summary, report: (BadLine) -> Void
    ) async throws {
        defer {
            problems.removeAll(keepingCapacity: true)
            bad.removeAll(keepingCapacity: true)
        }
        var conflicts: [BadLine] = []
        if !problems.isEmpty {
            let outcome = try await ledger.importProblems(problems, firstStage: StageName.formalize.rawValue)
            summary.read += problems.count
            summary.inserted += outcome.inserted
            summary.alreadyThere += outcome.alreadyThere
            for (problem, result) in zip(problems, outcome.results) {
                guard case .conflictingID(_, let file, let line) = result else { continue }
                // The ledger has noted this one itself.
                conflicts.append(
                    BadLine(
                        file: problem.file, line: problem.line, reason: .duplicateID,
                        detail:
                            "the id \"\(problem.externalID ?? "")\" belongs to another text, first seen at \(file):\(line)",
                        excerpt: ""))
            }
        }
        if !bad.isEmpty {
            try await ledger.recordBadLines(
                bad.map { BadLineRecord(file: $0.file, line: $0.line, code: $0.reason.rawValue, detail: $0.detail) })
        }
        summary.bad += bad.count + conflicts.count
        for line in (bad + conflicts).sorted(by: { $0.line < $1.line }) { report(line) }
    }
}
