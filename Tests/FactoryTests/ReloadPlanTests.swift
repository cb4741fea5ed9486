import Foundation
import Inference
import LeanChecking
import Testing

@testable import Factory

@Suite struct ReloadPlanTests {
    private let base = """
        models:
          writer: {kind: openai, base_url: "http://h:1/v1", model: w, max_concurrent: 8, price: {input: 1, output: 2}}
        stages: {formalize: {models: [writer]}}
        run: {model_jobs: 8, seed: 3}
        """

    private func plan(_ changes: [(String, String)], adding text: String = "") throws -> ReloadPlan {
        let old = try ConfigurationLoader.parse(base, name: "old")
        var changed = base
        for (one, other) in changed.isEmpty ? [] : changes { changed = changed.replacing(one, with: other) }
        let new = try ConfigurationLoader.parse(changed + "\n" + text, name: "new")
        return try ReloadPlan(from: old, to: new)
    }

    @Test func `nothing changed: nothing is said`() throws {
        let plan = try plan([])
        #expect(plan.applied.isEmpty)
        #expect(plan.postponed.isEmpty)
    }

    @Test func `limits, prices, budget and templates take effect`() throws {
        let plan = try plan(
            [
                ("model_jobs: 8", "model_jobs: 4, drain_seconds: 1, limits: {prove: 2}"),
                ("max_concurrent: 8", "max_concurrent: 3"),
                ("input: 1", "input: 5"),
            ], adding: "budget: {tokens: 9}\ntemplates: other")
        #expect(
            plan.applied == [
                "budget.tokens", "models.writer.max_concurrent", "models.writer.price.input", "run.drain_seconds",
                "run.limits.prove", "run.model_jobs", "templates",
            ])
        #expect(plan.postponed.isEmpty)
        #expect(plan.configuration.run.limit(of: .prove) == 2)
        #expect(plan.configuration.run.limit(of: .score) == 4)
        #expect(plan.configuration.models["writer"]?.endpoint?.maxConcurrent == 3)
        #expect(plan.configuration.templates == "other")
    }

    @Test func `what decides about the recipe waits for the next start, and stays as it was`() throws {
        let plan = try plan(
            [
                ("seed: 3", "seed: 4"), ("http://h:1/v1", "http://h:2/v1"),
                ("{models: [writer]}", "{models: [english]}"),
            ],
            adding: "lean: {workers: 7}\nledger: other.sqlite\nmetrics: {port: 1}")
        #expect(plan.applied.isEmpty)
        #expect(
            plan.postponed == [
                "lean.workers", "ledger", "metrics.port", "models.writer.base_url", "run.seed",
                "stages.formalize.models",
            ])
        #expect(plan.configuration.run.seed == 3)
        #expect(plan.configuration.lean.workers == LeanSettings().workers)
        #expect(plan.configuration.stages.formalize.models == ["writer"])
    }

    @Test func `limits of stages are read, and a stage that is none is refused`() throws {
        let configuration = try ConfigurationLoader.parse("run: {lean_jobs: 3, limits: {verify: 9}}", name: "x")
        #expect(configuration.run.limit(of: .verify) == 9)
        #expect(configuration.run.limit(of: .elaborate) == 3)
        #expect(try ConfigurationLoader.parse(ConfigurationLoader.render(configuration), name: "y") == configuration)
        for text in ["run: {limits: {vrify: 9}}", "run: {limits: {verify: 0}}", "metrics: {port: 70000}"] {
            #expect(throws: ConfigurationError.self, "\(text)") { try ConfigurationLoader.parse(text, name: "z") }
        }
    }
}
