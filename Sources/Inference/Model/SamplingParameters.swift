/// How a model draws its answers. What is nil is left to the server.
package struct SamplingParameters: Codable, Hashable, Sendable {
    /// Softmax temperature, 0 for greedy decoding; usual range 0...2.
    package var temperature: Double?
    /// Nucleus sampling mass, over 0 up to 1.
    package var topP: Double?
    /// Longest answer in tokens.
    package var maxTokens: Int?
    /// Base seed of the run; every sample has its own seed derived from it, see `seed(forSample:)`.
    package var seed: UInt64?
    /// Texts at which the model stops.
    package var stop: [String]

    /// Parameters with everything left to the server unless given.
    package init(
        temperature: Double? = nil, topP: Double? = nil, maxTokens: Int? = nil, seed: UInt64? = nil,
        stop: [String] = []
    ) {
        self.temperature = temperature
        self.topP = topP
        self.maxTokens = maxTokens
        self.seed = seed
        self.stop = stop
    }

    /// The seed of one sample: base seed plus sample index, kept within 63 bits because servers read a signed integer.
    ///
    /// It does not depend on which other samples are asked for, so that a rerun that misses only some asks for the same.
    package func seed(forSample sample: Int) -> UInt64? {
        seed.map { ($0 &+ UInt64(bitPattern: Int64(sample))) & UInt64(Int64.max) }
    }
}
