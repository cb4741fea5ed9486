/// One verified statement with what an export writes of it.
package struct ProvedStatement: Sendable, Hashable {
    package let problemID: Int
    package let externalID: String?
    /// The problem in words.
    package let problem: String
    /// What stood beside the problem, as JSON; nil for nothing.
    package let metadata: String?
    package let statementID: Int
    package let name: String
    package let source: String
    package let header: String
    /// The rung that the statement reached.
    package let rung: Int
    package let round: Int
    package let scoreClass: String?
    /// The model that wrote the statement, and its template.
    package let formalizer: String
    package let formalizerTemplate: String
    /// The proof: the verified attempt with the highest rung, the first of them.
    package let proof: String
    package let proofStyle: String?
    package let verdict: String
    /// The model that wrote the proof, and its template.
    package let prover: String
    package let proverTemplate: String
    /// The proof's last verification; nil when the configured rung needs none.
    package let verification: Check?
    /// The evidence of the last decision of the score's gate, as JSON; nil when there was none.
    package let scoreEvidence: Evidence?

    /// What an export says of a verification.
    package struct Check: Sendable, Hashable {
        /// A JSON array of names.
        package let axioms: String
        package let leanVersion: String
        package let library: String
        package let wallMilliseconds: Int?
    }

    /// Which model scored, and by which template.
    package struct Evidence: Sendable, Hashable {
        package let model: String?
        package let template: String?
    }
}
