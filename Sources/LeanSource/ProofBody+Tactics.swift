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

extension ProofBody {
    /// The same proof as one tactic block with its helpers as `have … := …` in it: what formats need that know a statement
    /// and a proof and nothing before them. Nil without helpers, and for helpers that no `have` can be (universe
    /// parameters, dotted names, recursion by patterns); whether the block still proves the statement, Lean decides.
    package var inlined: ProofBody? {
        guard !helpers.isEmpty else { return nil }
        var blocks: [String] = []
        for helper in helpers {
            guard let declaration = LeanDeclaration.all(in: Array(helper.utf8)).first,
                declaration.body?.form == .assignment, declaration.universes.isEmpty,
                let name = declaration.name, LockedStatement.isPlain(name)
            else { return nil }
            blocks.append("have" + String(decoding: Array(helper.utf8)[declaration.wordEnd...], as: UTF8.self))
        }
        return ProofBody(text: (blocks + [asTactics.normalized.text]).joined(separator: "\n"), style: .tactics)
    }
}
