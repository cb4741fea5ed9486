internal import GRDB
internal import Support

/// What the operations of one transaction add to counts and accounts: pure sums, written in the same transaction just before
/// its commit, as changes and not as totals. So every committed state has the counts of its rows, however many processes
/// write, and a row that dozens of steps change is written once.
///
/// An operation that fails alone takes its own part back: the writer keeps a copy from before.
struct PendingSums: Equatable {
    /// A row of the table `tally`.
    struct Tally: Hashable {
        let kind: String
        let first: String
        let second: String
    }

    /// A row of the accounts.
    struct Place: Hashable {
        let model: String
        let stage: String
        let round: Int
    }

    /// What calls came to.
    struct Calls: Equatable {
        var metered = false
        var sent = 0
        var failed = 0
        var answers = 0
        var cached = 0
        var prompt = 0
        var cachedPrompt = 0
        var completion = 0
        var estimated = 0
        var cost = 0
    }

    private struct Latency: Hashable {
        let place: Place
        let bucket: Int
    }

    private(set) var tallies: [Tally: Int] = [:]
    private var calls: [Place: Calls] = [:]
    private var latencies: [Latency: Int] = [:]

    /// Rows of the table that came or, with a negative number, went.
    mutating func count(_ table: String, _ first: String, _ second: String = "", by change: Int = 1) {
        tallies[Tally(kind: table, first: first, second: second), default: 0] += change
    }

    /// Jobs that came into the state or, with a negative number, left it.
    mutating func count(jobs change: Int, stage: String, _ state: JobState) {
        count("job", stage, state.rawValue, by: change)
    }

    /// A call, or samples that needed none.
    mutating func add(_ new: Calls, at place: Place) {
        guard var sum = calls[place] else {
            calls[place] = new
            return
        }
        sum.metered = new.metered
        sum.sent += new.sent
        sum.failed += new.failed
        sum.answers += new.answers
        sum.cached += new.cached
        sum.prompt += new.prompt
        sum.cachedPrompt += new.cachedPrompt
        sum.completion += new.completion
        sum.estimated += new.estimated
        sum.cost += new.cost
        calls[place] = sum
    }

    /// The latency of an answered call.
    mutating func add(latency milliseconds: Int, at place: Place) {
        latencies[Latency(place: place, bucket: LatencyHistogram.bucket(of: milliseconds)), default: 0] += 1
    }

    /// Adds everything to the tables.
    func write(_ database: Database) throws {
        for (tally, change) in tallies where change != 0 { try write(tally, change, database) }
        for (place, sum) in calls { try write(sum, at: place, database) }
        for (latency, count) in latencies {
            try database.run(
                """
                INSERT INTO call_latency(model, stage, round, bucket, count) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """,
                [latency.place.model, latency.place.stage, latency.place.round, latency.bucket, count])
        }
    }

    private func write(_ tally: Tally, _ change: Int, _ database: Database) throws {
        // A count that somebody's own SQL made too small must not keep a factory from its work; the rows are what counts.
        try database.run(
            "UPDATE tally SET count = max(count + ?, 0) WHERE kind = ? AND first = ? AND second = ?",
            [change, tally.kind, tally.first, tally.second])
        guard database.changesCount == 0, change > 0 else { return }
        try database.run(
            "INSERT INTO tally(kind, first, second, count) VALUES (?, ?, ?, ?)",
            [tally.kind, tally.first, tally.second, change])
    }

    private func write(_ sum: Calls, at place: Place, _ database: Database) throws {
        try database.run(
            """
            INSERT INTO call_account(model, stage, round, metered, sent, failed, answers, cached, prompt_tokens,
                cached_prompt_tokens, completion_tokens, estimated_tokens, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET metered = excluded.metered, sent = sent + excluded.sent,
                failed = failed + excluded.failed, answers = answers + excluded.answers,
                cached = cached + excluded.cached, prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                cached_prompt_tokens = cached_prompt_tokens + excluded.cached_prompt_tokens,
                completion_tokens = completion_tokens + excluded.completion_tokens,
                estimated_tokens = estimated_tokens + excluded.estimated_tokens, cost = cost + excluded.cost
            """,
            [
                place.model, place.stage, place.round, sum.metered, sum.sent, sum.failed, sum.answers, sum.cached,
                sum.prompt, sum.cachedPrompt, sum.completion, sum.estimated, sum.cost,
            ])
    }
}
