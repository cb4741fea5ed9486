/// Where answers are kept between runs, and where calls are accounted for; the factory keeps both in the ledger. Failures
/// are never stored.
package protocol AnswerCache: Sendable {
    /// The stored answers among the keys.
    func answers(for keys: [String]) async throws -> [String: ChatAnswer]

    /// Looks the keys up like `answers`, and takes those without an answer for the caller, so that no other process asks for
    /// them at the same time. A claim ends with the record that names its key.
    func claim(_ keys: [String]) async throws -> CacheClaims

    /// Stores the answers of a call durably and puts the call into the accounts, in one step. A key that is there already
    /// keeps its answer. Done also in a task that is cancelled, before or meanwhile: the call is paid for.
    func record(_ call: CallRecord) async throws
}

extension AnswerCache {
    /// A cache of one process has nobody to keep away.
    package func claim(_ keys: [String]) async throws -> CacheClaims {
        CacheClaims(answers: try await answers(for: keys))
    }
}

/// What came of the wish to ask for samples: the keys that are in neither of the two are the caller's.
package struct CacheClaims: Sendable {
    /// Answers that are there.
    package var answers: [String: ChatAnswer]
    /// Keys that another process is asking for right now.
    package var elsewhere: Set<String>

    package init(answers: [String: ChatAnswer] = [:], elsewhere: Set<String> = []) {
        self.answers = answers
        self.elsewhere = elsewhere
    }
}

/// One call to a model, or samples served without one, for the accounts.
package struct CallRecord: Sendable {
    /// How it ended.
    package enum Outcome: Sendable {
        /// With answers, each under its key.
        case answered([(key: String, answer: ChatAnswer)])
        /// With an error after all repetitions: its code and its message.
        case failed(code: String, message: String)
        /// It was given up while it was on its way.
        case cancelled
        /// It was never sent: the budget is spent, or the answers come in a batch.
        case unsent
        /// No call was needed for so many samples: they came from the cache, or from another call in the air.
        case served(samples: Int)
    }

    /// `ChatModel.name`.
    package let model: String
    /// `ChatModel.identity`.
    package let identity: String
    /// The stage that asked.
    package let purpose: String
    package let subject: CallSubject?
    package let outcome: Outcome
    /// Why tries before the last one failed.
    package let failures: [InferenceError.Reason]
    /// The keys of the samples, claimed before.
    package let keys: [String]

    package init(
        model: String, identity: String, purpose: String, subject: CallSubject?, outcome: Outcome,
        failures: [InferenceError.Reason] = [], keys: [String] = []
    ) {
        self.model = model
        self.identity = identity
        self.purpose = purpose
        self.subject = subject
        self.outcome = outcome
        self.failures = failures
        self.keys = keys
    }
}
