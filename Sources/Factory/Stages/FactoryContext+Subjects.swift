internal import LeanSource
internal import Ledger

extension FactoryContext {
    /// Reads what claimed jobs are about in one go, as far as it is not known. It only saves time: what is missing
    /// afterwards is read when it is wanted.
    func prepare(_ jobs: [Job]) async throws {
        let unknown = jobs.filter { !subjects.knows($0) }
        if !unknown.isEmpty {
            for subject in try await ledger.subjects(of: unknown) {
                subjects.insert(subject.problem)
                if let row = subject.statement, let own = try? StageSubject(problem: subject.problem, row: row) {
                    subjects.insert(own)
                }
            }
        }
        let searching = jobs.filter { StageName(rawValue: $0.stage)?.isSearch ?? false }
        if !searching.isEmpty { subjects.insert(untried: try await ledger.untried(searching)) }
    }

    /// The problem of a job.
    func problem(of job: Job) async throws -> Problem {
        if let known = subjects.problem(job.problemID) { return known }
        guard let problem = try await ledger.problem(job.problemID) else { throw FactoryError.missingRow("problem") }
        subjects.insert(problem)
        return problem
    }

    /// The statement of a job with its problem.
    func subject(of job: Job) async throws -> StageSubject {
        if let id = job.statementID, let known = subjects.subject(id) { return known }
        let found = try await ledger.subject(of: job)
        guard let row = found.statement else { throw FactoryError.missingRow("statement") }
        let subject = try StageSubject(problem: found.problem, row: row)
        subjects.insert(subject)
        return subject
    }

    /// The samples of proofs that were checked in the wave of a job before, by model; not empty after a proof of this wave was
    /// refused at the upper rungs.
    func earlierSamples(of job: Job, _ statement: Int, side: Side) async throws -> [String: Set<Int>] {
        if subjects.takeUntried(job.id) { return [:] }
        return try await ledger.attempts(of: statement).reduce(into: [:]) { samples, attempt in
            guard attempt.kind == .proof, attempt.side == side, attempt.wave == job.wave, attempt.repairRound == 0
            else { return }
            samples[attempt.model, default: []].insert(attempt.sample)
        }
    }

    /// How many repairs were made for the side up to the wave of a job.
    func earlierRepairs(of job: Job, _ statement: Int, side: Side) async throws -> Int {
        try await ledger.attempts(of: statement).count {
            $0.kind == .proof && $0.side == side && $0.repairRound > 0 && $0.wave <= job.wave
        }
    }

    /// The proof that a job is about.
    func proof(of job: Job) async throws -> StoredProof {
        if let id = job.attemptID, let known = subjects.proof(id) { return known }
        guard let id = job.attemptID, let attempt = try await ledger.attempt(id), let text = attempt.proof,
            let style = attempt.proofStyle.flatMap(ProofBody.Style.init(rawValue:))
        else { throw FactoryError.missingRow("attempt") }
        return StoredProof(text: text, style: style, wave: attempt.wave, side: attempt.side)
    }
}
