extension ProofBody {
    /// The same proof as a tactic block: a term becomes `exact (…)`. Training formats end the statement with `:= by`, so
    /// this is the form in which a proof is best checked and kept. Not every term has one: `where` and `termination_by`
    /// belong to a declaration, and no bracket may stand around them; Lean decides.
    ///
    /// The closing bracket stands on a line of its own because the term may end in a comment.
    package var asTactics: ProofBody {
        guard style == .term else { return self }
        let lines = ProofLayout(self).lines(indentedBy: 2).map(\.text)
        let text = (["exact ("] + lines + [")"]).joined(separator: "\n")
        return ProofBody(text: text, style: .tactics, helpers: helpers)
    }
}
