internal import Ledger
internal import Logging

// What the loop does about work that has become needless, and about a checker in doubt.
extension FactoryLoop {
    /// Does the work of a job. What searches or verifies can be revoked: its statement may come to its end by other work.
    ///
    /// - Throws: what the stage throws; `RevocableRun.Revoked`.
    func outcome(
        of stage: any Stage, _ job: Job, in factory: FactoryContext, held: HeldJobs
    ) async throws -> StepOutcome {
        guard stage.name.isRevocable else { return try await stage.run(job, in: factory) }
        let run = RevocableRun { [monitor] in monitor.cancelled(job, after: $0) }
        held.began(job, run)
        // Between the claim and here it may have been taken away, also by another process; from here on that is heard of.
        if factory.configuration.stages.refute.enabled, try await !factory.ledger.unwanted([job]).isEmpty {
            throw RevocableRun.Revoked()
        }
        return try await run.outcome { try await stage.run(job, in: factory) }
    }

    /// Revokes what other processes took away, or put into quarantine.
    func revokeNeedless(_ held: HeldJobs) async {
        if !factory.configuration.stages.refute.enabled {
            // Only a header in quarantine could concern this process.
            guard let headers = try? await factory.ledger.quarantinedHeaders(), !headers.isEmpty else { return }
        }
        let jobs = held.jobs.filter { StageName(rawValue: $0.stage)?.isRevocable ?? false }
        guard !jobs.isEmpty, let unwanted = try? await factory.ledger.unwanted(jobs) else { return }
        held.revoke(unwanted)
    }

    /// Both sides of a statement were verified: nothing under its header goes on.
    func alarm(_ job: Job, held: HeldJobs) async {
        logger.critical(
            """
            ALARM: a statement and its negation were both verified; Lean or its checks are broken. Nothing under this header \
            is worked on or exported until somebody types: dsprover quarantine lift
            """, metadata: ["event": "alarm", "statement": .stringConvertible(job.statementID ?? 0)])
        await revokeNeedless(held)
    }

    /// The stages of which nothing is to be started: those that were paused by hand, and formalization while the header that
    /// it would give to statements is in quarantine. Nil when the ledger is too busy to say.
    func closedStages() async -> Set<String>? {
        guard let paused = try? await factory.ledger.pausedStages(),
            let quarantined = try? await factory.ledger.quarantinedHeaders()
        else { return nil }
        let header = factory.configuration.lean.header
        let isQuarantined = quarantined.contains { $0.header == header }
        return Set(paused.map(\.stage)).union(isQuarantined ? [StageName.formalize.rawValue] : [])
    }
}
