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

    /// Lines of one transaction: it writes pages all over the index of texts, so the more lines share it the better.
    private static let batchSize = 10_000
    private let ledger: Ledger

    package init(into ledger: Ledger) {
        self.ledger = ledger
    }

    /// Imports a file in batches; memory does not grow with the file. The next lines are read and prepared while those before are
    /// written.
    ///
    /// - Parameter report: called for every bad line, in the order of the file.
    /// - Throws: `LineReader.Failure` when the file cannot be read, `LedgerError`.
    package func run(path: String, report: (BadLine) -> Void) async throws -> Summary {
        var reader = try ProblemReader(path: path)
        return try await ledger.withRoomForImport { try await run(&reader, report: report) }
    }

    private func run(_ reader: inout ProblemReader, report: (BadLine) -> Void) async throws -> Summary {
        var summary = Summary()
        var next = try Self.nextBatch(&reader)
        while !next.isEmpty {
            let batch = next
            async let written = write(batch)
            // What was read is written even if reading on fails.
            let read = Result { try Self.nextBatch(&reader) }
            let (part, bad) = try await written
            summary.add(part)
            for line in bad { report(line) }
            next = try read.get()
        }
        return summary
    }

    /// What a part of the file holds.
    private struct Batch: Sendable {
        let problems: [NewProblem]
        let bad: [BadLine]
        let prepared: PreparedBatch

        var isEmpty: Bool { problems.isEmpty && bad.isEmpty }
    }

    private static func nextBatch(_ reader: inout ProblemReader) throws -> Batch {
        var problems: [NewProblem] = []
        problems.reserveCapacity(batchSize)
        var bad: [BadLine] = []
        while problems.count + bad.count < batchSize, let entry = try reader.next() {
            switch entry {
            case .problem(let problem):
                problems.append(
                    NewProblem(
                        externalID: problem.externalID, statement: problem.statement, metadata: problem.metadata,
                        file: problem.file, line: problem.line))
            case .bad(let line):
                bad.append(line)
            }
        }
        return Batch(problems: problems, bad: bad, prepared: try PreparedBatch(problems))
    }

    private func write(_ batch: Batch) async throws -> (Summary, bad: [BadLine]) {
        var summary = Summary()
        var bad = batch.bad
        if !batch.problems.isEmpty {
            let outcome = try await ledger.importProblems(batch.prepared, firstStage: StageName.formalize.rawValue)
            summary.read = batch.problems.count
            summary.inserted = outcome.inserted
            summary.alreadyThere = outcome.alreadyThere
            for (problem, result) in zip(batch.problems, outcome.results) {
                guard case .conflictingID(_, let file, let line) = result else { continue }
                // The ledger has noted this one itself.
                bad.append(
                    BadLine(
                        file: problem.file, line: problem.line, reason: .duplicateID,
                        detail:
                            "the id \"\(problem.externalID ?? "")\" belongs to another text, first seen at \(file):\(line)",
                        excerpt: ""))
            }
        }
        if !batch.bad.isEmpty {
            try await ledger.recordBadLines(
                batch.bad.map {
                    BadLineRecord(file: $0.file, line: $0.line, code: $0.reason.rawValue, detail: $0.detail)
                })
        }
        summary.bad = bad.count
        return (summary, bad.sorted { $0.line < $1.line })
    }
}

extension ProblemImport.Summary {
    /// Adds what became of further lines.
    package mutating func add(_ other: ProblemImport.Summary) {
        read += other.read
        inserted += other.inserted
        alreadyThere += other.alreadyThere
        bad += other.bad
    }
}
