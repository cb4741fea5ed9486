package import Support

/// One verified statement with its proof and where both came from: what an export writes a row from.
package struct TrainingRecord: Sendable, Hashable {
    /// The models by what they did; nil for a step that did not take place.
    package struct Models: Sendable, Hashable {
        package var formalizer: String?
        package var scorer: String?
        package var prover: String?

        package init(formalizer: String? = nil, scorer: String? = nil, prover: String? = nil) {
            self.formalizer = formalizer
            self.scorer = scorer
            self.prover = prover
        }
    }

    /// The problem's id in the ledger.
    package var problemID: String
    /// The id from the user's file.
    package var externalID: String?
    /// Which side of the statement the row proves: `claim`, or `negation` for a theorem that says that it is false.
    package var side = "claim"
    /// Name of the theorem.
    package var name: String
    /// The part of the data set, `train` unless the run says otherwise.
    package var split = "train"
    /// The problem in natural language.
    package var informalStatement: String
    /// Imports and opened namespaces; empty for the embedded library.
    package var header: String
    /// The theorem up to its proof; any of the usual endings (`:= by sorry`, `:=`, nothing) is brought to `:= by\n`.
    package var formalStatement: String
    /// Hypotheses and goal in the layout of Lean's goal view, when known.
    package var goal: String?
    /// The proof: a tactic block, indented or not, or a term.
    package var formalProof: String
    /// Whether the proof is a term: the statement then ends in `:=` and not in `:= by`.
    package var proofIsTerm: Bool
    /// The complete file that Lean accepted.
    package var leanCode: String
    /// Highest rung of the trust ladder that the proof passed.
    package var rung: Int
    /// The verdict's word, `verified` for a proof.
    package var verdict: String
    /// The axioms that the proof rests on.
    package var axioms: [String]
    /// Version of Lean that checked it.
    package var leanVersion: String
    /// The library that the statement is about.
    package var library: String
    /// Round of the factory, counted from 1.
    package var round: Int
    package var models: Models
    /// `name@hash` of each template used.
    package var templates: [String]
    /// The score's class, when there was a score.
    package var score: String?
    /// What else the user's file said about the problem.
    package var metadata: JSONValue
    /// Milliseconds that the last check took.
    package var wallMilliseconds: Int

    package init(
        problemID: String, externalID: String?, name: String, split: String = "train", informalStatement: String,
        header: String, formalStatement: String, goal: String?, formalProof: String, proofIsTerm: Bool = false,
        leanCode: String,
        rung: Int,
        verdict: String, axioms: [String], leanVersion: String, library: String, round: Int, models: Models,
        templates: [String], score: String?, metadata: JSONValue, wallMilliseconds: Int
    ) {
        self.problemID = problemID
        self.externalID = externalID
        self.name = name
        self.split = split
        self.informalStatement = informalStatement
        self.header = header
        self.formalStatement = formalStatement
        self.goal = goal
        self.formalProof = formalProof
        self.proofIsTerm = proofIsTerm
        self.leanCode = leanCode
        self.rung = rung
        self.verdict = verdict
        self.axioms = axioms
        self.leanVersion = leanVersion
        self.library = library
        self.round = round
        self.models = models
        self.templates = templates
        self.score = score
        self.metadata = metadata
        self.wallMilliseconds = wallMilliseconds
    }
}
