/// The whole ledger in numbers. Its JSON form is what `status --json` prints.
package struct LedgerStatus: Sendable, Hashable, Codable {
    /// Calls to models of all kinds.
    package struct ModelCalls: Sendable, Hashable, Codable {
        package var sent = 0
        package var cached = 0
        package var failed = 0
    }

    /// The queue of one stage; what waits for a later time counts as ready.
    package struct Queue: Sendable, Hashable, Codable {
        package var ready = 0
        package var leased = 0
        package var parked = 0
        /// Waiting for the answers of a batch.
        package var awaiting = 0
    }

    package var problems = 0
    /// By state; every state is there.
    package var problemStates: [String: Int] = [:]
    /// By state; every state is there.
    package var statements: [String: Int] = [:]
    /// By verdict; those that occurred.
    package var attempts: [String: Int] = [:]
    package var modelCalls = ModelCalls()
    /// The calls by model, stage and round, in this order.
    package var accounts: [CallAccount] = []
    /// What all calls and runs together came to.
    package var spent = Spending()
    /// Statements in the state `verified`.
    package var proved = 0
    package var parked = 0
    /// Jobs that wait for the answers of a batch.
    package var awaiting = 0
    /// By stage; those that ever had work.
    package var jobs: [String: Queue] = [:]
    package var badLines = 0
    /// The rounds of repairs that there were, in their order.
    package var repairs: [RepairRound] = []
    /// Stages of which nothing is claimed until somebody resumes them.
    package var paused: [PausedStage] = []
    /// Headers under which both sides of a statement were verified: nothing is worked on or exported there.
    package var quarantined: [QuarantinedHeader] = []
}

/// How many statements (or problems) each gate judged how.
package struct LedgerFunnel: Sendable, Hashable, Codable {
    package var problems = 0
    /// Formal candidates of any state.
    package var candidates = 0
    /// Number of decisions by gate and verdict.
    package var gates: [String: [String: Int]] = [:]
    /// Statements by the state in which they are now.
    package var states: [String: Int] = [:]
}
