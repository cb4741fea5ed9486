import Foundation
import LeanSource
import Testing

/// Tests of lemmas that stand before the theorem in an answer.
struct HelperTests {
    private let statement: LockedStatement
    private let theorem = "theorem swap (a b : ℕ) (h : a = b) : b = a := by\n  "

    init() throws {
        statement = try LockedStatement(parsing: "theorem swap (a b : ℕ) (h : a = b) : b = a")
    }

    private func proof(_ answer: String) throws -> ProofBody {
        guard case .proof(let proof) = ProofReader.extract(from: answer, for: statement) else {
            throw Missing()
        }
        return proof
    }

    private struct Missing: Error {}

    static let kept: [(declarations: String, proof: String, helpers: [String])] = [
        ("theorem aux : p := h\n", "exact aux", ["theorem aux : p := h"]),
        ("lemma aux : p := h\n", "exact aux", ["theorem aux : p := h"]),
        ("private theorem aux : p := h\n", "exact aux.2", ["private theorem aux : p := h"]),
        ("private lemma aux : p := h\n", "exact foo aux", ["private theorem aux : p := h"]),
        ("@[simp] theorem aux : p := h\n", "exact aux", ["theorem aux : p := h"]),
        ("@[csimp, implemented_by f] protected lemma aux : p := h\n", "exact aux", ["theorem aux : p := h"]),
        ("/-- doc -/\ntheorem aux : p := h -- end\n\n-- next\n", "exact aux", ["theorem aux : p := h -- end"]),
        ("theorem aux : p := by\r\n\tsimp\r\n", "exact aux", ["theorem aux : p := by\n    simp"]),
        ("theorem X.aux (x : ℕ) : p := h\n", "exact X.aux 1", ["theorem X.aux (x : ℕ) : p := h"]),
        (
            "theorem one : p := h\ntheorem two : q := one\ntheorem three : r := h\n", "exact two",
            ["theorem one : p := h", "theorem two : q := one"]
        ),
        (
            "theorem aux : ∀ n, p n\n  | 0 => h\n  | n + 1 => aux n\n", "exact aux",
            [
                "theorem aux : ∀ n, p n\n  | 0 => h\n  | n + 1 => aux n"
            ]
        ),
        ("theorem unused : p := sorry\naxiom more : False\n", "exact h", []),
    ]

    @Test(arguments: kept)
    func `helpers that the proof uses are kept and nothing else`(
        _ example: (declarations: String, proof: String, helpers: [String])
    ) throws {
        let proof = try proof(example.declarations + theorem + example.proof)
        #expect(proof.helpers == example.helpers)
        #expect(proof.text == example.proof)
        #expect(proof.asTactics.helpers == proof.helpers && proof.normalized.helpers == proof.helpers)
    }

    static let refused: [(helper: String, word: String)] = [
        ("theorem aux : p := sorry", "sorry"), ("theorem aux : sorry := h", "sorry"),
        ("theorem aux : p := by native_decide", "native_decide"), ("axiom aux : p", "axiom"),
        ("def aux : p := h", "def"), ("instance aux : p := h", "instance"), ("aux", "aux"), ("", "the end"),
        ("@[simp] theorem aux : p := h", "@"), ("unsafe theorem aux : p := h", "unsafe"),
        ("/-- doc -/ theorem aux : p := h", "/-- doc -/"), ("theorem aux : p", "theorem"),
        ("theorem aux := h", "theorem"),
        ("theorem : p := h", "theorem"), ("theorem aux : p := h\ntheorem more : p := h", "theorem"),
        ("theorem aux : p := h\n#eval 1", "#"), ("theorem aux : p := h\nend X", "end"),
        ("theorem aux : p := h\nopen Nat in", "open"), ("theorem aux : p := by\n  simp\n  open Nat in", "open"),
        ("theorem _root_.aux : p := h", "_root_.aux"), ("theorem «a b» : p := h", "«a b»"),
        ("theorem swap : p := h", "swap"), ("theorem a : p := h", "a"), ("theorem X.b : p := h", "X.b"),
        ("theorem ℕ : p := h", "ℕ"), ("theorem aux : p := (h", "("), ("theorem aux : p := h /-", "/-"),
        ("theorem aux : (open Nat in p) := h", "aux"), ("theorem aux : p := h\n  unif_hint x where", "unif_hint"),
        ("theorem aux (x := by sorry) : p := h", "sorry"), ("theorem Lean.aux : p := h", "Lean.aux"),
    ]

    @Test(arguments: refused)
    func `what is no plain theorem is refused as a helper`(_ example: (helper: String, word: String)) {
        let proof = ProofBody(text: "exact h", style: .tactics, helpers: [example.helper])
        let found = ProofGuard.violations(in: proof, of: statement)
        #expect(found.contains { $0.word == example.word }, "\(found)")
    }

    @Test func `names of the statement are free for helpers of other statements`() throws {
        let proof = ProofBody(text: "exact a", style: .tactics, helpers: ["theorem a : p := h"])
        #expect(ProofGuard.violations(in: proof).isEmpty)
        #expect(ProofGuard.violations(in: proof, of: try LockedStatement(parsing: "theorem t : p")).isEmpty)
        #expect(!ProofGuard.violations(in: proof, of: statement).isEmpty)
    }

