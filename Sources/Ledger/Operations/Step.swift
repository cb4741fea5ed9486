internal import Foundation
internal import GRDB
internal import Support

/// A finished step with what takes time to make, made before the writer's turn.
struct PreparedOutcome: Sendable {
    let outcome: StepOutcome
    /// The evidence of the decisions about new statements, in their order.
    let statementEvidence: [String?]
    let attempts: [(hash: [UInt8]?, messages: String?)]
    let verification: (axioms: String, messages: String?)?
    let evidence: [String?]

    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    init(_ outcome: StepOutcome) throws {
        self.outcome = outcome
        statementEvidence = try outcome.newStatements.map { try $0.decision?.evidence.column }
        attempts = try outcome.attempts.map { new in
            (new.proof.map { HashColumn.array(hexadecimal: Digest.sha256($0)) }, try new.messages.column)
        }
        verification = try outcome.verification.map { new in
            (
                try CanonicalJSON.string(JSONValue.array(new.axioms.map { .string($0) })),
                try new.messages.column
            )
        }
        evidence = try outcome.decisions.map { try $0.evidence.column }
    }
}

/// The end of one job, inside a transaction.
struct Step {
    let session: WriterSession
    let job: Job
    let now: Int
    /// Which of the jobs that follow the owner takes at once.
    var wish = LeaseWish()
    /// The job's priority as it is now: it may have been changed by hand while the job was held.
    private var priority = 0

    init(session: WriterSession, job: Job, now: Int, wish: LeaseWish) {
        self.session = session
        self.job = job
        self.now = now
        self.wish = wish
    }

    mutating func complete(_ prepared: PreparedOutcome) throws -> StepResult {
        try deleteJob()
        let (outcome, evidence) = try compared(prepared)
        var result = StepResult()
        if outcome.cancelsOtherWork { result.cancelled = try deleteOtherJobs(keeping: outcome.keptStages) }
        if let state = outcome.problemState { try moveProblem(to: state, reason: outcome.problemReason) }
        for (new, evidence) in zip(outcome.newStatements, prepared.statementEvidence) {
            try insert(new, evidence: evidence, into: &result)
        }
        for (new, extra) in zip(outcome.attempts, prepared.attempts) {
            let repaired = new.repairs.map { result.attemptIDs[$0] }
            try insert(new, repairs: repaired, hash: extra.hash, messages: extra.messages, into: &result)
        }
        if let new = outcome.verification, let extra = prepared.verification {
            try insert(new, axioms: extra.axioms, messages: extra.messages)
        }
        if let move = outcome.statementMove { result.hasMoved = try moveStatement(move, into: &result) }
        for (decision, evidence) in zip(outcome.decisions, evidence) {
            try insert(decision, evidence: evidence, statement: job.statementID)
        }
        for follow in outcome.followUps where try isWanted(follow) { try insert(follow, into: &result) }
        for var event in outcome.events {
            event.problemID = event.problemID ?? job.problemID
            event.statementID = event.statementID ?? job.statementID
            try session.database.insert(event, now: now)
        }
        return result
    }

    /// The outcome with what a comparison with earlier statements brought, and the evidence of its decisions.
    private func compared(_ prepared: PreparedOutcome) throws -> (StepOutcome, [String?]) {
        let outcome = prepared.outcome
        guard outcome.novelty != nil || !outcome.flags.isEmpty else { return (outcome, prepared.evidence) }
        let statement = try require(job.statementID, "flag a statement")
        for flag in outcome.flags { try session.database.insert(flag, statement: statement, now: now) }
        guard let check = outcome.novelty else { return (outcome, prepared.evidence) }
        let found = try NoveltyStep(database: session.database, now: now).compare(
            check, statement: statement, problem: job.problemID)
        let concluded = outcome.concluding(check, found)
        return (concluded, try concluded.decisions.map { try $0.evidence.column })
    }

    // MARK: Jobs

    /// A lease that has run out but was not taken over still counts: nobody else has begun.
    private mutating func deleteJob() throws {
        priority = job.priority
        if try !delete(withPriority: priority) {
            let changed = try session.database.integer(
                "SELECT priority FROM job WHERE id = ? AND owner = ? AND claims = ?", [job.id, job.owner, job.claims])
            guard let changed else { throw LedgerError.leaseLost(job) }
            priority = changed
            guard try delete(withPriority: changed) else { throw LedgerError.leaseLost(job) }
        }
        session.sums.count(jobs: -1, stage: job.stage, .leased)
    }

    private func delete(withPriority priority: Int) throws -> Bool {
        try session.run(.deleteJob) { row in
            row.add(job.id)
            row.add(job.owner)
            row.add(job.claims)
            row.add(priority)
        }
        return session.changes == 1
    }

