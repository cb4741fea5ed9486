/// The outcome of one check and what it took.
package struct CheckResult: Sendable, Hashable {
    package let verdict: Verdict
    /// The highest rung of the trust ladder that was passed: 0 none, 1 locked statement, 2 guard, 3 elaborated in a warm
    /// worker, 4 compiled anew and found by a separate process to be that theorem, on allowed axioms, 5 replayed
    /// through the kernel.
    package let rung: Int
    /// Lean's messages in the order of their places; positions in the model's own text where they are about its proof.
    package let messages: [LeanMessage]
    /// The axioms that the theorem rests on, as far as they are known.
    package let axioms: [String]
    /// From the moment that Lean got the text until it answered; waiting for a free worker is not counted.
    package let elapsed: Duration
    /// Highest resident memory of the Lean process during the check in bytes, shared library files included; nil when
    /// the system does not tell.
    package let peakMemoryBytes: Int?
    /// Version of Lean, for example `4.35.0`.
    package let leanVersion: String

    package init(
        verdict: Verdict, rung: Int, messages: [LeanMessage], axioms: [String], elapsed: Duration,
        peakMemoryBytes: Int?, leanVersion: String
    ) {
        self.verdict = verdict
        self.rung = rung
        self.messages = messages
        self.axioms = axioms
        self.elapsed = elapsed
        self.peakMemoryBytes = peakMemoryBytes
        self.leanVersion = leanVersion
    }
}
