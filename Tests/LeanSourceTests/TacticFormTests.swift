import LeanSource
import Testing

@Suite struct TacticFormTests {
    @Test(arguments: [
        ("rfl", "exact (\n  rfl\n)"), ("rfl -- done", "exact (\n  rfl -- done\n)"),
        ("fun h =>\n  h.1", "exact (\n  fun h =>\n    h.1\n)"),
    ])
    func `a term stands in brackets that no comment of it can close`(term: String, expected: String) {
        let tactics = ProofBody(text: term, style: .term).asTactics
        #expect(tactics == ProofBody(text: expected, style: .tactics))
    }

    @Test func `a tactic block stays as it is`() {
        let proof = ProofBody(text: "omega", style: .tactics)
        #expect(proof.asTactics == proof)
    }
}
