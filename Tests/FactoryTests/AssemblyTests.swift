import Foundation
import Inference
import Logging
import Prompting
import Support
import TestSupport
import Testing

@testable import Factory

@Suite struct SurroundingsTests {
    private func write(_ path: String, in folder: URL) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try "x".write(to: file, atomically: true, encoding: .utf8)
    }

    @Test func `shipped files are found beside an installed program and above a build`() async throws {
        try await withTemporaryFolder { folder in
            try write("usr/share/dsprover/config/a.yaml", in: folder)
            try write("checkout/config/b.yaml", in: folder)
            let installed = Surroundings(
                environment: [:], folder: folder, executable: folder.appending(path: "usr/bin/dsprover"))
            #expect(installed.sharedFile("config/a.yaml")?.path.hasSuffix("usr/share/dsprover/config/a.yaml") == true)
            let built = Surroundings(
                environment: [:], folder: folder,
                executable: folder.appending(path: "checkout/.build/debug/dsprover"))
            #expect(built.sharedFile("config/b.yaml")?.path.hasSuffix("checkout/config/b.yaml") == true)
            #expect(built.sharedFile("config/none.yaml") == nil)
        }
    }

    @Test func `the variable goes before every other place`() async throws {
        try await withTemporaryFolder { folder in
            try write("home/config/a.yaml", in: folder)
            try write("config/a.yaml", in: folder)
            let named = Surroundings(
                environment: ["DSPROVER_HOME": folder.appending(path: "home").path], folder: folder, executable: nil)
            #expect(named.sharedFile("config/a.yaml")?.path.hasSuffix("home/config/a.yaml") == true)
        }
    }

    @Test func `templates are a path beside the configuration file, or the name of a shipped recipe`() async throws {
        try await withTemporaryFolder { folder in
            try write("mine/prompts/x.yaml", in: folder)
            try write("templates/deepseek-prover/x.yaml", in: folder)
            var configuration = Configuration()
            configuration.templates = "prompts"
            let file = folder.appending(path: "mine/dsprover.yaml")
            let surroundings = Surroundings(environment: [:], folder: folder, executable: nil)
            let own = surroundings.templates(of: LoadedConfiguration(configuration: configuration, file: file))
            #expect(own?.path.hasSuffix("mine/prompts") == true)
            let shipped = surroundings.templates(of: LoadedConfiguration(configuration: Configuration(), file: file))
            #expect(shipped?.path.hasSuffix("templates/deepseek-prover") == true)
        }
    }
}

