internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// What Lean accepts may still be no good statement: the goal restated as a hypothesis, a variable that nothing uses,
/// truncated subtraction where the problem means the common one. Findings are rules of thumb, so most of them are told and
/// not judged unless the configuration says otherwise.
package struct LintStage: Stage {
    package let name = StageName.lint

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.lint
        let subject = try await factory.subject(of: job)
        var findings = StatementLint.findings(in: subject.statement, problem: subject.problem.statement)
        var milliseconds = 0
        let header = LeanHeader(text: subject.header)
        if settings.action(.trivial) != .ignore,
            let tactic = try await closing(subject.statement, header, in: factory, &milliseconds)
        {
            findings.append(StatementLint.Finding(lint: .trivial, detail: "`\(tactic)` proves it"))
        }
        if settings.action(.contradictoryHypothesis) != .ignore {
            for (hypothesis, denial) in subject.statement.deniedHypotheses() {
                guard let tactic = try await closing(denial, header, in: factory, &milliseconds) else { continue }
                findings.append(
                    StatementLint.Finding(
                        lint: .contradictoryHypothesis, detail: "`\(tactic)` refutes \(hypothesis)"))
                break
            }
        }
        return Self.outcome(findings, factory.configuration.stages, milliseconds: milliseconds)
    }

    /// The first of the cheap tactics that proves the statement alone.
    private func closing(
        _ statement: LockedStatement, _ header: LeanHeader, in factory: FactoryContext, _ milliseconds: inout Int
    ) async throws -> String? {
        let settings = factory.configuration.stages.lint
        for tactic in settings.tactics {
            let proof = ProofBody(
                text: "set_option maxHeartbeats \(settings.heartbeats) in\n\(tactic)", style: .tactics)
            let result = try await factory.checker.check(proof, of: statement, header: header).decided()
            milliseconds += result.elapsed.milliseconds
            if result.verdict == .verified { return tactic }
        }
        return nil
    }

    /// What the findings lead to.
    static func outcome(
        _ findings: [StatementLint.Finding], _ stages: StagesSettings, milliseconds: Int = 0
    ) -> StepOutcome {
        let told = findings.filter { stages.lint.action($0.lint) != .ignore }
        let worst = told.first { stages.lint.action($0.lint) == .reject } ?? told.first
        let isRejected = worst.map { stages.lint.action($0.lint) == .reject } ?? false
        let reason = worst.map { "\($0.lint.rawValue): \($0.detail)" } ?? "nothing found"
        var outcome = StepOutcome()
        if isRejected { outcome.statementMove = StatementMove(to: .rejected, reason: reason) }
        outcome.decisions.append(
            NewDecision(
                gate: StageName.lint.rawValue, verdict: isRejected ? "rejected" : told.isEmpty ? "clean" : "flagged",
                reason: reason,
                evidence: .object([
                    "findings": .array(
                        told.map {
                            .object(["lint": .string($0.lint.rawValue), "detail": .string($0.detail)])
                        })
                ]),
                wallMilliseconds: milliseconds))
        if !isRejected { outcome.followUps += StageName.lint.followUps(stages) }
        return outcome
    }
}
