import Foundation
import Inference
import Ledger
import Testing

@testable import Factory

struct ProverSwapTests {
    private let yaml = """
        models:
          prover: {kind: openai, base_url: "http://127.0.0.1:1/v1", model: base}
          other: {kind: openai, base_url: "http://127.0.0.1:1/v1", model: other}
        stages:
          prove: {portfolio: portfolio, models: [prover, other], waves: [2, 3], template: prover}
        iterate: {prover: prover, train: "true"}
        """

    private func configuration() throws -> Configuration { try ConfigurationLoader.parse(yaml, name: "test") }

    @Test func `the first round has the configured names, later ones have their own`() throws {
        let first = try ProverSwap.configuration(configuration(), prover: "prover", is: Iteration.Prover(), round: 1)
        #expect(first == (try configuration()))
        let second = try ProverSwap.configuration(
            configuration(), prover: "prover", is: Iteration.Prover(model: "better", baseURL: "http://127.0.0.1:2/v1"),
            round: 2)
        #expect(second.stages.prove.models == ["prover@2", "other"])
        #expect(second.stages.prove.portfolio == "portfolio")
        #expect(second.stages.prove.template == "prover")
        #expect(second.stages.prove.waves == [2, 3])
        #expect(second.models["prover@2"]?.endpoint?.model == "better")
        #expect(second.models["prover@2"]?.endpoint?.baseURLs == ["http://127.0.0.1:2/v1"])
        #expect(second.models["prover"]?.endpoint?.model == "base")
    }

    @Test func `the held-out factory asks the prover alone, on statements that are given`() throws {
        let loaded = LoadedConfiguration(
            configuration: try ProverSwap.configuration(
                configuration(), prover: "prover", is: Iteration.Prover(model: "better"), round: 2), file: nil)
        let measured = try HeldOut(settings: IterateSettings.HeldOut(file: "x.jsonl"), prover: "prover@2")
            .configuration(loaded, ledger: "held.sqlite").configuration
        #expect(Set(measured.modelReferences.map(\.name)) == ["given", "prover@2"])
        #expect(measured.ledger == "held.sqlite")
        #expect(measured.stages.prove.waves == [8])
        #expect(StageName.elaborate.next(measured.stages) == .prove)
    }

    @Test(arguments: [
        ("iterate: {prover: prover}", "iterate.train"),
        (#"iterate: {prover: p, train: "true", stop_below: 0.1}"#, "iterate.stop_below"),
        (#"iterate: {prover: p, train: "true", solved_share: 2}"#, "iterate.solved_share"),
        (#"iterate: {held_out: {samples: 3}}"#, "iterate.held_out"),
    ])
    func `what cannot be is refused with its place`(text: String, place: String) {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationLoader.parse(text, name: "test") }
        #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
    }
}
