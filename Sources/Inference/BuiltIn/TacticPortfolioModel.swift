import Support

/// The built-in prover: a list of closing tactics, from cheap to dear, no language model. Sample i is script i, so that
/// asking for more samples tries more of the list. It is the baseline of every evaluation and what a run tries before
/// any model that costs something.
package struct TacticPortfolioModel: ChatModel {
    package let name: String
    /// Changes with the scripts, so that cached answers of an older list are not taken for those of this one.
    package var identity: String {
        guard let tactics else { return "tactic-portfolio/2" }
        return "tactic-portfolio/own-" + Digest.sha256(tactics.joined(separator: "\u{1E}")).prefix(16)
    }
    package var readsInputs: Bool { true }
    package var samplesPerCall: Int { 64 }
    /// The most scripts that any statement gets.
    package var sampleCount: Int? { tactics?.count ?? TacticScripts.maximum }

    private let tactics: [String]?

    /// The model under a name of the configuration.
    ///
    /// - Parameter tactics: scripts to use in place of the built-in ones; every statement gets the same.
    package init(name: String = "tactic-portfolio", tactics: [String]? = nil) {
        self.name = name
        self.tactics = tactics
    }

    /// Proves `inputs["formal_statement"]`: samples beyond the last script answer `CANNOT: portfolio exhausted`.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        let statement = try BuiltInAnswer.input("formal_statement", of: request, model: name)
        let scripts = tactics ?? TacticScripts.scripts(for: statement)
        return BuiltInAnswer.answers(to: request) { sample in
            guard scripts.indices.contains(sample) else { return "CANNOT: portfolio exhausted" }
            // A configuration with CRLF: the pair is one `Character`, which is not "\n".
            let lines = scripts[sample].split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            return """
                Script \(sample + 1) of the built-in tactic-portfolio, no language model.

                ```lean4
                by
                \(lines.map { "  " + $0 }.joined(separator: "\n"))
                ```
                """
        }
    }
}
