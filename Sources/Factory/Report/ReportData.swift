package import Ledger
package import Support

/// What a report says, worked out and not yet laid out. Its JSON form is what `report --json` prints.
package struct ReportData: Sendable, Equatable, Codable {
    /// A word with how often it occurred.
    package struct Counted: Sendable, Equatable, Codable {
        package let name: String
        package let count: Int
    }

    /// One gate of the funnel.
    package struct Gate: Sendable, Equatable, Codable {
        package let name: String
        /// Statements (or problems) that it judged at least once.
        package let judged: Int
        /// Decisions by verdict, passes first.
        package let verdicts: [Counted]
        /// Decisions that let the statement go on.
        package let passed: Int
        package let modelCalls: Int
        package let tokens: Int
        package let cost: Money
        /// Milliseconds that Lean was at work for its decisions.
        package let wallMilliseconds: Int

        package var decisions: Int { verdicts.reduce(0) { $0 + $1.count } }
    }

    /// How long statements took from their first sight to their end.
    package struct Times: Sendable, Equatable, Codable {
        package let state: String
        package let count: Int
        /// Milliseconds, right within 3.2 %.
        package let p50: Int
        package let p90: Int
        /// By the limits of `ReportData.timeLimits`, one more for what took longer.
        package let buckets: [Int]
    }

    /// A formalizing model with its template.
    package struct Formalizer: Sendable, Equatable, Codable {
        package let model: String
        package let template: String
        package let statements: Int
        /// Not `illFormed`, and looked at.
        package let elaborated: Int
        package let verified: Int
        package let disproved: Int
        package let vacuous: Int
        package let rejected: Int
        package let duplicate: Int
        package let exhausted: Int
    }

    /// A proving model with its template.
    package struct Prover: Sendable, Equatable, Codable {
        package let model: String
        package let template: String
        /// Statements it was asked about, and those of which it brought a proof of either side.
        package let statements: Int
        package let proved: Int
        package let attempts: Int
        /// Attempts by verdict.
        package let verdicts: [Counted]
        package let wallMilliseconds: Int
    }

    /// A class of the score, and what became of its statements.
    package struct ScoreClass: Sendable, Equatable, Codable {
        package let name: String
        package let statements: Int
        package let verified: Int
        package let disproved: Int
        package let vacuous: Int
        package let exhausted: Int
        package let rejected: Int
        /// The share of verified ones among those that were tried to the end (verified, disproved, vacuous, exhausted).
        package var verifiedShare: Double? {
            let tried = verified + disproved + vacuous + exhausted
            return tried > 0 ? Double(verified) / Double(tried) : nil
        }
    }

    /// The calls to one model for one stage.
    package struct Calls: Sendable, Equatable, Codable {
        package let model: String
        package let stage: String
        package let sent: Int
        package let cached: Int
        package let failed: Int
        package let promptTokens: Int
        package let completionTokens: Int
        package let cost: Money
    }

    /// One round of the factory.
    package struct Round: Sendable, Equatable, Codable {
        package let number: Int
        package let note: String?
        package let problems: Int
        package let solved: Int
        /// Problems solved up to and with this round.
        package let solvedSoFar: Int
        package let verified: Int
        package let disproved: Int
        package let attempts: Int
        package let tokens: Int
        package let cost: Money
    }

    /// A problem that cost much.
    package struct Costly: Sendable, Equatable, Codable {
        package let problem: String
        package let calls: Int
        package let tokens: Int
        package let cost: Money
        package let statements: Int
        package let verified: Int
    }

    /// Upper limits of the buckets of attempts needed; the last bucket has none.
    package static let attemptLimits = [1, 2, 3, 4, 8, 16, 32, 64, 128, 256]
    /// Upper limits of the buckets of times, milliseconds; the last bucket has none.
    package static let timeLimits = [1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000]

    /// The file that the ledger is in, without its folder.
    package let ledger: String
    package let ledgerID: String?
    /// Milliseconds since 1970.
    package let generatedAt: Int
    package let toolVersion: String
    package let currency: String
    /// Nil for all rounds.
    package let round: Int?

    package var problems: [Counted] = []
    /// Problems with a verified statement.
    package var solved = 0
    package var statements: [Counted] = []
    package var gates: [Gate] = []
    /// Statements proved on the claim's side, by attempts needed, see `attemptLimits`.
    package var attemptsNeeded: [Int] = []
    /// The same of statements whose negation was proved.
    package var attemptsNeededToDisprove: [Int] = []
    package var times: [Times] = []
    package var rounds: [Round] = []
    package var formalizers: [Formalizer] = []
    package var provers: [Prover] = []
    package var scoreClasses: [ScoreClass] = []
    /// Goodman and Kruskal's gamma between class and outcome: 1 when every better class has the proof and every worse has
    /// none, 0 when the class says nothing, negative when it misleads; nil when there are not two classes or two outcomes.
    package var scoreAgreement: Double?
    package var calls: [Calls] = []
    package var verifications: [Counted] = []
    package var costly: [Costly] = []
    /// The newest alarms, and how many there are in all.
    package var alarms: [String] = []
    package var alarmCount = 0
    package var attempts = 0
    package var tokens = 0
    package var cost = Money.zero
    /// Milliseconds that Lean was at work: checks and verifications.
    package var leanMilliseconds = 0
    /// Statements by flag, and the verified ones that exports leave out because of flags.
    package var flags: [Counted] = []
    package var leftOut = 0
    package var openJobs = 0
    package var parkedJobs = 0
    package var runs = 0
    package var runMilliseconds = 0

    /// How many statements are in a state.
    package func count(of state: StatementState) -> Int {
        statements.first { $0.name == state.rawValue }?.count ?? 0
    }

    package var problemCount: Int { problems.reduce(0) { $0 + $1.count } }
    package var statementCount: Int { statements.reduce(0) { $0 + $1.count } }
    package var verified: Int { count(of: .verified) }

    /// What a verified proof cost on average, failures included; nil when there is none.
    package var costPerProof: Money? { verified > 0 ? Money(nano: cost.nano / verified) : nil }
    package var tokensPerProof: Int? { verified > 0 ? tokens / verified : nil }
    package var attemptsPerProof: Double? { verified > 0 ? Double(attempts) / Double(verified) : nil }
    package var leanMillisecondsPerProof: Int? { verified > 0 ? leanMilliseconds / verified : nil }
}
