/// How a stage samples from its models. Part of every stage that asks one.
package struct SamplingSettings: Codable, Sendable, Equatable {
    /// Softmax temperature, 0 to 2; nil leaves it to the server.
    package var temperature: Double?
    /// Nucleus mass, 0 to 1; nil leaves it to the server.
    package var topP: Double?
    /// Most tokens of one answer.
    package var maxTokens: Int?
    /// Texts that end an answer.
    package var stop: [String]

    enum CodingKeys: String, CodingKey {
        case temperature, stop
        case topP = "top_p"
        case maxTokens = "max_tokens"
    }

    package init(temperature: Double? = nil, topP: Double? = nil, maxTokens: Int? = nil, stop: [String] = []) {
        self.temperature = temperature
        self.topP = topP
        self.maxTokens = maxTokens
        self.stop = stop
    }

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        self.init(
            temperature: try reader.optional("temperature"),
            topP: try reader.optional("top_p"),
            maxTokens: try reader.optional("max_tokens"),
            stop: try reader.value("stop", default: []))
        if let temperature, !(0...2).contains(temperature) {
            throw reader.fault("temperature", "must be between 0 and 2, but is \(temperature)")
        }
        if let topP, !(0...1).contains(topP) { throw reader.fault("top_p", "must be between 0 and 1, but is \(topP)") }
        if let maxTokens, maxTokens < 1 { throw reader.fault("max_tokens", "must be at least 1, but is \(maxTokens)") }
        try reader.finish()
    }
}
