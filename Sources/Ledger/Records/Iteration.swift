/// What a round of expert iteration does next. The order is the order of a round; what is behind is done and never done again.
package enum IterationPhase: String, Sendable, Codable, CaseIterable, Hashable {
    /// The prover is measured on the held-out file.
    case measure
    /// What is unsolved goes back to the search, and some of what is solved is chosen for practice.
    case prepare
    /// The factory runs.
    case prove
    /// The training set is written.
    case export
    /// The train command runs.
    case train
    /// The new prover is waited for.
    case await
    /// The new prover is measured on the held-out file, and the gain is known.
    case gain
    /// Nothing is left.
    case done
}

/// One round of expert iteration as the ledger keeps it.
package struct Iteration: Sendable, Hashable, Codable {
    /// What was measured on the held-out file.
    package struct Measure: Sendable, Hashable, Codable {
        /// Statements of the file that could be stated.
        package var total: Int
        /// Those with a proof that reached the last rung.
        package var solved: Int

        package init(total: Int, solved: Int) {
            self.total = total
            self.solved = solved
        }

        /// The share that is solved, 0…1; 0 for an empty file.
        package var rate: Double { total == 0 ? 0 : Double(solved) / Double(total) }
    }

    /// A prover: the name a server gives to it, and where that is; nil for what the configuration says.
    package struct Prover: Sendable, Hashable, Codable {
        package var model: String?
        package var baseURL: String?

        package init(model: String? = nil, baseURL: String? = nil) {
            self.model = model
            self.baseURL = baseURL
        }
    }

    /// The round, counted from 1.
    package let round: Int
    package var phase: IterationPhase
    /// Who proves in this round.
    package var prover: Prover
    /// Statements that went back to the search.
    package var reopened = 0
    /// Solved statements that were chosen for practice.
    package var practised = 0
    /// Verified statements when the round began, and when its search had ended.
    package var verifiedBefore = 0
    package var verifiedAfter = 0
    /// Rows of the training set.
    package var trainingRows = 0
    /// What training brought.
    package var trained: Prover?
    /// The prover of this round on the held-out file.
    package var before: Measure?
    /// The trained prover on the held-out file.
    package var after: Measure?

    package init(round: Int, phase: IterationPhase, prover: Prover = Prover()) {
        self.round = round
        self.phase = phase
        self.prover = prover
    }

    /// What the round's training gained on the held-out file, as a difference of rates, −1…1; nil when nothing was measured.
    package var gain: Double? {
        guard let before, let after else { return nil }
        return after.rate - before.rate
    }
}
