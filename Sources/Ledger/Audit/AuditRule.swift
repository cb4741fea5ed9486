/// A sentence that holds for every row of a sound ledger, as the query for the rows that break it.
struct AuditRule: Sendable {
    let code: String
    let table: String
    let message: String
    /// Gives the numbers of the rows that break the rule.
    let sql: String

    /// A proof that passed the warm check stands at this rung; a higher one is only given by a verification.
    private static let warmRung = 3

    /// What must hold for the life of problems, statements and attempts, and for the work that is queued about them.
    static let all = problems + statements + proofs + queue + references

    private static let problems = [
        AuditRule(
            code: "problem-state", table: "problem", message: "the problem is in no state of the life cycle",
            sql: "SELECT id FROM problem WHERE state NOT IN \(SchemaGuards.words(of: ProblemState.self))"),
        AuditRule(
            code: "problem-formalized", table: "problem", message: "the problem is formalized but has no statement",
            sql: """
                SELECT id FROM problem WHERE state = 'formalized'
                AND NOT EXISTS (SELECT 1 FROM statement WHERE statement.problem_id = problem.id)
                """),
        AuditRule(
            code: "problem-stranded", table: "problem",
            message: "the problem is not at its end, but no job will take it there",
            sql: """
                SELECT id FROM problem WHERE state IN \(unfinished(ProblemState.self))
                AND NOT EXISTS (SELECT 1 FROM job WHERE job.problem_id = problem.id)
                """),
    ]

    private static let statements = [
        AuditRule(
            code: "statement-state", table: "statement", message: "the statement is in no state of the life cycle",
            sql: "SELECT id FROM statement WHERE state NOT IN \(SchemaGuards.words(of: StatementState.self))"),
        AuditRule(
            code: "statement-stranded", table: "statement",
            message: "the statement is not at its end, but no job will take it there",
            sql: """
                SELECT id FROM statement WHERE state IN \(unfinished(StatementState.self)) AND NOT EXISTS (
                    SELECT 1 FROM job
                    WHERE job.problem_id = statement.problem_id AND ifnull(job.statement_id, 0) = statement.id)
                """),
        AuditRule(
            code: "statement-unexplained", table: "statement",
            message: "the statement has moved on, but no decision and no attempt says why",
            sql: """
                SELECT id FROM statement WHERE state <> 'formalized'
                AND NOT EXISTS (
                    SELECT 1 FROM gate_decision WHERE gate_decision.problem_id = statement.problem_id
                    AND gate_decision.statement_id = statement.id)
                AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.statement_id = statement.id)
                """),
        AuditRule(
            code: "statement-duplicate", table: "statement", message: "the statement is a duplicate of itself",
            sql: "SELECT id FROM statement WHERE duplicate_of = id"),
    ]

    private static let proofs = [
        AuditRule(
            code: "verified-without-proof", table: "statement",
            message: "the statement counts as proved, but no attempt holds at its rung",
            sql: """
                SELECT id FROM statement WHERE state IN ('proved', 'verified')
                AND NOT \(holds(.claim, .proof, "attempt.rung >= statement.rung"))
                """),
        AuditRule(
            code: "disproved-without-proof", table: "statement",
            message: "the statement counts as disproved, but no attempt at its negation holds",
            sql: "SELECT id FROM statement WHERE state = 'disproved' AND NOT \(holds(.negation, .proof))"),
        AuditRule(
            code: "vacuous-without-proof", table: "statement",
            message: "the statement counts as vacuous, but nothing derives False from its hypotheses",
            sql: """
                SELECT id FROM statement WHERE state = 'vacuous' AND NOT \(holds(.claim, .vacuity))
                AND NOT EXISTS (
                    SELECT 1 FROM gate_decision WHERE gate_decision.problem_id = statement.problem_id
                    AND gate_decision.statement_id = statement.id AND gate_decision.verdict = 'vacuous')
                """),
        AuditRule(
            code: "both-sides-proved", table: "statement",
            message: "the statement and its negation are both verified, but it is not in quarantine",
            sql: """
                SELECT id FROM statement WHERE state IN ('verified', 'disproved')
                AND \(holds(.claim, .proof, "attempt.rung > \(warmRung)"))
                AND \(holds(.negation, .proof, "attempt.rung > \(warmRung)"))
                """),
        AuditRule(
            code: "attempt-without-verification", table: "attempt",
            message: "the attempt stands at an upper rung, but no verification says so",
            sql: """
                SELECT id FROM attempt WHERE rung > \(warmRung)
                AND NOT EXISTS (SELECT 1 FROM verification WHERE verification.attempt_id = attempt.id)
                """),
        AuditRule(
            code: "attempt-disagrees", table: "attempt",
            message: "the attempt does not say what its last verification says",
            sql: """
                SELECT attempt.id FROM verification JOIN attempt ON attempt.id = verification.attempt_id
                WHERE (attempt.verdict <> verification.verdict OR attempt.rung <> verification.rung)
                AND NOT EXISTS (
                    SELECT 1 FROM verification AS later
                    WHERE later.attempt_id = verification.attempt_id AND later.id > verification.id)
                """),
    ]

