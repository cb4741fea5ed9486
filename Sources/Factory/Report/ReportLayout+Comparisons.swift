internal import Support

extension ReportLayout {
    var rounds: ReportSection? {
        guard !data.rounds.isEmpty else { return nil }
        let chart = ColumnChart(
            title: "Problems solved, round by round", labels: data.rounds.map { "\($0.number)" },
            series: [
                .init(name: "solved before", style: "before", counts: data.rounds.map { $0.solvedSoFar - $0.solved }),
                .init(name: "new in the round", style: ReportTone.good.rawValue, counts: data.rounds.map(\.solved)),
            ], axis: "round")
        let table = ReportTable(
            caption: "Rounds",
            columns: [
                .text("round"), .number("problems new"), .number("solved new"), .number("solved so far"),
                .number("verified"), .number("disproved"), .number("attempts"), .number("tokens"),
                .number("cost, \(data.currency)"), .number("cost per proof"),
            ],
            rows: data.rounds.map { round in
                [
                    "\(round.number)" + (round.note.map { " (\($0))" } ?? ""), number(round.problems),
                    "+\(number(round.solved))", number(round.solvedSoFar), number(round.verified),
                    number(round.disproved), number(round.attempts), number(round.tokens), "\(round.cost)",
                    round.verified > 0 ? "\(Money(nano: round.cost.nano / round.verified))" : ReportNumber.none,
                ]
            })
        return ReportSection(
            title: "Gains per round",
            text: ["A problem counts in the round in which its first statement was verified."],
            charts: data.rounds.count > 1 ? [.columns(chart)] : [], tables: [table])
    }

    var costs: ReportSection {
        let lean = ReportNumber.duration(milliseconds: data.leanMilliseconds)
        let each = data.leanMillisecondsPerProof.map { ReportNumber.duration(milliseconds: $0) } ?? ReportNumber.none
        let totals = ReportTable(
            caption: "In all, and for each verified proof",
            columns: [.text("what"), .number("in all"), .number("per proof")],
            rows: [
                [
                    "money", ReportNumber.money(data.cost, data.currency),
                    data.costPerProof.map(\.description) ?? ReportNumber.none,
                ],
                ["tokens", number(data.tokens), data.tokensPerProof.map(number) ?? ReportNumber.none],
                [
                    "attempts", number(data.attempts),
                    data.attemptsPerProof.map { ReportNumber.decimal($0, places: 1) } ?? ReportNumber.none,
                ],
                ["Lean", lean, each],
            ])
        let calls = ReportTable(
            caption: "Calls",
            columns: [
                .text("model"), .text("stage"), .number("calls"), .number("from the cache"), .number("failed"),
                .number("tokens in"), .number("tokens out"), .number("cost, \(data.currency)"),
            ],
            rows: data.calls.map { call in
                [
                    call.model, call.stage, number(call.sent), number(call.cached), number(call.failed),
                    number(call.promptTokens), number(call.completionTokens), "\(call.cost)",
                ]
            })
        var text = ["What failed is in it: the cost of a proof is all that was spent, shared among the proofs."]
        if data.runs > 0 {
            text.append(
                "\(number(data.runs)) runs were at work for "
                    + "\(ReportNumber.duration(milliseconds: data.runMilliseconds)) together.")
        }
        return ReportSection(title: "Cost", text: text, tables: [totals] + (data.calls.isEmpty ? [] : [calls]))
    }

    var scores: ReportSection? {
        guard !data.scoreClasses.isEmpty else { return nil }
        let chart = BarChart(
            title: "What became of the statements of each class",
            rows: data.scoreClasses.map { one in
                BarChart.Row(
                    title: one.name,
                    note: "\(number(one.statements)) scored, \(ReportNumber.percent(one.verifiedShare)) verified",
                    shortNote: "\(ReportNumber.percent(one.verifiedShare)) verified",
                    parts: [
                        .init(name: "verified", count: one.verified, tone: .good),
                        .init(name: "disproved or vacuous", count: one.disproved + one.vacuous, tone: .other),
                        .init(name: "exhausted", count: one.exhausted, tone: .note),
                        .init(name: "rejected", count: one.rejected, tone: .bad),
                    ])
            })
        let table = ReportTable(
            caption: "Classes",
            columns: [
                .text("class"), .number("statements"), .number("verified"), .number("disproved"), .number("vacuous"),
                .number("exhausted"), .number("rejected"), .number("verified of the tried"),
            ],
            rows: data.scoreClasses.map { one in
                [
                    one.name, number(one.statements), number(one.verified), number(one.disproved), number(one.vacuous),
                    number(one.exhausted), number(one.rejected), ReportNumber.percent(one.verifiedShare),
                ]
            })
        let agreement = data.scoreAgreement.map { ReportNumber.decimal($0, places: 2) } ?? ReportNumber.none
        return ReportSection(
            title: "Score and outcome",
            text: [
                "Agreement of class and outcome (Goodman and Kruskal's gamma): \(agreement). 1: the better class always has "
                    + "the proof; 0: the class says nothing; below: it misleads."
            ], charts: [.bars(chart)], tables: [table])
    }

