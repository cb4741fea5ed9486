package import Support

/// One sampled proof and what became of it. The same sample of the same model and template is recorded once.
package struct NewAttempt: Sendable, Hashable {
    package var side: Side
    package var kind: AttemptKind
    package var model: String
    package var template: String
    package var sample: Int
    package var wave: Int
    /// The proof body; nil when the answer held none.
    package var proof: String?
    package var proofStyle: String?
    /// The verdict's stable word.
    package var verdict: String
    package var verdictDetail: String?
    /// The highest rung passed.
    package var rung: Int
    /// Lean's messages.
    package var messages: JSONValue
    package var wallMilliseconds: Int?
    package var memoryBytes: Int?
    /// The stage of the job that is queued for this attempt.
    package var followUp: String?
    /// The attempt of the same step that this one repairs: its place among them.
    package var repairs: Int?
    /// How many repairs led to it; 0 for a first answer.
    package var repairRound: Int

    package init(
        side: Side = .claim, kind: AttemptKind = .proof, model: String, template: String, sample: Int, wave: Int = 0,
        proof: String? = nil, proofStyle: String? = nil, verdict: String, verdictDetail: String? = nil, rung: Int = 0,
        messages: JSONValue = .null, wallMilliseconds: Int? = nil, memoryBytes: Int? = nil, followUp: String? = nil,
        repairs: Int? = nil, repairRound: Int = 0
    ) {
        self.side = side
        self.kind = kind
        self.model = model
        self.template = template
        self.sample = sample
        self.wave = wave
        self.proof = proof
        self.proofStyle = proofStyle
        self.verdict = verdict
        self.verdictDetail = verdictDetail
        self.rung = rung
        self.messages = messages
        self.wallMilliseconds = wallMilliseconds
        self.memoryBytes = memoryBytes
        self.followUp = followUp
        self.repairs = repairs
        self.repairRound = repairRound
    }
}

/// An attempt as it is kept. Verdict and rung are those of its latest verification, if there was one.
package struct Attempt: Sendable, Hashable, Codable {
    package let id: Int
    package let statementID: Int
    package let side: Side
    package let kind: AttemptKind
    package let model: String
    package let template: String
    package let sample: Int
    package let wave: Int
    package let proof: String?
    package let proofStyle: String?
    /// SHA-256 of the proof, hexadecimal.
    package let proofHash: String?
    package let verdict: String
    package let verdictDetail: String?
    package let rung: Int
    package let messages: JSONValue
    package let wallMilliseconds: Int?
    package let memoryBytes: Int?
    /// The attempt that it repairs.
    package let repairs: Int?
    /// How many repairs led to it; 0 for a first answer.
    package let repairRound: Int
    /// Milliseconds since 1970.
    package let createdAt: Int
}

/// A check of the job's attempt on the upper rungs of the trust ladder.
package struct NewVerification: Sendable, Hashable {
    /// The highest rung passed.
    package var rung: Int
    package var verdict: String
    package var detail: String?
    package var axioms: [String]
    package var leanVersion: String
    package var library: String
    package var messages: JSONValue
    package var wallMilliseconds: Int?

    package init(
        rung: Int, verdict: String, detail: String? = nil, axioms: [String] = [], leanVersion: String, library: String,
        messages: JSONValue = .null, wallMilliseconds: Int? = nil
    ) {
        self.rung = rung
        self.verdict = verdict
        self.detail = detail
        self.axioms = axioms
        self.leanVersion = leanVersion
        self.library = library
        self.messages = messages
        self.wallMilliseconds = wallMilliseconds
    }
}

/// A verification as it is kept.
package struct Verification: Sendable, Hashable, Codable {
    package let id: Int
    package let attemptID: Int
    package let rung: Int
    package let verdict: String
    package let detail: String?
    package let axioms: [String]
    package let leanVersion: String
    package let library: String
    package let messages: JSONValue
    package let wallMilliseconds: Int?
    /// Milliseconds since 1970.
    package let createdAt: Int
}
