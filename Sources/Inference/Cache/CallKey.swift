internal import Support

/// The content addresses of calls: what the answer cache and the `Idempotency-Key` header go by.
package enum CallKey {
    /// Changes when the meaning of a key changes, so that old answers are not taken for new ones.
    private static let version = "dsprover-call/1"

    /// The key of one sample: equal exactly when model, messages, parameters, inputs, shape and sample index are equal.
    ///
    /// - Parameters:
    ///   - identity: `ChatModel.identity`.
    ///   - inputs: the prompt's variables for models that read them, nil for others.
    /// - Returns: 64 lower-case hexadecimal digits.
    package static func key(
        identity: String, messages: [ChatMessage], parameters: SamplingParameters, inputs: [String: String]?,
        shape: AnswerShape? = nil, sample: Int
    ) -> String {
        var parts = question(
            identity: identity, messages: messages, parameters: parameters, inputs: inputs, shape: shape)
        parts.append("sample \(sample)")
        return Digest.sha256(parts: parts)
    }

    /// The key of one sample of a request to a model.
    package static func key(of sample: Int, in request: ChatRequest, for model: some ChatModel) -> String {
        key(
            identity: model.identity, messages: request.messages, parameters: request.parameters,
            inputs: model.readsInputs ? request.inputs : nil, shape: request.shape, sample: sample)
    }

    /// The key of a whole call, that is of all its samples together.
    package static func callKey(for request: ChatRequest, identity: String) -> String {
        var parts = question(
            identity: identity, messages: request.messages, parameters: request.parameters, inputs: nil,
            shape: request.shape)
        parts.append("samples \(request.samples.lowerBound) \(request.samples.upperBound)")
        return Digest.sha256(parts: parts)
    }

    /// The key of a whole call whose samples have these keys.
    static func callKey(of keys: [String]) -> String {
        keys.count == 1 ? keys[0] : Digest.sha256(parts: ["\(version) samples"] + keys)
    }

    private static func question(
        identity: String, messages: [ChatMessage], parameters: SamplingParameters, inputs: [String: String]?,
        shape: AnswerShape?
    ) -> [String] {
        var parts = [version, identity, "messages \(messages.count)"]
        for message in messages { parts += [message.role.rawValue, message.content] }
        // Swift prints the shortest text that reads back as the same number: stable over machines and versions.
        parts.append("temperature \(parameters.temperature.map { "\($0)" } ?? "-")")
        parts.append("top_p \(parameters.topP.map { "\($0)" } ?? "-")")
        parts.append("max_tokens \(parameters.maxTokens.map { "\($0)" } ?? "-")")
        parts.append("seed \(parameters.seed.map { "\($0)" } ?? "-")")
        parts.append("stop \(parameters.stop.count)")
        parts += parameters.stop
        switch shape {
        case .schema(_, let schema): parts += ["schema", (try? CanonicalJSON.string(schema)) ?? "\(schema)"]
        case .regex(let pattern): parts += ["regex", pattern]
        case nil: break
        }
        guard let inputs else { return parts + ["no inputs"] }
        parts.append("inputs \(inputs.count)")
        for name in inputs.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            parts += [name, inputs[name] ?? ""]
        }
        return parts
    }
}
