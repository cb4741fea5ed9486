internal import Ledger
internal import Support

/// What a report shows in which order, the same for the page and the text.
struct ReportLayout {
    let data: ReportData

    var title: String {
        data.round.map { "Round \($0) of \(data.ledger)" } ?? "The run in \(data.ledger)"
    }

    /// Where the numbers come from.
    var origin: String {
        let id = data.ledgerID.map { ", ledger \($0)" } ?? ""
        return "Written \(ReportNumber.moment(data.generatedAt)) by dsprover \(data.toolVersion)\(id)."
    }

    var tiles: [ReportTile] {
        let disproved = data.count(of: .disproved)
        return [
            ReportTile(
                title: "Problems solved", value: ReportNumber.integer(data.solved),
                detail: "\(ReportNumber.percent(data.solved, of: data.problemCount)) of \(number(data.problemCount))",
                tone: .good),
            ReportTile(
                title: "Verified proofs", value: number(data.verified),
                detail: "of \(number(data.statementCount)) statements", tone: .good),
            ReportTile(
                title: "Disproved", value: number(disproved), detail: "statements whose negation holds", tone: .other),
            ReportTile(
                title: "Cost per proof", value: data.costPerProof.map(ReportNumber.short) ?? ReportNumber.none,
                detail: "\(data.currency); \(ReportNumber.money(data.cost, data.currency)) in all"),
            ReportTile(
                title: "Attempts per proof",
                value: data.attemptsPerProof.map { ReportNumber.decimal($0, places: 1) } ?? ReportNumber.none,
                detail: "\(number(data.attempts)) in all"),
            ReportTile(
                title: "Alarms", value: number(data.alarmCount),
                detail: data.alarmCount == 0 ? "nothing contradicts the checker" : "see below",
                tone: data.alarmCount == 0 ? .good : .bad),
        ]
    }

    var sections: [ReportSection] {
        var sections = [alarms, funnel, outcomes, attempts, times, rounds, costs]
        sections += [scores, formalizers, provers, flags, costly]
        return sections.compactMap(\.self)
    }

    func number(_ value: Int) -> String { ReportNumber.integer(value) }

    // MARK: Sections

    private var alarms: ReportSection? {
        guard data.alarmCount > 0 else { return nil }
        let shown = data.alarms.count < data.alarmCount ? ", \(data.alarms.count) of \(number(data.alarmCount))" : ""
        return ReportSection(
            title: "Alarms", text: ["The checker itself may be wrong. Look at these before anything is trained on."],
            tables: [
                ReportTable(caption: "Newest first\(shown)", columns: [.text("alarm")], rows: data.alarms.map { [$0] })
            ])
    }

    private var funnel: ReportSection {
        let chart = BarChart(
            title: "What each gate decided",
            rows: data.gates.map { gate in
                BarChart.Row(
                    title: gate.name,
                    note:
                        "\(number(gate.decisions)) decided, \(ReportNumber.percent(gate.passed, of: gate.decisions)) went on",
                    shortNote: "\(ColumnChart.short(gate.decisions)), \(share(gate.passed, gate.decisions)) went on",
                    parts: gate.verdicts.map {
                        .init(name: $0.name, count: $0.count, tone: ReportTone(verdict: $0.name))
                    })
            })
        let table = ReportTable(
            caption: "Gates",
            columns: [
                .text("gate"), .number("judged"), .text("decisions"), .number("went on"), .number("calls"),
                .number("tokens"), .number("cost, \(data.currency)"), .number("Lean time"),
            ],
            rows: data.gates.map { gate in
                [
                    gate.name, number(gate.judged), list(gate.verdicts),
                    ReportNumber.percent(gate.passed, of: gate.decisions), number(gate.modelCalls),
                    number(gate.tokens), gate.cost == .zero ? ReportNumber.none : "\(gate.cost)",
                    gate.wallMilliseconds == 0
                        ? ReportNumber.none : ReportNumber.duration(milliseconds: gate.wallMilliseconds),
                ]
            })
        return ReportSection(
            title: "Funnel",
            text: [
                "Each bar is a gate, in the order of the way; its length is the number of its decisions. "
                    + "A statement that a gate refuses goes no further."
            ], charts: data.gates.isEmpty ? [] : [.bars(chart)], tables: [table])
    }

