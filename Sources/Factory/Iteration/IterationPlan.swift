internal import Ledger

/// What comes next in expert iteration, from what the ledger keeps of it. Pure: every phase that was ended is written down,
/// so a run that was killed goes on with the phase it was in.
struct IterationPlan {
    /// What to do.
    enum Next: Equatable {
        case work(Iteration)
        case ended(Ending)
    }

    /// Why nothing is to be done any more.
    enum Ending: Equatable {
        /// The number of rounds is reached.
        case rounds
        /// The last round gained less than the threshold.
        case gain(Double, below: Double)
    }

    /// Rounds at most.
    let rounds: Int
    let stopBelow: Double?
    let measures: Bool

    /// The phase that comes next.
    func next(after iterations: [Iteration]) -> Next {
        guard let last = iterations.last else {
            return .work(Iteration(round: 1, phase: measures ? .measure : .prepare))
        }
        if last.phase != .done { return .work(last) }
        if let stopBelow, let gain = last.gain, gain < stopBelow { return .ended(.gain(gain, below: stopBelow)) }
        guard last.round < rounds else { return .ended(.rounds) }
        var next = Iteration(round: last.round + 1, phase: .prepare, prover: last.trained ?? last.prover)
        next.before = last.after ?? last.before
        return .work(next)
    }

    /// The phase that follows one that has ended; those that are switched off are passed over.
    func phase(after phase: IterationPhase) -> IterationPhase {
        let all = IterationPhase.allCases
        let rest = all.drop { $0 != phase }.dropFirst()
        return rest.first { next in
            switch next {
            case .measure, .prepare, .prove, .export, .train, .await, .done: true
            case .gain: measures
            }
        } ?? .done
    }

    /// The solved statements that a round practises: those below the mark of the mastered, the hardest first, at most the
    /// share of all that are solved. What only the portfolio solved is no exercise.
    static func practice(_ solved: [SolvedStatement], share: Double, mastered: Double) -> [SolvedStatement] {
        let wanted = Int((Double(solved.count) * share).rounded(.up))
        let open = solved.compactMap { statement in
            statement.winRate.flatMap { $0 < mastered ? (statement: statement, rate: $0) : nil }
        }
        // By the text's hash where the rates are equal: numbers depend on who was first.
        let sorted = open.sorted { ($0.rate, $0.statement.normalHash) < ($1.rate, $1.statement.normalHash) }
        return sorted.prefix(wanted).map(\.statement)
    }
}
