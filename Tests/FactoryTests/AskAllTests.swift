import Inference
import Prompting
import Testing

@testable import Factory

@Suite struct AskAllTests {
    private struct Named: ChatModel {
        let name: String
        var identity: String { name }
        var readsInputs: Bool { false }
        var samplesPerCall: Int { 1 }
        var sampleCount: Int? { nil }
        func answers(to request: ChatRequest) async throws -> [ChatAnswer] { [] }
    }

    private struct Refused: Error, Equatable { let model: String }

    private static func answer(of model: any ChatModel) -> ReadAnswer {
        let usage = TokenUsage(promptTokens: 1, completionTokens: 1, isEstimated: false)
        return ReadAnswer(
            answer: ChatAnswer(sample: 0, content: model.name, usage: usage, latencyMilliseconds: 0),
            reading: .found(model.name))
    }

    @Test(arguments: [1, 2, 7])
    func `every model's answers come back, in the order of the models`(count: Int) async throws {
        let models = (0..<count).map { Named(name: "m\($0)") }
        let answers = try await FactoryContext.askAll(models) { model in
            // The first ones are done last.
            for _ in 0..<(10 * (count - Int(model.name.dropFirst())!)) { await Task.yield() }
            return [Self.answer(of: model)]
        }
        #expect(answers.map { $0.map(\.answer.content) } == models.map { [$0.name] })
    }

    @Test func `all are asked before the first error is thrown`() async throws {
        let asked = Asked()
        await #expect(throws: Refused(model: "b")) {
            try await FactoryContext.askAll(["a", "b", "c", "d"].map(Named.init)) { model -> [ReadAnswer] in
                await asked.note(model.name)
                if model.name == "b" || model.name == "c" { throw Refused(model: model.name) }
                return []
            }
        }
        #expect(await asked.names == ["a", "b", "c", "d"])
    }

    private actor Asked {
        var names: Set<String> = []
        func note(_ name: String) { names.insert(name) }
    }
}
