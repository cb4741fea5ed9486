internal import GRDB
internal import Support

/// A change by hand of queued jobs.
enum JobChange: Sendable, Hashable {
    /// Those that were given up are tried anew.
    case retry
    /// Those that were set aside wait for a worker again.
    case unpark
    /// They are set aside; whoever is at one of them loses it.
    case park(reason: String)
    /// Larger comes first.
    case prioritize(Int)

    /// The states from which the change is possible.
    var states: [JobState] {
        switch self {
        case .retry, .unpark: [.parked]
        case .park: [.ready, .deferred, .leased, .awaiting]
        case .prioritize: JobState.allCases
        }
    }

    /// What else must hold for a row.
    var condition: String {
        switch self {
        case .retry: "set_aside = 0"
        case .unpark: "set_aside = 1"
        case .park: "TRUE"
        case .prioritize(let priority): "priority <> \(priority)"
        }
    }

    fileprivate var assignments: String {
        switch self {
        case .retry: "state = 'ready', tries = 0, takeovers = 0, parked_at = NULL"
        case .unpark: "state = 'ready', parked_at = NULL, set_aside = 0"
        case .park:
            """
            state = 'parked', parked_at = ?, set_aside = 1, last_error = ?, owner = NULL, lease_expires = NULL,
            not_before = NULL
            """
        case .prioritize: "priority = ?"
        }
    }

    fileprivate func arguments(now: Int) -> StatementArguments {
        switch self {
        case .retry, .unpark: []
        case .park(let reason): [now, reason.limited(toBytes: 4096)]
        case .prioritize(let priority): [priority]
        }
    }

    fileprivate func event(_ row: Row) -> NewEvent {
        let id: Int = row["id"]
        let stage: String = row["stage"]
        let tries: Int = row["tries"]
        let (kind, message) =
            switch self {
            case .retry:
                (
                    "retried",
                    "was taken up again by hand after \(tries) tries: \(row["last_error"] as String? ?? "no reason")"
                )
            case .unpark: ("unparked", "was put back by hand")
            case .park(let reason): ("parked", "was set aside by hand: \(reason)")
            case .prioritize(let priority):
                ("prioritized", "got the priority \(priority) by hand, in place of \(row["priority"] as Int)")
            }
        return NewEvent(
            level: .information, kind: kind, message: "\(stage) job \(id) \(message)", problemID: row["problem_id"],
            statementID: row["statement_id"])
    }
}

/// Applies a change to one page of jobs inside a transaction.
struct JobChangeStep {
    let database: Database
    let change: JobChange
    let now: Int

    /// Changes those of the jobs for which the change is possible, with an event for each.
    ///
    /// - Returns: how many were changed.
    func apply(to ids: [Int], _ selection: JobSelection) throws -> Int {
        var count = 0
        for id in ids {
            let row = try database.row(
                "SELECT * FROM job WHERE id = ? AND \(change.condition)", [id])
            guard let row, change.states.contains(try row.word("state")), matches(row, selection) else { continue }
            try database.run(
                "UPDATE job SET \(change.assignments) WHERE id = ?", change.arguments(now: now) + [id])
            try database.insert(change.event(row), now: now)
            count += 1
        }
        return count
    }

    private func matches(_ row: Row, _ selection: JobSelection) -> Bool {
        if let stage = selection.stage, stage != row["stage"] { return false }
        if let since = selection.since, (row["parked_at"] as Int? ?? 0) < since { return false }
        guard let reason = selection.reason else { return true }
        return (row["last_error"] as String? ?? "").lowercased().contains(reason.lowercased())
    }
}

/// Pages of the jobs that a selection names.
struct JobWalk {
    let database: Database
    let selection: JobSelection

    /// Jobs of one transaction; what is changed by hand must not hold up a running factory.
    static let page = 2000

    /// The jobs that are named one by one, in order.
    func listed() throws -> [Int] {
        var ids = Set(selection.jobs)
        for subject in selection.subjects {
            if let statement = subject.statementID {
                ids.formUnion(
                    try Int.fetchAll(
                        database.cachedStatement(
                            sql: "SELECT id FROM job WHERE problem_id = ? AND ifnull(statement_id, 0) = ?"),
                        arguments: [subject.problemID, statement]))
            } else {
                ids.formUnion(
                    try Int.fetchAll(
                        database.cachedStatement(sql: "SELECT id FROM job WHERE problem_id = ?"),
                        arguments: [subject.problemID]))
            }
        }
        return ids.sorted()
    }

    /// The stages that have jobs in this state, or the one of the selection.
    func stages(_ state: JobState) throws -> [String] {
        try database.tallies(of: "job")
            .filter { $0.second == state.rawValue && $0.count > 0 && ($0.first == selection.stage ?? $0.first) }
            .map(\.first)
    }

    /// Jobs of the stage and state that come after the last one, along the index of the state.
    ///
    /// - Parameter newest: jobs with larger numbers came after the change began.
    func page(_ stage: String, _ state: JobState, after last: Place, newest: Int) throws -> (ids: [Int], last: Place)? {
        let rows = try database.rows(
            Self.pageSQL(state), [stage, last.key, last.key, last.id, newest])
        guard let end = rows.last else { return nil }
        return (rows.map { $0[0] }, Place(key: end[1], id: end[0]))
    }

    /// Where a walk along an index stands.
    struct Place: Sendable {
        var key = Int.min
        var id = 0
    }

    /// Each index with the column by which it is ordered after the stage; the ready ones come with the smallest priority
    /// last, hence the sign.
    static func pageSQL(_ state: JobState) -> String {
        switch state {
        case .ready:
            """
            SELECT id, -priority FROM job WHERE state = 'ready' AND stage = ? AND priority <= -?
            AND (priority < -? OR id > ?) AND id <= ? ORDER BY priority DESC, id LIMIT \(page)
            """
        case .deferred: keyed("deferred", by: "not_before")
        case .leased: keyed("leased", by: "lease_expires")
        case .parked, .awaiting: keyed(state.rawValue, by: "id")
        }
    }

    private static func keyed(_ state: String, by key: String) -> String {
        """
        SELECT id, \(key) FROM job WHERE state = '\(state)' AND stage = ? AND \(key) >= ?
        AND (\(key) > ? OR id > ?) AND id <= ? ORDER BY \(key), id LIMIT \(page)
        """
    }
}