    private func insert(_ follow: NewJob, into result: inout StepResult) throws {
        let delay = follow.delay.map(\.milliseconds) ?? 0
        try queue(
            stage: follow.stage, statement: follow.subject == .problem ? nil : job.statementID,
            attempt: follow.subject == .attempt ? job.attemptID : nil, wave: follow.wave,
            priority: follow.priority ?? priority, notBefore: delay > 0 ? now + delay : nil, into: &result)
    }

    /// Queues a job, or leases it to the owner when that wishes for it, the job would be the next of its stage anyway, and the
    /// stage is not paused.
    private func queue(
        stage: String, statement: Int?, attempt: Int? = nil, wave: Int = 0, priority: Int, notBefore: Int? = nil,
        into result: inout StepResult
    ) throws {
        if let header = try quarantinedHeader(of: statement) {
            return try park(header: header, stage: stage, statement: statement, attempt: attempt, wave: wave, priority)
        }
        let taken = result.leased.count { $0.job.stage == stage }
        var isLeased = notBefore == nil && taken < wish.places[stage] ?? 0
        if isLeased {
            let better = try session.integer(.readyJob) { row in
                row.add(stage)
                row.add(priority)
            }
            // The process may not have heard yet that the stage was paused.
            isLeased = try better == nil && session.integer(.pausedStage) { $0.add(stage) } == nil
        }
        let state: JobState = isLeased ? .leased : notBefore == nil ? .ready : .deferred
        try session.run(.insertJob) { row in
            row.add(stage)
            row.add(job.problemID)
            row.add(statement)
            row.add(attempt)
            row.add(wave)
            row.add(priority)
            row.add(state.rawValue)
            row.add(isLeased ? 1 : 0)
            row.add(isLeased ? 1 : 0)
            row.add(notBefore)
            row.add(isLeased ? job.owner : nil)
            row.add(isLeased ? now + wish.lease.milliseconds : nil)
            row.add(now)
        }
        guard session.changes == 1 else { return }
        session.sums.count(jobs: 1, stage: stage, state)
        guard isLeased else {
            result.queuedStages.insert(stage)
            return
        }
        let new = Job(
            id: session.lastInserted, stage: stage, problemID: job.problemID, statementID: statement,
            attemptID: attempt, wave: wave, priority: priority, tries: 1, claims: 1, owner: job.owner)
        result.leased.append(StepResult.Leased(job: new, isUntried: try isUntried(new)))
    }

    private func isUntried(_ job: Job) throws -> Bool {
        guard wish.asksForTries.contains(job.stage), let statement = job.statementID else { return false }
        let attempt = try session.integer(.triedInWave) { row in
            row.add(statement)
            row.add(job.wave)
        }
        return attempt == nil
    }

    // MARK: Moves

    private func moveProblem(to next: ProblemState, reason: String?) throws {
        let state = try session.text(.stateOfProblem) { $0.add(job.problemID) }
        guard let state else { throw LedgerError.misuse("There is no problem \(job.problemID).") }
        let current: ProblemState = try word(state)
        guard current.allows(next) else {
            throw LedgerError.forbiddenMove("Problem \(job.problemID)", from: current.rawValue, to: next.rawValue)
        }
        if current == next && reason == nil { return }
        try session.run(.moveProblem) { row in
            row.add(next.rawValue)
            row.add(reason)
            row.add(now)
            row.add(job.problemID)
        }
        session.sums.count("problem", current.rawValue, by: -1)
        session.sums.count("problem", next.rawValue)
    }

    /// - Returns: false when the statement stayed where it was because the move may be left out.
    private func moveStatement(_ move: StatementMove, into result: inout StepResult) throws -> Bool {
        let id = try require(job.statementID, "move a statement")
        let state = try session.text(.stateOfStatement) { $0.add(id) }
        guard let state else { throw LedgerError.misuse("There is no statement \(id).") }
        let current: StatementState = try word(state)
        if move.onlyAsLastWork, try hasOtherWork(statement: id) { return false }
        if current == move.contradicts {
            result.quarantined = try quarantine(statement: id)
            return true
        }
        guard current.allows(move.to) else {
            if move.onlyIfAllowed { return false }
            throw LedgerError.forbiddenMove("Statement \(id)", from: current.rawValue, to: move.to.rawValue)
        }
        try session.run(.moveStatement) { row in
            row.add(move.to.rawValue)
            row.add(move.reason)
            row.add(move.scoreClass)
            row.add(move.rung)
            row.add(move.duplicateOf)
            row.add(now)
            row.add(id)
        }
        session.sums.count("statement", current.rawValue, by: -1)
        session.sums.count("statement", move.to.rawValue)
        return true
    }

    // MARK: Records

