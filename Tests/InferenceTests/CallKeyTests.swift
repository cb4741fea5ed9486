internal import Inference
internal import Testing

@Suite struct CallKeyTests {
    private func key(
        identity: String = "m", messages: [ChatMessage] = [ChatMessage(role: .user, content: "a")],
        parameters: SamplingParameters = SamplingParameters(), inputs: [String: String]? = nil, sample: Int = 0
    ) -> String {
        CallKey.key(identity: identity, messages: messages, parameters: parameters, inputs: inputs, sample: sample)
    }

    @Test func `the key does not change from version to version`() {
        // Answers paid for are found under it: when this fails, old ledgers lose their cache.
        let stable = key(
            messages: [ChatMessage(role: .system, content: "s"), ChatMessage(role: .user, content: "∀")],
            parameters: SamplingParameters(temperature: 0.6, topP: 0.95, maxTokens: 512, seed: 7, stop: ["x"]),
            inputs: ["b": "2", "a": "1"], sample: 3)
        #expect(stable == "06c394ff2bdd1bf1b8f89774fdcd4ceb13bcaabf148f2691f033c10d73bfd18d")
    }

    @Test func `every part of the question makes another key`() {
        let user = ChatMessage(role: .user, content: "a")
        let keys = [
            key(), key(identity: "n"), key(sample: 1), key(inputs: [:]), key(inputs: ["a": "b"]),
            key(inputs: ["a": "c"]), key(inputs: ["ab": ""]), key(messages: []), key(messages: [user, user]),
            key(messages: [ChatMessage(role: .system, content: "a")]),
            key(messages: [ChatMessage(role: .user, content: "b")]),
            key(messages: [ChatMessage(role: .user, content: ""), ChatMessage(role: .user, content: "a")]),
            key(parameters: SamplingParameters(temperature: 0)), key(parameters: SamplingParameters(temperature: 1)),
            key(parameters: SamplingParameters(topP: 1)), key(parameters: SamplingParameters(maxTokens: 1)),
            key(parameters: SamplingParameters(seed: 1)), key(parameters: SamplingParameters(stop: ["a"])),
            key(parameters: SamplingParameters(stop: ["a", "b"])), key(parameters: SamplingParameters(stop: ["ab"])),
        ]
        #expect(Set(keys).count == keys.count)
    }

    @Test func `purpose and other samples make no difference, inputs only for models that read them`() {
        let deaf = ClosureModel()
        let listening = ClosureModel(readsInputs: true)
        var one = ChatRequest.user("a", samples: 0..<2, inputs: ["x": "1"])
        let two = ChatRequest.user("a", samples: 1..<9, inputs: ["x": "2"])
        #expect(CallKey.key(of: 1, in: one, for: deaf) == CallKey.key(of: 1, in: two, for: deaf))
        #expect(CallKey.key(of: 1, in: one, for: listening) != CallKey.key(of: 1, in: two, for: listening))
        let before = CallKey.key(of: 1, in: one, for: listening)
        one.purpose = "another"
        #expect(CallKey.key(of: 1, in: one, for: listening) == before)
    }

    @Test func `canonically equal texts of different bytes are different questions`() {
        let composed = key(messages: [ChatMessage(role: .user, content: "\u{E9}")])
        let decomposed = key(messages: [ChatMessage(role: .user, content: "e\u{301}")])
        #expect(composed != decomposed)
    }
}
