package import Support

/// What a report is made from: everything in the ledger, or in one of its rounds, counted in one consistent state.
///
/// A round of a record is the one that was on when it was written: statements count where they came to their present state,
/// attempts and decisions where they were made, problems where they were imported. So the rounds add up to the whole.
package struct LedgerFigures: Sendable, Equatable {
    /// Statements of one origin in one state with one class.
    package struct StatementGroup: Sendable, Equatable {
        package let model: String
        package let template: String
        package let state: String
        /// Nil for those that were never scored.
        package let scoreClass: String?
        package let count: Int
    }

    /// Attempts of one origin at one side with one verdict.
    package struct AttemptGroup: Sendable, Equatable {
        package let model: String
        package let template: String
        package let side: String
        package let kind: String
        package let verdict: String
        package let count: Int
        /// Of the checks, summed up.
        package let wallMilliseconds: Int
    }

    /// What one prover was asked for and came to.
    package struct Prover: Sendable, Equatable {
        package let model: String
        package let template: String
        /// Statements it was asked to prove or to refute.
        package let statements: Int
        /// Those of which it brought a verified proof, of either side.
        package let proved: Int
    }

    /// Decisions of one gate with one verdict.
    package struct GateGroup: Sendable, Equatable {
        package let gate: String
        package let verdict: String
        package let count: Int
        package let modelCalls: Int
        package let tokens: Int
        package let wallMilliseconds: Int
    }

    /// Statements whose first proof of a side was its attempt number so and so.
    package struct Needed: Sendable, Equatable {
        package let side: String
        /// Attempts at the side up to and with the one that holds, from 1.
        package let attempts: Int
        package let statements: Int
    }

    /// What came about in one round.
    package struct Round: Sendable, Equatable {
        package let number: Int
        /// Milliseconds since 1970; nil for a ledger whose rounds were never begun by hand.
        package let startedAt: Int?
        package let endedAt: Int?
        package let note: String?
        package var problems = 0
        /// Problems of which a statement was verified for the first time.
        package var solved = 0
        package var verified = 0
        package var disproved = 0
        package var attempts = 0
        package var leanMilliseconds = 0
        package var tokens = 0
        package var cost = Money.zero
    }

    /// What one problem cost.
    package struct Costly: Sendable, Equatable {
        /// The user's name for it, or its number.
        package let problem: String
        package let calls: Int
        package let tokens: Int
        package let cost: Money
        package let statements: Int
        package let verified: Int
    }

    package var problems: [String: Int] = [:]
    package var statements: [StatementGroup] = []
    package var attempts: [AttemptGroup] = []
    package var provers: [Prover] = []
    package var gates: [GateGroup] = []
    /// Statements or problems that each gate judged at least once.
    package var judged: [String: Int] = [:]
    package var needed: [Needed] = []
    /// From the first sight of a statement to its present state, by state; only states in which nothing is left to do.
    package var times: [String: LatencyHistogram] = [:]
    /// Verifications by verdict, and the time of all of them.
    package var verifications: [String: Int] = [:]
    package var verificationMilliseconds = 0
    package var accounts: [CallAccount] = []
    package var rounds: [Round] = []
    /// Those that cost most, the dearest first.
    package var costly: [Costly] = []
    /// Alarms, the newest first; their number is `alarmCount`.
    package var alarms: [Event] = []
    package var alarmCount = 0
    /// Statements by flag.
    package var flags: [String: Int] = [:]
    /// Verified statements that an export leaves out because of flags.
    package var leftOut = 0
    /// Jobs that are not done, parked ones included.
    package var openJobs = 0
    package var parkedJobs = 0
    package var runs = 0
    /// Milliseconds that runs were at work; runs at the same time count each.
    package var runMilliseconds = 0
    package var ledgerID: String?

    package init() {}
}
