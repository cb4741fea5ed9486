internal import LeanSource
internal import Ledger
internal import Support
internal import Synchronization

/// What stages work on. Nothing of it changes once it is in the ledger, so it can be kept beside it.
struct StageSubject: Sendable {
    let problem: Problem
    /// The statement's number in the ledger.
    let id: Int
    /// What stands before the statement.
    let header: String
    /// The statement's normal hash as the ledger has it.
    let normalHash: String
    /// Who wrote it, and how many repairs lie behind it.
    let origin: CandidateOrigin
    let statement: LockedStatement

    init(problem: Problem, row: Statement) throws(LeanSourceError) {
        self.problem = problem
        id = row.id
        header = row.header
        normalHash = row.normalHash
        origin = CandidateOrigin(
            model: row.model, template: row.template, sample: row.sample, repairs: row.repairRound)
        statement = try LockedStatement(parsing: row.source)
    }

    fileprivate init(problem: Problem, id: Int, new: NewStatement, statement: LockedStatement) {
        self.problem = problem
        self.id = id
        header = new.header
        normalHash = new.normalHash
        origin = CandidateOrigin(
            model: new.model, template: new.template, sample: new.sample, repairs: new.repairRound)
        self.statement = statement
    }
}

/// Where a statement comes from: with the problem, what tells it from all others, whatever its number in the ledger.
struct CandidateOrigin: Sendable, Hashable {
    let model: String
    let template: String
    let sample: Int
    let repairs: Int

    /// The sample number of a statement that was repaired from this one. It tells the repairs of one statement from those of
    /// another, and depends on nothing but what the models were asked; JSON holds it exactly.
    func repairedSample(_ sample: Int) -> Int {
        let digest = Digest.sha256(parts: [model, template, "\(self.sample)", "\(repairs)", "\(sample)"])
        return Int(digest.prefix(12), radix: 16) ?? 0
    }
}

/// The proof of an attempt.
struct StoredProof: Sendable {
    let text: String
    let style: ProofBody.Style
    let wave: Int
    let side: Side
}

/// The subjects of the jobs that pass through this process, so that the ledger is not asked for what this process has just
/// read or written. Bounded: what was not used for long is forgotten, and read again.
package final class SubjectCache: Sendable {
    private struct State {
        var problems: Generations<Problem>
        var subjects: Generations<StageSubject>
        var proofs: Generations<StoredProof>
        /// Claimed jobs whose statement had no proof attempt in the wave of the job.
        var untried: Set<Int> = []
        /// By job: what its step has read of the statements it is about to record.
        var read: [Int: [LockedStatement]] = [:]
    }

    /// Longer texts are not kept, bytes.
    private static let longest = 16 << 10

    private let state: Mutex<State>

    /// - Parameter limit: subjects of each kind that are certainly kept; up to twice as many are.
    package init(limit: Int = 1024) {
        state = Mutex(
            State(
                problems: Generations(limit: limit), subjects: Generations(limit: limit),
                proofs: Generations(limit: limit)))
    }

    func problem(_ id: Int) -> Problem? { state.withLock { $0.problems[id] } }
    func subject(_ statement: Int) -> StageSubject? { state.withLock { $0.subjects[statement] } }
    func proof(_ attempt: Int) -> StoredProof? { state.withLock { $0.proofs[attempt] } }

    /// Whether the subject of the job is there.
    func knows(_ job: Job) -> Bool {
        state.withLock { state in
            job.statementID.map { state.subjects[$0] != nil } ?? (state.problems[job.problemID] != nil)
        }
    }

    func insert(_ problem: Problem) {
        guard problem.statement.utf8.count <= Self.longest else { return }
        state.withLock { $0.problems[problem.id] = problem }
    }

    func insert(_ subject: StageSubject) {
        guard subject.statement.signature.utf8.count <= Self.longest,
            subject.problem.statement.utf8.count <= Self.longest
        else { return }
        state.withLock { $0.subjects[subject.id] = subject }
    }

    /// Notes that nothing was tried for these jobs before they were claimed. Who has the lease is the only one to try.
    func insert(untried jobs: Set<Int>) {
        guard !jobs.isEmpty else { return }
        state.withLock { $0.untried.formUnion(jobs) }
    }

    /// Whether nothing was tried for the job before; asked once, because from then on something may be.
    func takeUntried(_ job: Int) -> Bool {
        state.withLock { $0.untried.remove(job) != nil }
    }

    /// Forgets what belongs to the claim alone.
    func ended(_ job: Job) {
        state.withLock { state in
            state.untried.remove(job.id)
            state.read[job.id] = nil
        }
    }

    /// Notes the statements that the job's step will record, so that they need not be read again from their texts.
    func expect(_ statements: [LockedStatement], of job: Job) {
        state.withLock { $0.read[job.id] = statements }
    }

    /// Takes over what a step has just written. A step that met rows of an earlier try is left aside: those may differ.
    func insert(_ outcome: StepOutcome, of job: Job, as result: StepResult) {
        guard !result.isRepeated else { return }
        insert(untried: Set(result.leased.filter(\.isUntried).map(\.job.id)))
        if let problem = problem(job.problemID) {
            let read = state.withLock { $0.read[job.id] } ?? []
            for (new, inserted) in zip(outcome.newStatements, result.statements) where inserted.duplicateOf == nil {
                let known = read.first { $0.signature.utf8.elementsEqual(new.source.utf8) }
                guard let statement = known ?? (try? LockedStatement(parsing: new.source)) else { continue }
                insert(StageSubject(problem: problem, id: inserted.id, new: new, statement: statement))
            }
        }
        for (new, id) in zip(outcome.attempts, result.attemptIDs) where new.followUp != nil {
            guard let text = new.proof, text.utf8.count <= Self.longest,
                let style = new.proofStyle.flatMap(ProofBody.Style.init(rawValue:))
            else { continue }
            let proof = StoredProof(text: text, style: style, wave: new.wave, side: new.side)
            state.withLock { $0.proofs[id] = proof }
        }
    }
}

/// Values by number of which the ones used last are kept: when the younger half is full, the older one is dropped.
struct Generations<Value> {
    private let limit: Int
    private var young: [Int: Value] = [:]
    private var old: [Int: Value] = [:]

    /// - Parameter limit: values that are certainly kept; up to twice as many are.
    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The value under the number. What is found becomes young again.
    subscript(_ id: Int) -> Value? {
        mutating get {
            if let value = young[id] { return value }
            guard let value = old[id] else { return nil }
            self[id] = value
            return value
        }
        set {
            if young.count >= limit, young[id] == nil {
                old = young
                young = [:]
            }
            young[id] = newValue
        }
    }
}