    private var outcomes: ReportSection {
        let all = data.statementCount
        let chart = BarChart(
            title: "Statements by their present state",
            rows: data.statements.map { state in
                BarChart.Row(
                    title: state.name, note: "\(number(state.count)), \(ReportNumber.percent(state.count, of: all))",
                    parts: [.init(name: state.name, count: state.count, tone: ReportTone(verdict: state.name))])
            }, hasLegend: false)
        var text: [String] = []
        if data.openJobs > 0 {
            text.append(
                "The run is not at its end. Open jobs: \(number(data.openJobs)); given up until somebody "
                    + "retries them: \(number(data.parkedJobs)).")
        }
        let problems = data.problems.map { [$0.name, number($0.count), share($0.count, data.problemCount)] }
        return ReportSection(
            title: "Outcomes", text: text, charts: data.statements.isEmpty ? [] : [.bars(chart)],
            tables: [
                ReportTable(
                    caption: "Statements", isFolded: true,
                    columns: [.text("state"), .number("statements"), .number("share")],
                    rows: data.statements.map { [$0.name, number($0.count), share($0.count, all)] }),
                ReportTable(
                    caption: "Problems", columns: [.text("state"), .number("problems"), .number("share")],
                    rows: problems + [["solved", number(data.solved), share(data.solved, data.problemCount)]]),
            ])
    }

    private var attempts: ReportSection? {
        let (claims, negations) = (data.attemptsNeeded, data.attemptsNeededToDisprove)
        guard (claims + negations).contains(where: { $0 > 0 }) else { return nil }
        let labels = ReportData.attemptLimits.map(String.init) + ["more"]
        var series = [ColumnChart.Series(name: "proved", style: ReportTone.good.rawValue, counts: claims)]
        if negations.contains(where: { $0 > 0 }) {
            series.append(.init(name: "disproved", style: ReportTone.other.rawValue, counts: negations))
        }
        let chart = ColumnChart(
            title: "Attempts until the proof that holds", labels: labels, series: series,
            axis: "attempts needed, up to")
        let rows = labels.indices.map { place in
            [attemptRange(place)] + series.map { number($0.counts[place]) }
        }
        return ReportSection(
            title: "Attempts needed",
            text: ["How many attempts a side took up to and with the first that holds."],
            charts: [.columns(chart)],
            tables: [
                ReportTable(
                    caption: "Statements by attempts needed", isFolded: true,
                    columns: [.text("attempts")] + series.map { .number($0.name) }, rows: rows)
            ])
    }

    private var times: ReportSection? {
        guard !data.times.isEmpty else { return nil }
        let labels = ReportData.timeLimits.map { Self.limit($0) } + ["more"]
        let chart = ColumnChart(
            title: "Time from a statement's first sight to its end", labels: labels,
            series: ReportTone.allCases.compactMap { tone in
                let own = data.times.filter { ReportTone(verdict: $0.state) == tone }
                guard !own.isEmpty else { return nil }
                return .init(
                    name: own.map(\.state).joined(separator: ", "), style: tone.rawValue,
                    counts: labels.indices.map { place in own.reduce(0) { $0 + $1.buckets[place] } })
            }, axis: "time to verdict, under")
        return ReportSection(
            title: "Time to verdict",
            text: ["From the moment the statement was written down to its present state, waiting included."],
            charts: [.columns(chart)],
            tables: [
                ReportTable(
                    caption: "Time by outcome",
                    columns: [.text("state"), .number("statements"), .number("median"), .number("90th percentile")],
                    rows: data.times.map {
                        [
                            $0.state, number($0.count), ReportNumber.duration(milliseconds: $0.p50),
                            ReportNumber.duration(milliseconds: $0.p90),
                        ]
                    })
            ])
    }

    // MARK: Pieces

    func share(_ part: Int, _ whole: Int) -> String { ReportNumber.percent(part, of: whole) }

    func list(_ counts: [ReportData.Counted]) -> String {
        counts.map { "\($0.name) \(number($0.count))" }.joined(separator: ", ")
    }

    private func attemptRange(_ place: Int) -> String {
        let limits = ReportData.attemptLimits
        guard place < limits.count else { return "over \(limits[limits.count - 1])" }
        let least = place > 0 ? limits[place - 1] + 1 : 1
        return least == limits[place] ? "\(least)" : "\(least) to \(limits[place])"
    }

    /// A limit of time that has room under a column.
    private static func limit(_ milliseconds: Int) -> String {
        switch milliseconds {
        case ..<60_000: "\(milliseconds / 1000) s"
        case ..<3_600_000: "\(milliseconds / 60_000) min"
        case ..<86_400_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) d"
        }
    }
}