    private func insert(_ new: NewStatement, evidence: String?, into result: inout StepResult) throws {
        let origin = try origin(model: new.model, template: new.template)
        let existing = try session.integer(.findStatement) { row in
            row.add(job.problemID)
            row.add(new.round)
            row.add(origin)
            row.add(new.sample)
        }
        if let existing {
            result.isRepeated = true
            let original = try session.database.integer("SELECT duplicate_of FROM statement WHERE id = ?", [existing])
            result.statements.append(StepResult.Inserted(id: existing, duplicateOf: original))
            return
        }
        let original = try session.integer(.findOriginal) { row in
            row.add(new.normalHash)
            row.add(new.header)
        }
        let state: StatementState = original == nil ? .formalized : .duplicate
        try session.run(.insertStatement) { row in
            row.add(job.problemID)
            row.add(new.name)
            row.add(exactly: new.source)
            row.add(new.header)
            row.add(new.normalHash)
            row.add(state.rawValue)
            row.add(origin)
            row.add(new.sample)
            row.add(new.round)
            row.add(new.repairRound > 0 ? job.statementID : nil)
            row.add(new.repairRound)
            row.add(original)
            row.add(now)
            row.add(now)
        }
        let id = session.lastInserted
        session.sums.count("statement", state.rawValue)
        if let decision = new.decision { try insert(decision, evidence: evidence, statement: id) }
        if let original {
            let reason = "The same statement as number \(original), apart from names and layout."
            let decision = NewDecision(gate: "duplicate", verdict: "duplicate", reason: reason)
            try insert(decision, evidence: "{\"original\":\(original)}", statement: id)
        } else if let stage = new.followUp {
            try queue(stage: stage, statement: id, priority: priority, into: &result)
        }
        result.statements.append(StepResult.Inserted(id: id, duplicateOf: original))
    }

    private func insert(
        _ new: NewAttempt, repairs: Int?, hash: [UInt8]?, messages: String?, into result: inout StepResult
    ) throws {
        let statement = try require(job.statementID, "record an attempt")
        let origin = try origin(model: new.model, template: new.template)
        try session.run(.insertAttempt) { row in
            row.add(statement)
            row.add(new.side.rawValue)
            row.add(new.kind.rawValue)
            row.add(origin)
            row.add(new.sample)
            row.add(new.wave)
            row.add(exactly: new.proof)
            row.add(new.proofStyle)
            row.add(bytes: hash)
            row.add(new.verdict)
            row.add(new.verdictDetail)
            row.add(new.rung)
            row.add(messages)
            row.add(new.wallMilliseconds)
            row.add(new.memoryBytes)
            row.add(repairs)
            row.add(new.repairRound)
            row.add(now)
        }
        if session.changes == 0 {
            result.isRepeated = true
            let id = try session.database.integer(
                """
                SELECT id FROM attempt WHERE statement_id = ? AND side = ? AND kind = ? AND origin_id = ? AND sample = ?
                """, [statement, new.side.rawValue, new.kind.rawValue, origin, new.sample])
            result.attemptIDs.append(try require(id, "find the attempt that is there already"))
            return
        }
        let id = session.lastInserted
        session.sums.count("attempt", new.verdict)
        if let stage = new.followUp {
            try queue(
                stage: stage, statement: statement, attempt: id, wave: new.wave, priority: priority, into: &result)
        }
        result.attemptIDs.append(id)
    }

    private func insert(_ new: NewVerification, axioms: String, messages: String?) throws {
        let attempt = try require(job.attemptID, "record a verification")
        try session.run(.insertVerification) { row in
            row.add(attempt)
            row.add(new.rung)
            row.add(new.verdict)
            row.add(new.detail)
            row.add(axioms)
            row.add(new.leanVersion)
            row.add(new.library)
            row.add(messages)
            row.add(new.wallMilliseconds)
            row.add(now)
        }
        // Most often the verdict of the attempt stays, and nothing has to be counted.
        try session.run(.confirmAttempt) { row in
            row.add(new.detail)
            row.add(new.rung)
            row.add(attempt)
            row.add(new.verdict)
        }
        if session.changes == 1 { return }
        try session.database.run(
            "UPDATE attempt SET verdict = ?, verdict_detail = ?, rung = ? WHERE id = ?",
            [new.verdict, new.detail, new.rung, attempt])
    }

    private func insert(_ new: NewDecision, evidence: String?, statement: Int?) throws {
        try session.run(.insertDecision) { row in
            row.add(job.problemID)
            row.add(statement)
            row.add(new.gate)
            row.add(new.verdict)
            row.add(new.reason)
            row.add(evidence)
            row.add(new.modelCalls)
            row.add(new.tokens)
            row.add(new.wallMilliseconds)
            row.add(now)
        }
        session.sums.count("gate_decision", new.gate, new.verdict)
    }

    private func origin(model: String, template: String) throws -> Int {
        let known = try session.integer(.findOrigin) { row in
            row.add(model)
            row.add(template)
        }
        return try known ?? session.database.origin(model: model, template: template)
    }

    func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else {
            throw LedgerError.misuse("The ledger holds the state \"\(text)\", which this program does not know.")
        }
        return word
    }

    func require<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else {
            throw LedgerError.misuse("The \(job.stage) job \(job.id) cannot \(what): it is about none.")
        }
        return value
    }
}