    var formalizers: ReportSection? {
        guard !data.formalizers.isEmpty else { return nil }
        let chart = BarChart(
            title: "Statements of each formalizer",
            rows: data.formalizers.map { one in
                let rest = one.statements - one.verified - one.disproved - one.vacuous - one.rejected - one.duplicate
                let refused = one.rejected + one.statements - one.elaborated - one.duplicate
                return BarChart.Row(
                    title: one.model,
                    note:
                        "\(number(one.statements)), \(ReportNumber.percent(one.verified, of: one.statements)) verified",
                    shortNote: "\(ReportNumber.percent(one.verified, of: one.statements)) verified",
                    parts: [
                        .init(name: "verified", count: one.verified, tone: .good),
                        .init(
                            name: "without an end yet, or exhausted",
                            count: max(0, rest - (refused - one.rejected)), tone: .note),
                        .init(
                            name: "disproved, vacuous or duplicate", count: one.disproved + one.vacuous + one.duplicate,
                            tone: .other),
                        .init(name: "refused", count: refused, tone: .bad),
                    ])
            })
        let table = ReportTable(
            caption: "Formalizers, by model and template",
            columns: [
                .text("model"), .text("template"), .number("statements"), .number("elaborated"), .number("verified"),
                .number("disproved"), .number("vacuous"), .number("rejected"), .number("duplicate"),
                .number("exhausted"), .number("verified of all"),
            ],
            rows: data.formalizers.map { one in
                [
                    one.model, one.template, number(one.statements), number(one.elaborated), number(one.verified),
                    number(one.disproved), number(one.vacuous), number(one.rejected), number(one.duplicate),
                    number(one.exhausted), share(one.verified, one.statements),
                ]
            })
        return ReportSection(title: "Formalizers", charts: [.bars(chart)], tables: [table])
    }

    var provers: ReportSection? {
        guard !data.provers.isEmpty else { return nil }
        let chart = BarChart(
            title: "Statements that each prover was asked about",
            rows: data.provers.map { one in
                BarChart.Row(
                    title: one.model,
                    note: "\(number(one.proved)) of \(number(one.statements)), \(share(one.proved, one.statements))",
                    shortNote: "\(share(one.proved, one.statements))",
                    parts: [
                        .init(name: "with a proof", count: one.proved, tone: .good),
                        .init(name: "without", count: one.statements - one.proved, tone: .bad),
                    ])
            })
        let table = ReportTable(
            caption: "Provers, by model and template",
            columns: [
                .text("model"), .text("template"), .number("statements"), .number("proved"), .number("share"),
                .number("attempts"), .text("verdicts"), .number("Lean per attempt"),
            ],
            rows: data.provers.map { one in
                [
                    one.model, one.template, number(one.statements), number(one.proved),
                    share(one.proved, one.statements),
                    number(one.attempts), list(one.verdicts),
                    one.attempts > 0
                        ? ReportNumber.duration(milliseconds: one.wallMilliseconds / one.attempts) : ReportNumber.none,
                ]
            })
        return ReportSection(
            title: "Provers", text: ["A statement counts for every prover that was asked, on either side."],
            charts: [.bars(chart)], tables: [table])
    }

    var flags: ReportSection? {
        guard !data.flags.isEmpty else { return nil }
        return ReportSection(
            title: "Duplicates and contamination",
            text: ["Verified statements that exports leave out because of flags: \(number(data.leftOut))."],
            tables: [
                ReportTable(
                    caption: "Statements by flag", columns: [.text("flag"), .number("statements")],
                    rows: data.flags.map { [$0.name, number($0.count)] })
            ])
    }

    var costly: ReportSection? {
        guard !data.costly.isEmpty else { return nil }
        return ReportSection(
            title: "Dearest problems",
            tables: [
                ReportTable(
                    caption: "Problems that cost most",
                    columns: [
                        .text("problem"), .number("calls"), .number("tokens"), .number("cost, \(data.currency)"),
                        .number("statements"), .number("verified"),
                    ],
                    rows: data.costly.map {
                        [
                            $0.problem, number($0.calls), number($0.tokens), "\($0.cost)", number($0.statements),
                            number($0.verified),
                        ]
                    })
            ])
    }
}
