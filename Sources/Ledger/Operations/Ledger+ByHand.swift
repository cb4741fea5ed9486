internal import GRDB

// What people do to the queue while processes work on it. Each transaction changes some thousand jobs at most, with an event
// for each, so that nobody is held up for long; a change that is interrupted has been made to a part of the jobs, and the same
// command goes on with the rest.
extension Ledger {
    /// Takes up parked jobs again that had failed, with fresh tries. Jobs that were set aside by hand stay where they are.
    ///
    /// - Returns: how many.
    @discardableResult
    package func retry(_ selection: JobSelection = JobSelection()) async throws -> Int {
        try await change(.retry, selection)
    }

    /// Puts jobs back that were set aside by hand; their tries go on where they were.
    ///
    /// - Returns: how many.
    @discardableResult
    package func unpark(_ selection: JobSelection = JobSelection()) async throws -> Int {
        try await change(.unpark, selection)
    }

    /// Sets jobs aside until `unpark`. Whoever is at one of them loses its lease: the result is refused, the answers of
    /// models stay in the cache.
    ///
    /// - Parameters:
    ///   - selection: must name jobs, subjects or a stage.
    ///   - reason: for people; at most 4 KiB are kept.
    /// - Returns: how many.
    /// - Throws: `ledger.misuse` for a selection that names nothing.
    @discardableResult
    package func park(_ selection: JobSelection, reason: String) async throws -> Int {
        guard selection.isListed || selection.stage != nil else {
            throw LedgerError.misuse("What is to be set aside must be named: jobs, problems, statements or a stage.")
        }
        return try await change(.park(reason: reason), selection)
    }

    /// Gives jobs, in whatever state, another priority; what follows from them inherits it.
    ///
    /// - Parameters:
    ///   - selection: must name jobs, subjects or a stage.
    ///   - priority: larger comes first; 0 unless somebody says otherwise.
    /// - Returns: how many had another one.
    /// - Throws: `ledger.misuse` for a selection that names nothing.
    @discardableResult
    package func prioritize(_ selection: JobSelection, to priority: Int) async throws -> Int {
        guard selection.isListed || selection.stage != nil else {
            throw LedgerError.misuse("What gets another priority must be named: jobs, problems, statements or a stage.")
        }
        return try await change(.prioritize(priority), selection)
    }

    /// What a name means to people: a problem by its own id, an alias or its number, or else the first statement of that name.
    package func subject(named name: String) async throws -> JobSelection.Subject? {
        try await read { database in try database.subject(named: name) }
    }

    /// The statement with this number, as something to select by.
    package func subject(statement id: Int) async throws -> JobSelection.Subject? {
        try await read { database in
            try database.integer("SELECT problem_id FROM statement WHERE id = ?", [id])
                .map { JobSelection.Subject(problemID: $0, statementID: id) }
        }
    }

    private func change(_ change: JobChange, _ selection: JobSelection) async throws -> Int {
        selection.isListed ? try await changeListed(change, selection) : try await changeStages(change, selection)
    }

    private func changeListed(_ change: JobChange, _ selection: JobSelection) async throws -> Int {
        let ids = try await read { database in try JobWalk(database: database, selection: selection).listed() }
        var count = 0
        for start in stride(from: 0, to: ids.count, by: JobWalk.page) {
            let page = Array(ids[start..<min(start + JobWalk.page, ids.count)])
            let clock = options.now
            count += try await write(isLarge: true) { database in
                try JobChangeStep(database: database, change: change, now: clock().ledgerTime).apply(
                    to: page, selection)
            }
        }
        return count
    }

    /// Jobs move between the states while the walk is on: it is repeated as long as it finds some.
    private func changeStages(_ change: JobChange, _ selection: JobSelection) async throws -> Int {
        let newest = try await read { database in try database.integer("SELECT max(id) FROM job") ?? 0 }
        var count = 0
        for _ in 0..<4 {
            var found = 0
            for state in change.states {
                let stages = try await read { database in
                    try JobWalk(database: database, selection: selection).stages(state)
                }
                for stage in stages {
                    found += try await changeAll(change, selection, of: stage, in: state, newest: newest)
                }
            }
            count += found
            if found == 0 || change.states.count == 1 { break }
        }
        return count
    }

    private func changeAll(
        _ change: JobChange, _ selection: JobSelection, of stage: String, in state: JobState, newest: Int
    ) async throws -> Int {
        var place = JobWalk.Place()
        var count = 0
        let clock = options.now
        while true {
            let step = try await write(isLarge: true) { [place] database -> (count: Int, last: JobWalk.Place)? in
                let walk = JobWalk(database: database, selection: selection)
                guard let page = try walk.page(stage, state, after: place, newest: newest) else { return nil }
                let step = JobChangeStep(database: database, change: change, now: clock().ledgerTime)
                return (try step.apply(to: page.ids, selection), page.last)
            }
            guard let step else { return count }
            count += step.count
            place = step.last
        }
    }
}