    private static let queue = [
        AuditRule(
            code: "job-subject", table: "job", message: "the job's statement belongs to another problem",
            sql: """
                SELECT job.id FROM job JOIN statement ON statement.id = job.statement_id
                WHERE statement.problem_id <> job.problem_id
                """),
        AuditRule(
            code: "job-attempt", table: "job", message: "the job's attempt is not at the job's statement",
            sql: """
                SELECT job.id FROM job JOIN attempt ON attempt.id = job.attempt_id
                WHERE attempt.statement_id IS NOT job.statement_id
                """),
        AuditRule(
            code: "job-number", table: "job", message: "the job's number can be given a second time",
            sql: """
                SELECT id FROM job WHERE id > (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'job')
                """),
        AuditRule(
            code: "round-open", table: "round", message: "more than one round is open",
            sql: """
                SELECT number FROM round WHERE ended_at IS NULL
                AND number > (SELECT min(number) FROM round WHERE ended_at IS NULL)
                """),
    ]

    private static let references = [
        AuditRule(
            code: "decision-subject", table: "gate_decision",
            message: "the decision's statement belongs to another problem",
            sql: """
                SELECT gate_decision.id FROM gate_decision JOIN statement ON statement.id = gate_decision.statement_id
                WHERE statement.problem_id <> gate_decision.problem_id
                """),
        AuditRule(
            code: "event-subject", table: "event", message: "the event's statement belongs to another problem",
            sql: """
                SELECT event.id FROM event JOIN statement ON statement.id = event.statement_id
                WHERE statement.problem_id <> event.problem_id
                """),
        AuditRule(
            code: "answer-subject", table: "model_call", message: "the answer is about a problem that is not there",
            sql: """
                SELECT id FROM model_call WHERE problem_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM problem WHERE problem.id = model_call.problem_id)
                """),
        AuditRule(
            code: "account-subject", table: "statement", message: "costs are booked to a statement that is not there",
            sql: """
                SELECT DISTINCT statement_id FROM subject_account WHERE statement_id <> 0 AND NOT EXISTS (
                    SELECT 1 FROM statement WHERE statement.id = subject_account.statement_id
                    AND statement.problem_id = subject_account.problem_id)
                """),
        AuditRule(
            code: "flight-run", table: "run", message: "calls are claimed by a run that is not there",
            sql: """
                SELECT DISTINCT run_id FROM call_flight
                WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.id = call_flight.run_id)
                """),
    ]

    /// The states that have to lead somewhere, as an SQL list.
    private static func unfinished<State: LifeCycleState>(_ type: State.Type) -> String {
        "(" + State.allCases.filter { !$0.isTerminal }.map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"
    }

    /// The condition that an attempt at the statement holds.
    private static func holds(_ side: Side, _ kind: AttemptKind, _ condition: String = "TRUE") -> String {
        """
        EXISTS (SELECT 1 FROM attempt WHERE attempt.statement_id = statement.id AND attempt.side = '\(side.rawValue)'
            AND attempt.kind = '\(kind.rawValue)' AND attempt.verdict = 'verified' AND \(condition))
        """
    }
}