    @Test func `the number of helpers and their whole size are bounded`() {
        let limits = GuardLimits()
        let helper: (Int) -> String = { "theorem aux\($0) : p := h" }
        let many = ProofBody(text: "simp", style: .tactics, helpers: (0..<limits.helpers).map(helper))
        #expect(ProofGuard.violations(in: many).isEmpty)
        let more = ProofBody(text: "simp", style: .tactics, helpers: (0...limits.helpers).map(helper))
        #expect(ProofGuard.violations(in: more).map(\.word) == ["\(limits.helpers + 1)"])
        let long = "theorem aux : p := h -- " + String(repeating: "x", count: limits.bytes / 2)
        #expect(!ProofGuard.violations(in: ProofBody(text: "simp", style: .tactics, helpers: [long, long])).isEmpty)
    }

    @Test func `violations are placed in the whole text`() throws {
        let proof = ProofBody(
            text: "simp\n  sorry", style: .tactics,
            helpers: ["theorem one : p := by\n  simp", "theorem two : p := by\n  admit"])
        let lines = proof.wholeText.split(separator: "\n", omittingEmptySubsequences: false)
        let found = ProofGuard.violations(in: proof)
        #expect(found.map(\.word) == ["admit", "sorry"])
        for violation in found {
            #expect(lines[violation.line - 1].dropFirst(violation.column).hasPrefix(violation.word))
        }
    }

    @Test func `helpers stand before the statement and positions lead back to them`() throws {
        let proof = try proof("lemma one : p := by\n  simp\n\nlemma two : q :=\n  one\n\n" + theorem + "exact two")
        let spliced = statement.spliced(with: proof)
        #expect(
            spliced.text
                == "theorem one : p := by\n  simp\n\ntheorem two : q :=\n  one\n\n\(statement.signature) := by\n  exact two\n"
        )
        let lines = proof.wholeText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (number, line) in spliced.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let place = spliced.proofPosition(line: number + 1, column: 2) else {
                #expect(line.isEmpty || line.hasPrefix("theorem swap"))
                continue
            }
            let shown = String(line.dropFirst(2))
            #expect(String(lines[place.line - 1].dropFirst(place.column)) == shown)
        }
        #expect(spliced.proofPosition(line: 7, column: 0) == nil)
        #expect(try #require(spliced.proofPosition(line: 8, column: 2)).line == 8)
    }

    @Test(arguments: [
        ProofBody(text: "simp\nomega", style: .tactics),
        ProofBody(text: "theorem_like h", style: .term),
        ProofBody(text: "exact aux", style: .tactics, helpers: ["theorem aux : p := by\n  simp -- end"]),
        ProofBody(
            text: "fun x =>\n  two x", style: .term,
            helpers: ["private theorem one : p := h", "theorem two : ∀ n, q n\n  | 0 => h\n  | n + 1 => two n"]),
        ProofBody(text: "-- proof of the statement:\nsimp", style: .tactics),
        ProofBody(text: "-- proof of the statement:\nsimp", style: .tactics, helpers: ["theorem aux : p := h"]),
    ])
    func `a proof comes back from its whole text and from JSON`(_ proof: ProofBody) throws {
        #expect(ProofBody(wholeText: proof.wholeText, style: proof.style) == proof)
        let data = try JSONEncoder().encode(proof)
        #expect(try JSONDecoder().decode(ProofBody.self, from: data) == proof)
        // Proofs that were kept before there were helpers are read too.
        let old = Data(#"{"text":"simp","style":"tactics"}"#.utf8)
        #expect(try JSONDecoder().decode(ProofBody.self, from: old) == ProofBody(text: "simp", style: .tactics))
    }

    @Test func `helpers become steps of the proof`() throws {
        let proof = try proof("private lemma one (n : ℕ) : p n := by\n  simp\n\n" + theorem + "exact one a")
        let inlined = try #require(proof.inlined)
        #expect(inlined == ProofBody(text: "have one (n : ℕ) : p n := by\n  simp\nexact one a", style: .tactics))
        #expect(ProofGuard.violations(in: inlined, of: statement).isEmpty)
        let term = ProofBody(text: "one a", style: .term, helpers: proof.helpers)
        #expect(term.inlined?.text == "have one (n : ℕ) : p n := by\n  simp\nexact (\n  one a\n)")
    }

    @Test(arguments: [
        "theorem one.{u} : p.{u} := h", "theorem X.one : p := h",
        "theorem one : ∀ n, p n\n  | 0 => h\n  | n + 1 => one n",
        "theorem one : p ∧ q where\n  left := h\n  right := g",
    ])
    func `helpers that no step can be stay outside`(_ helper: String) {
        #expect(ProofBody(text: "exact one", style: .tactics, helpers: [helper]).inlined == nil)
        #expect(ProofBody(text: "simp", style: .tactics).inlined == nil)
    }
}
