package import Inference
package import Support

/// `models.X.price`: what a model's tokens cost, in units of `budget.currency` per million tokens.
package struct PriceSettings: Codable, Sendable, Equatable {
    /// Tokens of prompts.
    package var input: Double
    /// Tokens of answers, reasoning included.
    package var output: Double
    /// Tokens of prompts that the server had in its own cache; nil: as `input`.
    package var cachedInput: Double?
    /// What a batch costs of the ordinary price, 0 to 1; many providers sell batches for half.
    package var batch = 1.0

    enum CodingKeys: String, CodingKey {
        case input, output, batch
        case cachedInput = "cached_input"
    }

    package init(input: Double, output: Double, cachedInput: Double? = nil, batch: Double = 1) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.batch = batch
    }

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        let range = 0.0...1_000_000.0
        func check(_ name: String, _ value: Double) throws -> Double {
            guard range.contains(value) else {
                throw reader.fault(name, "must be between 0 and 1000000 per million tokens, but is \(value)")
            }
            return value
        }
        let given: (Double, Double, Double?) = (
            try reader.required("input"), try reader.required("output"), try reader.optional("cached_input")
        )
        input = try check("input", given.0)
        output = try check("output", given.1)
        cachedInput = try given.2.map { try check("cached_input", $0) }
        batch = try reader.number("batch", in: 0...1, default: batch)
        try reader.finish()
    }

    /// What the tokens cost, rounded to a billionth of the currency's unit.
    ///
    /// - Parameter inBatch: at the price of batches.
    package func cost(of usage: TokenUsage, inBatch: Bool = false) -> Money {
        let cached = Double(usage.cachedPromptTokens)
        let fresh = Double(usage.promptTokens) - cached
        let units = (fresh * input + cached * (cachedInput ?? input) + Double(usage.completionTokens) * output) / 1e6
        return Money(units: units * (inBatch ? batch : 1)) ?? .zero
    }
}
