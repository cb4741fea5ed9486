package import Ledger
internal import Support

/// Works out a report from the figures of a ledger; pure.
package enum ReportBuilder {
    /// What stands above a report.
    package struct Heading: Sendable {
        package var ledger: String
        /// Milliseconds since 1970.
        package var generatedAt: Int
        package var toolVersion: String
        package var currency: String
        package var round: Int?

        package init(ledger: String, generatedAt: Int, toolVersion: String, currency: String, round: Int? = nil) {
            (self.ledger, self.generatedAt, self.toolVersion) = (ledger, generatedAt, toolVersion)
            (self.currency, self.round) = (currency, round)
        }
    }

    package static func build(_ figures: LedgerFigures, _ heading: Heading) -> ReportData {
        var data = ReportData(
            ledger: heading.ledger, ledgerID: figures.ledgerID, generatedAt: heading.generatedAt,
            toolVersion: heading.toolVersion, currency: heading.currency, round: heading.round)
        data.problems = ProblemState.allCases.compactMap { state in
            figures.problems[state.rawValue].map { .init(name: state.rawValue, count: $0) }
        }
        let states = Dictionary(figures.statements.map { ($0.state, $0.count) }, uniquingKeysWith: +)
        data.statements = StatementState.allCases.compactMap { state in
            states[state.rawValue].map { .init(name: state.rawValue, count: $0) }
        }
        data.gates = gates(figures)
        data.attemptsNeeded = needed(figures, side: .claim)
        data.attemptsNeededToDisprove = needed(figures, side: .negation)
        data.times = times(figures)
        data.rounds = rounds(figures, heading.round)
        data.solved = data.rounds.reduce(0) { $0 + $1.solved }
        data.formalizers = formalizers(figures)
        data.provers = provers(figures)
        data.scoreClasses = ReportScores.classes(figures)
        data.scoreAgreement = ReportScores.agreement(data.scoreClasses)
        data.calls = calls(figures)
        data.verifications = counted(figures.verifications)
        data.costly = figures.costly.map {
            .init(
                problem: $0.problem, calls: $0.calls, tokens: $0.tokens, cost: $0.cost, statements: $0.statements,
                verified: $0.verified)
        }
        data.alarms = figures.alarms.map { "\($0.kind): \($0.message)" }
        data.alarmCount = figures.alarmCount
        data.attempts = figures.attempts.reduce(0) { $0 + $1.count }
        for account in figures.accounts where account.metered {
            data.tokens += account.promptTokens + account.completionTokens
            data.cost += account.cost
        }
        data.leanMilliseconds =
            figures.attempts.reduce(0) { $0 + $1.wallMilliseconds } + figures.verificationMilliseconds
        data.flags = counted(figures.flags)
        data.leftOut = figures.leftOut
        (data.openJobs, data.parkedJobs) = (figures.openJobs, figures.parkedJobs)
        (data.runs, data.runMilliseconds) = (figures.runs, figures.runMilliseconds)
        return data
    }

    /// The order of the way: stages as they follow each other, what is no stage behind the one it belongs to, others at the end.
    static func position(of gate: String) -> Int {
        let stages = (StageName.allCases.filter { $0 != .practice } + [.practice]).map(\.rawValue)
        if let place = stages.firstIndex(of: gate) { return place * 2 }
        if gate == "duplicate" { return 1 }
        if let place = stages.firstIndex(where: { gate.hasPrefix("\($0)-") }) { return place * 2 + 1 }
        return stages.count * 2
    }

    private static func gates(_ figures: LedgerFigures) -> [ReportData.Gate] {
        let costs = Dictionary(figures.accounts.filter(\.metered).map { ($0.stage, $0.cost) }, uniquingKeysWith: +)
        return Dictionary(grouping: figures.gates, by: \.gate).map { name, groups in
            let tones = groups.map { ($0, ReportTone(verdict: $0.verdict)) }
            return ReportData.Gate(
                name: name, judged: figures.judged[name] ?? 0,
                verdicts: ReportTone.allCases.flatMap { tone in
                    tones.filter { $0.1 == tone }.map { .init(name: $0.0.verdict, count: $0.0.count) }
                },
                passed: tones.reduce(0) { $0 + ($1.1.passes ? $1.0.count : 0) },
                modelCalls: groups.reduce(0) { $0 + $1.modelCalls }, tokens: groups.reduce(0) { $0 + $1.tokens },
                cost: costs[name] ?? .zero, wallMilliseconds: groups.reduce(0) { $0 + $1.wallMilliseconds })
        }.sorted { (position(of: $0.name), $0.name) < (position(of: $1.name), $1.name) }
    }

    private static func needed(_ figures: LedgerFigures, side: Side) -> [Int] {
        var buckets = [Int](repeating: 0, count: ReportData.attemptLimits.count + 1)
        for entry in figures.needed where entry.side == side.rawValue {
            let place = ReportData.attemptLimits.firstIndex { entry.attempts <= $0 } ?? buckets.count - 1
            buckets[place] += entry.statements
        }
        return buckets
    }

    private static func times(_ figures: LedgerFigures) -> [ReportData.Times] {
        StatementState.allCases.compactMap { state in
            guard let histogram = figures.times[state.rawValue], let p50 = histogram.percentile(0.5),
                let p90 = histogram.percentile(0.9)
            else { return nil }
            var buckets = [Int](repeating: 0, count: ReportData.timeLimits.count + 1)
            for (bucket, count) in histogram.counts {
                let least = LatencyHistogram.range(of: bucket).lowerBound
                let place = ReportData.timeLimits.firstIndex { least < $0 } ?? buckets.count - 1
                buckets[place] += count
            }
            return .init(state: state.rawValue, count: histogram.total, p50: p50, p90: p90, buckets: buckets)
        }
    }

    private static func rounds(_ figures: LedgerFigures, _ only: Int?) -> [ReportData.Round] {
        var solved = 0
        return figures.rounds.compactMap { round in
            solved += round.solved
            guard only == nil || round.number == only else { return nil }
            return .init(
                number: round.number, note: round.note, problems: round.problems, solved: round.solved,
                solvedSoFar: solved, verified: round.verified, disproved: round.disproved, attempts: round.attempts,
                tokens: round.tokens, cost: round.cost)
        }
    }

    private struct Origin: Hashable, Comparable {
        let model: String
        let template: String
        static func < (left: Origin, right: Origin) -> Bool {
            (left.model, left.template) < (right.model, right.template)
        }
    }

    private static func formalizers(_ figures: LedgerFigures) -> [ReportData.Formalizer] {
        Dictionary(grouping: figures.statements) { Origin(model: $0.model, template: $0.template) }
            .sorted { $0.key < $1.key }
            .map { origin, groups in
                let states = Dictionary(groups.map { ($0.state, $0.count) }, uniquingKeysWith: +)
                func count(_ state: StatementState) -> Int { states[state.rawValue] ?? 0 }
                let all = states.values.reduce(0, +)
                return .init(
                    model: origin.model, template: origin.template, statements: all,
                    elaborated: all - count(.formalized) - count(.illFormed) - count(.duplicate),
                    verified: count(.verified), disproved: count(.disproved), vacuous: count(.vacuous),
                    rejected: count(.rejected), duplicate: count(.duplicate), exhausted: count(.exhausted))
            }
    }

    private static func provers(_ figures: LedgerFigures) -> [ReportData.Prover] {
        figures.provers.map { prover in
            let own = figures.attempts.filter {
                $0.model == prover.model && $0.template == prover.template && $0.kind == AttemptKind.proof.rawValue
            }
            return .init(
                model: prover.model, template: prover.template, statements: prover.statements, proved: prover.proved,
                attempts: own.reduce(0) { $0 + $1.count },
                verdicts: counted(Dictionary(own.map { ($0.verdict, $0.count) }, uniquingKeysWith: +)),
                wallMilliseconds: own.reduce(0) { $0 + $1.wallMilliseconds })
        }
    }

    private static func calls(_ figures: LedgerFigures) -> [ReportData.Calls] {
        let groups = Dictionary(grouping: figures.accounts) { Origin(model: $0.model, template: $0.stage) }
        return groups.sorted { $0.key < $1.key }.map { origin, accounts in
            .init(
                model: origin.model, stage: origin.template, sent: accounts.reduce(0) { $0 + $1.sent },
                cached: accounts.reduce(0) { $0 + $1.cached }, failed: accounts.reduce(0) { $0 + $1.failed },
                promptTokens: accounts.reduce(0) { $0 + $1.promptTokens },
                completionTokens: accounts.reduce(0) { $0 + $1.completionTokens },
                cost: accounts.reduce(.zero) { $0 + $1.cost })
        }
    }

    /// The most frequent first, equal ones by name.
    private static func counted(_ counts: [String: Int]) -> [ReportData.Counted] {
        counts.map { .init(name: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
}
