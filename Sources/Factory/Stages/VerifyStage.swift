internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// The upper rungs of the trust ladder: only here a proof becomes training data. A proof that does not hold sends its
/// statement back to the search.
package struct VerifyStage: Stage {
    package let name = StageName.verify

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let subject = try await factory.subject(of: job)
        let stored = try await factory.proof(of: job)
        let proof = ProofBody(wholeText: stored.text, style: stored.style)
        let header = LeanHeader(text: subject.header)
        // It held in a warm worker within the limits: a proof is not lost to a busy moment.
        let result = try await factory.checker.verify(proof, of: subject.statement, header: header)
            .decided().complete(job, factory.configuration)
        let holds = result.verdict == .verified
        var outcome = StepOutcome()
        outcome.verification = NewVerification(
            rung: result.rung, verdict: result.verdict.word,
            detail: holds ? nil : result.summary, axioms: result.axioms, leanVersion: result.leanVersion,
            library: factory.checker.toolchain.library, messages: result.messagesJSON,
            wallMilliseconds: result.elapsed.milliseconds)
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: result.verdict.word,
                reason: holds ? "holds at rung \(result.rung)" : result.summary, evidence: result.evidence,
                wallMilliseconds: result.elapsed.milliseconds))
        if holds {
            outcome.statementMove = StatementMove(to: .verified, rung: result.rung)
            return outcome
        }
        // The same wave again: its answers are paid for, and those after this one have not been looked at.
        outcome.statementMove = StatementMove(to: .consistent, reason: "a proof did not hold at the upper rungs")
        outcome.followUps.append(NewJob(stage: StageName.prove.rawValue, wave: stored.wave))
        return outcome
    }
}
