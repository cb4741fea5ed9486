import ChaosKit
import Foundation
import GRDB
import TestSupport
import Testing

/// The small form of the benchmark of the same name.
@Suite struct ChaosTests {
    @Test func `three kills, a pause and a failing server leave the ledger of an undisturbed run`() async throws {
        try await withTemporaryFolder { folder in
            let (calmFolder, struckFolder) = (folder.appending(path: "calm"), folder.appending(path: "chaos"))
            for part in [calmFolder, struckFolder] {
                try FileManager.default.createDirectory(at: part, withIntermediateDirectories: false)
            }
            let chaos = ChaosRun(ChaosWorld(seed: 7, problems: 36, endless: 1))
            let calm = try await chaos.undisturbed(in: calmFolder)
            #expect(calm.findings.isEmpty, "\(calm.findings)")
            // Every end there is, or the comparison would say little.
            let ends: Set = ["verified", "exhausted", "vacuous", "illFormed", "rejected", "duplicate"]
            #expect(Set(calm.ends.keys) == ends)

            let plan = ChaosPlan(seed: 7, kills: 3, pauses: 1, answers: calm.answers)
            let struck = try await chaos.disturbed(in: struckFolder, processes: 3, plan: plan)
            #expect(struck.findings.isEmpty, "\(struck.findings.prefix(10))")
            #expect(struck.repeated.isEmpty, "\(struck.repeated.prefix(10))")
            let differences = struck.differences(from: calm)
            #expect(differences.isEmpty, "\(differences.prefix(10))")
            #expect(struck.blows == [.program: 2, .child: 1, .pause: 1])
            #expect(struck.modelFaults > 0)
        }
    }

    /// Each of these is a thing that a crash could do to a ledger.
    private static let damages = [
        "DELETE FROM verification WHERE id = 1", "DELETE FROM gate_decision WHERE id = 2",
        "INSERT INTO gate_decision SELECT 1000000, problem_id, statement_id, gate, verdict, reason, evidence, "
            + "model_calls, tokens, wall_ms, created_at FROM gate_decision WHERE gate = 'prove' LIMIT 1",
        "UPDATE attempt SET verdict = 'failed' WHERE verdict = 'verified'", "DELETE FROM model_call WHERE sample = 1",
        "UPDATE attempt SET proof = 'by omega' WHERE proof LIKE '%induction%'",
        "INSERT INTO job(stage, problem_id, wave, priority, state, created_at) VALUES ('formalize', 1, 0, 0, 'ready', 0)",
        "DELETE FROM sqlite_sequence WHERE name = 'job'",
    ]

    @Test func `what a crash could lose, repeat or change would be seen`() async throws {
        try await withTemporaryFolder { folder in
            let calm = try await ChaosRun(ChaosWorld(seed: 3, problems: 6, endless: 0)).undisturbed(in: folder)
            #expect(calm.findings.isEmpty, "\(calm.findings)")
            let ledger = folder.appending(path: "dsprover.sqlite").path
            #expect(try LedgerImage(of: ledger).differences(from: calm.image).isEmpty)
            for (number, damage) in Self.damages.enumerated() {
                let copy = folder.appending(path: "damaged-\(number).sqlite").path
                try FileManager.default.copyItem(atPath: ledger, toPath: copy)
                let queue = try DatabaseQueue(path: copy)
                try await queue.write { database in
                    // A crash asks no trigger.
                    for name in try String.fetchAll(
                        database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
                    {
                        try database.execute(sql: "DROP TRIGGER \(name)")
                    }
                    try database.execute(sql: damage)
                    #expect(database.changesCount > 0, "\(damage)")
                }
                try queue.close()
                #expect(!(try LedgerImage(of: copy).differences(from: calm.image)).isEmpty, "\(damage)")
            }
        }
    }
}
