import Factory
import Foundation
import Ledger
import TrainingData

/// Imports files and says what was wrong with them.
enum ImportReport {
    /// Imports every file; bad lines go to standard error as they are met.
    ///
    /// - Returns: the sums over all files.
    static func run(_ files: [String], into ledger: Ledger) async throws -> ProblemImport.Summary {
        var total = ProblemImport.Summary()
        for file in files {
            let summary = try await ProblemImport(into: ledger).run(path: file) { line in
                Terminal.complain("\(line.description) (skipped)")
            }
            total.add(summary)
        }
        return total
    }

    /// One line about the import.
    static func line(_ summary: ProblemImport.Summary) -> String {
        "imported \(summary.inserted) new problems; \(summary.alreadyThere) were there already; "
            + "\(summary.bad) bad lines were skipped"
    }
}
