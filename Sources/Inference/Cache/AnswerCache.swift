/// Where answers are kept between runs; the factory keeps them in the ledger. Failures are never stored.
package protocol AnswerCache: Sendable {
    /// The stored answers among the keys.
    func answers(for keys: [String]) async throws -> [String: ChatAnswer]

    /// Stores the answers of one call durably; a key that is there already keeps its answer.
    func store(
        _ answers: [(key: String, answer: ChatAnswer)], model: String, identity: String, purpose: String
    ) async throws

    /// Adds to the counters of the model.
    ///
    /// - Parameters:
    ///   - sent: calls that went to the model.
    ///   - cached: samples that came from the cache, or from another call that was in the air already.
    ///   - failed: calls that ended in an error after all retries.
    func count(sent: Int, cached: Int, failed: Int, model: String, purpose: String) async throws
}
