package import Support

/// What the calls to one model for one stage in one round came to.
package struct CallAccount: Sendable, Hashable, Codable {
    /// The model's name in the configuration.
    package let model: String
    package let stage: String
    package let round: Int
    /// Whether the model is behind a server; built-in models cost nothing and are outside of every budget.
    package let metered: Bool
    /// Calls that went to the model. Repetitions after an error are one call.
    package let sent: Int
    /// Calls that ended in an error after all repetitions.
    package let failed: Int
    /// Samples that the model gave.
    package let answers: Int
    /// Samples that were served from the ledger, for nothing.
    package let cached: Int
    package let promptTokens: Int
    /// The part of `promptTokens` that the server had in its own cache.
    package let cachedPromptTokens: Int
    package let completionTokens: Int
    /// The part of both that the server did not report and was estimated.
    package let estimatedTokens: Int
    /// At the prices that held when each call was made.
    package let cost: Money
    /// Of the answered calls; nil when there are none.
    package let latency: LatencySummary?
    /// By class; those that occurred.
    package let faults: [CallFault]
}

/// How often calls met one class of error.
package struct CallFault: Sendable, Hashable, Codable {
    /// The stable code of the error.
    package let `class`: String
    /// Calls that ended with it.
    package let failed: Int
    /// Tries that met it and were repeated.
    package let retried: Int
    /// The last one, in words; nil when it was only met in repeated tries.
    package let lastMessage: String?
}

/// What one problem or statement cost in one stage.
package struct SubjectAccount: Sendable, Hashable, Codable {
    /// Nil for the problem itself.
    package let statementID: Int?
    package let stage: String
    package let sent: Int
    package let failed: Int
    package let answers: Int
    package let cached: Int
    package let promptTokens: Int
    package let completionTokens: Int
    package let cost: Money
}

/// What a whole ledger has used up, over all its runs.
package struct Spending: Sendable, Hashable, Codable {
    /// Tokens of models behind servers.
    package var promptTokens = 0
    package var completionTokens = 0
    package var cost = Money.zero
    /// Milliseconds that runs were at work; runs at the same time count each.
    package var runMilliseconds = 0
    package var runs = 0

    package var tokens: Int { promptTokens + completionTokens }

    package init() {}
}

/// What the runs of other processes hold back for calls in flight.
package struct Reservation: Sendable, Hashable {
    package var tokens: Int
    package var cost: Money

    package static let none = Reservation(tokens: 0, cost: .zero)

    package init(tokens: Int, cost: Money) {
        self.tokens = tokens
        self.cost = cost
    }
}

/// One call, or answers served without one, as it goes into the accounts.
package struct CallEntry: Sendable, Hashable {
    /// How a call ended that was sent.
    package enum Outcome: Sendable, Hashable {
        /// With answers. Their tokens and money count even when another process had stored the same ones before.
        case answered([StoredAnswer], latencyMilliseconds: Int)
        /// With an error, after all repetitions.
        case failed(class: String, message: String)
        /// It was given up on its way.
        case cancelled
        /// It was never sent; only the claims on its keys end.
        case unsent
        /// None was sent: so many samples came from the ledger, or from a call of somebody else.
        case served(samples: Int)
    }

    /// The model's name in the configuration.
    package var model: String
    package var stage: String
    package var outcome: Outcome
    /// Whether the model is behind a server, see `CallAccount.metered`.
    package var metered: Bool
    package var problemID: Int?
    package var statementID: Int?
    /// Repeated tries by class of error.
    package var retried: [String: Int]
    /// The keys of the samples, whose claims end (see `claimCalls`).
    package var keys: [String]

    package init(
        model: String, stage: String, outcome: Outcome, metered: Bool = true, problemID: Int? = nil,
        statementID: Int? = nil, retried: [String: Int] = [:], keys: [String] = []
    ) {
        self.model = model
        self.stage = stage
        self.outcome = outcome
        self.metered = metered
        self.problemID = problemID
        self.statementID = statementID
        self.retried = retried
        self.keys = keys
    }
}
