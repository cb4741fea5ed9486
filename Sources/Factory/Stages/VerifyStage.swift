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
        let goal = stored.side == .claim ? subject.statement : subject.statement.negated()
        let result = try await result(of: proof, goal, subject, stored.side, job, in: factory)
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
                reason: Self.reason(result, stored.side), evidence: result.evidence,
                wallMilliseconds: result.elapsed.milliseconds))
        if holds {
            // What the other side has in verification goes on: that both hold would be an alarm.
            outcome.cancelsOtherWork = true
            outcome.keptStages = [name.rawValue]
            outcome.statementMove = StatementMove(
                to: stored.side.end, reason: stored.side == .claim ? nil : "its negation is verified",
                rung: result.rung, onlyIfAllowed: true, contradicts: stored.side.other.end)
            return outcome
        }
        // The same wave again: its answers are paid for, and those after this one have not been looked at.
        let search = stored.side == .claim ? StageName.prove : .refute
        if stored.side == .claim {
            outcome.statementMove = StatementMove(
                to: .consistent, reason: "a proof did not hold at the upper rungs", onlyIfAllowed: true)
        }
        outcome.followUps.append(NewJob(stage: search.rawValue, wave: stored.wave, unlessSettled: true))
        return outcome
    }

    /// What the upper rungs say. A statement is called false on this word: before that Lean has to say that what was proved
    /// denies it, whatever was said when the search began.
    private func result(
        of proof: ProofBody, _ goal: LockedStatement, _ subject: StageSubject, _ side: Side, _ job: Job,
        in factory: FactoryContext
    ) async throws -> CheckResult {
        let header = LeanHeader(text: subject.header)
        if side == .negation {
            let denial = try await factory.checker.denial(of: subject.statement, by: goal, header: header)
                .decided().complete(job, factory.configuration)
            if denial.verdict != .verified { return denial }
        }
        // It held in a warm worker within the limits: a proof is not lost to a busy moment.
        return try await factory.checker.verify(proof, of: goal, header: header)
            .decided().complete(job, factory.configuration)
    }

    private static func reason(_ result: CheckResult, _ side: Side) -> String {
        let what = side == .claim ? "" : "the negation "
        return result.verdict == .verified
            ? "\(what)holds at rung \(result.rung)"
            : "\(what.isEmpty ? "" : "the proof of the negation: ")\(result.summary)"
    }
}
