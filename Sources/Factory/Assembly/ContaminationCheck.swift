internal import LeanSource
package import Ledger
internal import TrainingData

/// Compares every statement of a ledger with benchmarks, after the fact, and keeps what it finds as flags.
///
/// Flags of the same benchmark from before are replaced, so that doing it again changes nothing, and doing it with a newer
/// file leaves what holds now.
package struct ContaminationCheck: Sendable {
    /// What came of it.
    package struct Report: Sendable, Equatable, Codable {
        package var statements = 0
        /// Statements that stand in a benchmark, and those of them that are verified and so left out of exports.
        package var contaminated = 0
        /// Statements whose flags are other than before.
        package var changed = 0
        /// Statements by benchmark.
        package var byBenchmark: [String: Int] = [:]
        package var benchmarks: [BenchmarkLibrary.Source] = []

        package init() {}
    }

    private static let pageSize = 500
    private let ledger: Ledger
    private let library: BenchmarkLibrary

    package init(_ ledger: Ledger, library: BenchmarkLibrary) {
        (self.ledger, self.library) = (ledger, library)
    }

    /// Goes through all statements page by page; memory does not grow with the ledger.
    ///
    /// - Throws: `LedgerError`.
    package func run() async throws -> Report {
        var report = Report()
        report.benchmarks = library.sources
        let names = Set(library.sources.map(\.name)).sorted()
        var after = 0
        while true {
            let page = try await ledger.statementTexts(after: after, limit: Self.pageSize)
            guard let last = page.last else { return report }
            after = last.id
            report.statements += page.count
            var found: [Int: [StatementFlag]] = [:]
            for row in page {
                let flags = library.flags(
                    problem: row.problem, statement: try? LockedStatement(parsing: row.source),
                    normalHash: row.normalHash)
                found[row.id] = flags
                if !flags.isEmpty { report.contaminated += 1 }
                for name in Set(flags.map(\.source)) { report.byBenchmark[name, default: 0] += 1 }
            }
            for name in names {
                let own = found.mapValues { $0.filter { $0.source == name } }
                report.changed += try await ledger.replaceFlags(own, source: name)
            }
        }
    }
}