@Suite struct FactoryAssemblyTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    private func assembly(
        _ yaml: String, environment: [String: String] = [:]
    ) throws -> FactoryAssembly {
        let loaded = LoadedConfiguration(
            configuration: try ConfigurationLoader.parse(yaml, name: "test.yaml"),
            file: Self.repository.appending(path: "config/test.yaml"))
        let surroundings = Surroundings(
            environment: environment, folder: Self.repository.standardizedFileURL, executable: nil)
        return FactoryAssembly(loaded, surroundings: surroundings, logger: Logger(label: "test"))
    }

    private static let served = """
        models:
          m: { kind: openai, base_url: "${BASE}/v1", model: "${NAME:-small}", api_key_env: KEY, extra_headers: { X-Org: "${ORG:-none}" } }
        stages: { formalize: { models: [m] } }
        """

    @Test func `only the models that a stage asks for are made`() async throws {
        let client = CurlMultiClient()
        let models = try assembly("stages: { score: { enabled: false } }").models(client: client)
        #expect(Set(models.keys) == ["english", "portfolio"])
        await client.shutdown()
    }

    @Test func `references in a model's settings are filled from the environment`() async throws {
        let client = CurlMultiClient()
        let models = try assembly(Self.served, environment: ["BASE": "http://127.0.0.1:1", "KEY": "k"])
            .models(client: client)
        #expect(models["m"]?.identity == "small")
        await client.shutdown()
    }

    @Test func `an address without its variable and a model without its key are errors that name the variable`()
        async throws
    {
        let client = CurlMultiClient()
        #expect {
            _ = try assembly(Self.served, environment: ["KEY": "k"]).models(client: client)
        } throws: { "\($0)".contains("BASE is not set") }
        #expect {
            _ = try assembly(Self.served, environment: ["BASE": "http://127.0.0.1:1"]).models(client: client)
        } throws: { "\($0)".contains("KEY") && ($0 as? InferenceError)?.kind == .environment }
        await client.shutdown()
    }

    @Test func `templates that are missing are input errors that say where they were looked for`() throws {
        #expect {
            _ = try assembly("templates: nowhere").prompts()
        } throws: { ($0 as? FactoryError)?.code == "factory.no-templates" }
        #expect {
            _ = try assembly("stages: { score: { template: other } }").prompts()
        } throws: { "\($0)".contains("holds no template \"other\"") }
    }

    @Test func `a template that wants what its stage does not give is refused before the run`() throws {
        #expect {
            _ = try assembly("stages: { formalize: { template: prove } }").prompts()
        } throws: { "\($0)".contains("formal_statement") }
    }

    @Test func `the shipped templates fit their stages`() throws {
        #expect(
            Set(try assembly("{}").prompts().templates.keys).isSuperset(of: [
                "formalize", "score", "prove", "refute", "prove_repair", "prove_sketch",
            ]))
        let all = """
            models: { m: { kind: tactic-portfolio } }
            stages: { refute: { enabled: true, repair: { rounds: 1 } }, prove: { models: [m], repair: { rounds: 2 }, sketch: { enabled: true } } }
            """
        #expect(throws: Never.self) { try assembly(all).prompts() }
        let library = try assembly(
            """
            models: { m: { kind: openai, base_url: u, model: x } }
            stages:
              formalize: { templates: [formalize, formalize-analysis], few_shot: { file: examples.jsonl } }
              repair: { enabled: true, models: [m] }
              judge: { enabled: true, models: [m], method: both }
            """
        ).prompts()
        #expect(library.exampleSets["examples.jsonl"]?.count ?? 0 >= 20)
    }

    @Test(arguments: [
        ("formalize: { few_shot: { file: nowhere.jsonl } }", "nowhere.jsonl"),
        ("repair: { enabled: true, models: [m], template: judge-compare }", "back_translation"),
        ("judge: { enabled: true, models: [m], vote_template: prove }", "name"),
        ("judge: { enabled: true, models: [m], compare_template: missing, method: both }", "missing"),
    ])
    func `a gate whose prompt cannot be filled is refused before the run`(stages: String, complaint: String) {
        #expect {
            let models = "models: { m: { kind: openai, base_url: u, model: x } }"
            _ = try assembly("\(models)\nstages: { \(stages) }").prompts()
        } throws: { "\($0)".contains(complaint) }
    }

    @Test func `the doctor names a missing key, a missing Lean and a missing recipe, each with what to do`()
        async throws
    {
        let yaml = Self.served + "\ntemplates: nowhere\nlean: { path: /no/such/lean }"
        let loaded = LoadedConfiguration(
            configuration: try ConfigurationLoader.parse(yaml, name: "test.yaml"), file: nil)
        let surroundings = Surroundings(
            environment: ["BASE": "http://127.0.0.1:1"], folder: Self.repository.standardizedFileURL, executable: nil)
        let assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: Logger(label: "test"))
        let report = await Doctor(loaded, surroundings: surroundings, assembly: assembly).examine()
        #expect(!report.ok)
        #expect(report.lean == nil)
        let missing = report.findings.filter { $0.state == .missing }
        #expect(Set(missing.map(\.subject)) == ["templates", "lean", "model m"])
        #expect(missing.allSatisfy { $0.advice != nil })
        #expect(report.leanPlaces.contains { "\($0.place) \($0.finding)".contains("/no/such/lean") })
    }
}
