import Foundation
import LeanChecking
import LeanSource
import Ledger
import Logging
import Prompting
import Support
import TestSupport
import Testing

@testable import Factory

/// The lint gate on statements that elaborate, with the embedded Lean where Lean is asked.
@Suite(.serialized) struct LintStageTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    /// Runs the stage on a statement of its own.
    private func outcome(
        _ source: String, problem: String = "Prove it.", configure: (inout LintSettings) -> Void = { _ in }
    ) async throws -> StepOutcome {
        let toolchain = try await ToolchainFinder.find(ToolchainSettings(profile: .embedded))
        let checker = try await LeanChecker(
            toolchain: toolchain, workers: 1, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { Task { await checker.shutdown() } }
        return try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
            let new = NewProblem(externalID: "p", statement: problem, file: "test", line: 1)
            _ = try await ledger.importProblems([new], firstStage: "formalize")
            let locked = try LockedStatement(parsing: source)
            var formalized = StepOutcome()
            formalized.newStatements = [
                NewStatement(
                    name: locked.name, source: locked.signature, header: "", normalHash: locked.normalHash, model: "m",
                    template: "t", sample: 0, followUp: "lint")
            ]
            formalized.problemState = .formalized
            let first = try await ledger.claim(stages: ["formalize"], limit: 1, owner: "test", lease: .seconds(600))
            try await ledger.complete(try #require(first.first), formalized)
            let jobs = try await ledger.claim(stages: ["lint"], limit: 1, owner: "test", lease: .seconds(600))
            var configuration = Configuration()
            configure(&configuration.stages.lint)
            let prompts = try PromptLibrary.load(folder: Self.repository.appending(path: "templates/deepseek-prover"))
            let factory = FactoryContext(
                ledger: ledger, checker: checker, models: ModelRegistry([:]), prompts: prompts,
                configuration: configuration)
            let outcome = try await LintStage().run(try #require(jobs.first), in: factory)
            try await ledger.close()
            return outcome
        }
    }

    @Test func `a sound statement goes on, and the decision says that it was looked at`() async throws {
        let outcome = try await outcome("theorem t (n : ℕ) (h : 0 < n) : n ≠ 0")
        #expect(outcome.decisions.map(\.verdict) == ["clean"])
        #expect(outcome.followUps.map(\.stage) == ["score"])
        #expect(outcome.statementMove == nil)
    }

    @Test func `a goal among the hypotheses ends the statement`() async throws {
        let outcome = try await outcome("theorem t (n : ℕ) (h : n = 1) : n = 1")
        #expect(outcome.decisions.map(\.verdict) == ["rejected"])
        #expect(outcome.statementMove?.to == .rejected)
        #expect(outcome.statementMove?.reason == "goal-among-hypotheses: h : n = 1")
        #expect(outcome.followUps.isEmpty)
    }

    @Test func `what is flagged goes on with its findings in the evidence`() async throws {
        let outcome = try await outcome("theorem t (n m : ℕ) : n - 1 + 1 = n")
        #expect(outcome.decisions.map(\.verdict) == ["flagged"])
        let evidence = outcome.decisions[0].evidence
        #expect("\(evidence)".contains("natural-subtraction") && "\(evidence)".contains("unused-variable"))
        #expect(outcome.followUps.map(\.stage) == ["score"])
    }

    @Test func `a finding that is ignored is not told`() async throws {
        let outcome = try await outcome("theorem t (n m : ℕ) : n = n") { $0.rules[.unusedVariable] = .ignore }
        #expect(outcome.decisions.map(\.verdict) == ["clean"])
    }

    @Test func `what a cheap tactic closes is trivial where that is asked for`() async throws {
        let trivial = try await outcome("theorem t (n : ℕ) : n < n + 1") { $0.rules[.trivial] = .reject }
        #expect(trivial.statementMove?.reason == "trivial: `omega` proves it")
        #expect(trivial.decisions[0].evidence != .null)
        let hard = try await outcome("theorem t (p q : Prop) (h : p ∧ q) : q ∧ p") { $0.rules[.trivial] = .reject }
        #expect(hard.decisions.map(\.verdict) == ["clean"])
    }

    @Test func `a hypothesis that a cheap tactic refutes is named`() async throws {
        let outcome = try await outcome("theorem t (n : ℕ) (g : n < 5) (h : n + 2 < n) : n = 3") {
            $0.rules[.contradictoryHypothesis] = .reject
        }
        #expect(outcome.statementMove?.reason == "contradictory-hypothesis: `omega` refutes h : n + 2 < n")
    }

    @Test func `the rules are read by their names, and an unknown one is an error`() throws {
        let good = try ConfigurationLoader.parse(
            "stages: {lint: {rules: {trivial: flag, look-alike: ignore}}}", name: "test")
        #expect(good.stages.lint.action(.trivial) == .flag)
        #expect(good.stages.lint.action(.lookAlike) == .ignore)
        #expect(good.stages.lint.action(.goalAmongHypotheses) == .reject)
        #expect(throws: (any Error).self) {
            try ConfigurationLoader.parse("stages: {lint: {rules: {triviality: flag}}}", name: "test")
        }
    }
}
