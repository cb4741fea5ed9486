/// Tells trouble with one request from an outage of the model: pure, fed with the ends of jobs.
///
/// While nothing of a stage succeeds, its failures are the endpoint's: the jobs wait and none of their tries is used up.
/// When other jobs of the stage succeeded after a job had begun, its failure is its own and counts. An outage that lasts
/// longer than the limit ends the run. A failure for which no server could be reached is never the job's own when nobody was
/// answered for so long.
struct OutageWatch: Sendable {
    /// What a passing failure of a job is taken for.
    enum Judgement: Equatable {
        /// The model answers others: this job has used up a try.
        case ownFault
        /// The model answers nobody: wait so long. `isNews` when a person should be told (again).
        case outage(wait: Duration, isNews: Bool)
        /// Nobody was answered for longer than the limit.
        case givenUp
    }

    private struct Line {
        var lastSuccess: Duration?
        var outageSince: Duration?
        var failures = 0
        var lastNews: Duration?
    }

    /// The longest outage of a stage that the run waits for.
    var limit: Duration
    private var lines: [String: Line] = [:]

    /// - Parameter limit: the longest outage of a stage that the run waits for.
    init(limit: Duration) {
        self.limit = limit
    }

    /// A job of the stage ended well at this time.
    mutating func succeeded(_ stage: String, at now: Duration) {
        lines[stage] = Line(lastSuccess: now)
    }

    /// Whether a job of the stage ended well so far.
    func hasSucceeded(_ stage: String) -> Bool {
        lines[stage]?.lastSuccess != nil
    }

    /// A job of the stage failed in a way that may pass.
    ///
    /// - Parameters:
    ///   - began: when the job began, on the same clock as `now`.
    ///   - isUnreached: whether there was no server to be asked.
    ///   - wish: how long the server wants to be left alone, if it said so.
    mutating func failed(
        _ stage: String, began: Duration, at now: Duration, isUnreached: Bool = false, wish: Duration?
    ) -> Judgement {
        var line = lines[stage] ?? Line()
        defer { lines[stage] = line }
        if let success = line.lastSuccess, success > began, !isUnreached || now - success < limit { return .ownFault }
        let since = line.outageSince ?? max(began, line.lastSuccess ?? began)
        line.outageSince = since
        guard now - since < limit else { return .givenUp }
        line.failures += 1
        let isNews = line.lastNews.map { now - $0 >= .seconds(30) } ?? true
        if isNews { line.lastNews = now }
        let backoff = Duration.seconds(min(60, 1 << min(line.failures - 1, 6)))
        return .outage(wait: max(backoff, wish ?? .zero), isNews: isNews)
    }
}
