internal import Foundation
internal import GRDB

extension Ledger {
    /// Whether a claim of these stages may find something now: a ready job, one whose time has come, a lease that ran out.
    /// Some index lookups, whatever the size of the ledger; for those who wait for work without claiming in vain. They leave out
    /// the stages that are paused: those have ready jobs, too.
    package func mayHaveWork(stages: [String]) async throws -> Bool {
        let now = now
        return try await read { database in
            if try database.integer("SELECT 1 FROM job WHERE state = 'leased' AND lease_expires <= ? LIMIT 1", [now])
                != nil
            {
                return true
            }
            return try stages.contains { stage in
                if try database.integer("SELECT 1 FROM job WHERE state = 'ready' AND stage = ? LIMIT 1", [stage]) != nil
                {
                    return true
                }
                return try database.integer(
                    "SELECT 1 FROM job WHERE state = 'deferred' AND stage = ? AND not_before <= ? LIMIT 1",
                    [stage, now])
                    != nil
            }
        }
    }

    /// How long the jobs at the heads of the queues have waited. Looks at the oldest ready job of each of the highest
    /// priorities of a stage, so that it takes the same short time however long the queues are.
    package func queueHeads(stages: [String]) async throws -> [QueueHead] {
        try await read { database in
            try stages.map { stage in
                var oldest: Int?
                var below = Int.max
                for _ in 0..<Self.prioritiesLookedAt {
                    let head = try database.row(
                        """
                        SELECT priority, created_at FROM job
                        WHERE state = 'ready' AND stage = ? AND priority < ? ORDER BY priority DESC, id LIMIT 1
                        """, [stage, below])
                    guard let head else { break }
                    below = head[0]
                    let created: Int = head[1]
                    oldest = min(oldest ?? created, created)
                }
                return QueueHead(stage: stage, oldest: oldest)
            }
        }
    }

    private static let prioritiesLookedAt = 8

    /// The number of the latest event; 0 when there is none.
    package func lastEvent() async throws -> Int {
        try await read { try $0.integer("SELECT max(id) FROM event", []) ?? 0 }
    }

    /// The latest events that a person should see, newest first.
    package func latestAlarms(limit: Int) async throws -> [Event] {
        try await read { database in
            let rows = try database.rows(
                "SELECT * FROM event WHERE id > ifnull((SELECT max(id) FROM event), 0) - ? ORDER BY id DESC",
                [Self.eventsLookedAt])
            return try Array(rows.map(Event.init).filter { $0.level != .information }.prefix(limit))
        }
    }

    /// Alarms are looked for among so many latest events.
    private static let eventsLookedAt = 500

    /// Bytes of the write-ahead log now; 0 when there is none.
    package var logBytes: Int { LogKeeper.size(ofLogOf: path) }
}
