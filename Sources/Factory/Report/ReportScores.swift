internal import Ledger

/// How well the score foretold the outcome.
enum ReportScores {
    /// What became of the statements of each class, best class first, words that are no class last.
    static func classes(_ figures: LedgerFigures) -> [ReportData.ScoreClass] {
        let groups = Dictionary(grouping: figures.statements.filter { $0.scoreClass != nil }) { $0.scoreClass ?? "" }
        func place(_ name: String) -> Int { ScoreSettings.classes.firstIndex(of: name) ?? ScoreSettings.classes.count }
        return groups.sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }.map { name, groups in
            func count(_ state: StatementState) -> Int {
                groups.reduce(0) { $0 + ($1.state == state.rawValue ? $1.count : 0) }
            }
            return .init(
                name: name, statements: groups.reduce(0) { $0 + $1.count }, verified: count(.verified),
                disproved: count(.disproved), vacuous: count(.vacuous), exhausted: count(.exhausted),
                rejected: count(.rejected))
        }
    }

    /// Gamma (L. Goodman, W. Kruskal, 1954): among all pairs of statements of different classes of which one was verified and one
    /// tried without that, the share in which the better class has the proof minus the share in which the worse has.
    static func agreement(_ classes: [ReportData.ScoreClass]) -> Double? {
        var (agreeing, opposed) = (0.0, 0.0)
        for (better, first) in classes.enumerated() {
            for second in classes[(better + 1)...] {
                agreeing += Double(first.verified) * Double(failed(second))
                opposed += Double(failed(first)) * Double(second.verified)
            }
        }
        return agreeing + opposed > 0 ? (agreeing - opposed) / (agreeing + opposed) : nil
    }

    private static func failed(_ one: ReportData.ScoreClass) -> Int { one.disproved + one.vacuous + one.exhausted }
}
