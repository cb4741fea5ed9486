/// Theorems whose worth is known. They are judged in every run of the probe before anything else: a probe that is wrong
/// about one of them, or cannot read them, says nothing about the rest. The text is that of `lean-workspace/probe/canary`.
enum ProbeCanary {
    /// The trusted side.
    static let goal = """
        theorem canary_true (p q : Prop) (h : p ∧ q) : q ∧ p := sorry
        theorem canary_unchecked : 1 = 2 := sorry
        theorem canary_axiom : 1 = 2 := sorry
        theorem canary_hole : 1 = 2 := sorry
        theorem canary_other (p q : Prop) : p ∧ q → q := sorry

        """

    /// The other side: one honest proof, and one of each kind that must be found out.
    static let candidate = """
        theorem canary_true (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩
        set_option debug.skipKernelTC true in
        theorem canary_unchecked : 1 = 2 := by decide +kernel
        axiom canary_cheat : 1 = 2
        theorem canary_axiom : 1 = 2 := canary_cheat
        theorem canary_hole : 1 = 2 := sorry
        theorem canary_other (p q : Prop) : p ∧ q → p := fun h => h.1

        """

    /// What the probe must say. Without the kernel it cannot know about the second.
    static func expected(rung: Int) -> [(name: String, verdict: ProbeReport.Finding.Word)] {
        [
            ("canary_true", .proved), ("canary_unchecked", rung >= 5 ? .kernel : .proved), ("canary_axiom", .axioms),
            ("canary_hole", .axioms), ("canary_other", .type), ("canary_missing", .goal),
        ]
    }

    /// Name of a compiled side in the folder of a run.
    static func file(_ side: ModuleCompiler.Side) -> String { "canary-\(side.rawValue).olean" }

    /// The canaries as part of a request.
    static func pair(in folder: PrivateFolder, rung: Int) -> ProbeRequest.Pair {
        ProbeRequest.Pair(
            goal: folder.file(file(.goal)), candidate: folder.file(file(.candidate)),
            theorems: expected(rung: rung).map { ProbeRequest.Theorem(name: [$0.name]) })
    }

    /// What is wrong with the probe's answer about the canaries; nil when nothing is.
    static func trouble(_ answer: ProbeReport.Pair, rung: Int) -> String? {
        switch answer {
        case .unreadable(let side, let why): return "the \(side) of the canaries cannot be read: \(why)"
        case .judged(let findings):
            for (finding, expected) in zip(findings, expected(rung: rung)) where finding.verdict != expected.verdict {
                return "it says \(finding.verdict.rawValue) of \(expected.name) (\(finding.sentence))"
            }
            return nil
        }
    }
}
