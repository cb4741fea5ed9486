import LeanSource
import Testing

@testable import LeanChecking

@Suite struct PreparedItemTests {
    private func prepared(
        statement: String? = "theorem t (p : Prop) (h : p) : p", _ answer: String, header: String? = nil,
        expectsTerm: Bool = false
    ) -> PreparedItem {
        let item = CheckItem(
            id: "a", place: "f:1", statement: statement.map { LockedStatement($0) }, answer: answer,
            expectsTerm: expectsTerm, header: header)
        return PreparedItem(item, header: LeanHeader(text: "open Base")) { [$0] }
    }

    private func question(_ item: PreparedItem) -> PreparedItem.Question? {
        guard case .ready(let question) = item else { return nil }
        return question
    }

    @Test(arguments: [
        ("exact h", "exact h", ProofBody.Style.tactics), ("by\n  exact h", "exact h", .tactics),
        (":= by exact h", "exact h", .tactics), (":= h", "h", .term), ("fun x => x", "fun x => x", .term),
        ("theorem other (q : Prop) (k : q) : q := by\n  exact k", "exact h", .tactics),
        ("import Mathlib\n\nlemma t (p : Prop) (h : p) : p :=\n  h", "h", .term),
    ])
    func `whatever form the answer has, the proof is taken out of it`(
        _ answer: String, _ text: String, _ style: ProofBody.Style
    ) throws {
        let asked = try #require(question(prepared(answer)))
        #expect(asked.proof.text == text)
        #expect(asked.proof.style == style)
        #expect(asked.statement.name == "t")
        #expect(asked.header.text == "open Base")
        #expect(!asked.bringsHeader)
    }

    @Test func `after an open assignment a bare word is a term`() throws {
        let asked = try #require(question(prepared("h", expectsTerm: true)))
        #expect(asked.proof == ProofBody(text: "h", style: .term))
        #expect(question(prepared("h"))?.proof.style == .tactics)
        #expect(question(prepared(" := h", expectsTerm: true))?.proof == asked.proof)
    }

    @Test func `the first of the texts that holds a proof counts`() throws {
        let answer =
            "theorem t : True := trivial|theorem t (p : Prop) (h : p) : p := h|theorem t (p : Prop) (h : p) : p := sorry"
        let texts = answer.split(separator: "|").map(String.init)
        let item = CheckItem(
            id: "a", place: "f:1", statement: LockedStatement("theorem t (p : Prop) (h : p) : p"), answer: answer)
        let asked = try #require(question(PreparedItem(item, header: .empty) { _ in texts }))
        #expect(asked.proof.text == "h")
        guard case .refused(.wrongStatement, _, _) = PreparedItem(item, header: .empty, texts: { _ in [texts[0], ""] })
        else { return #expect(Bool(false)) }
    }

    @Test func `another statement than the one that was asked for is said so`() {
        guard
            case .refused(.wrongStatement, rung: 0, let messages) = prepared(
                "theorem t (p : Prop) (h : p) : True := trivial")
        else { return #expect(Bool(false)) }
        #expect(messages.first?.text.contains("True") == true)
    }

    @Test(arguments: ["", "   \n", "theorem t (p : Prop) (h : p) : p"])
    func `an answer without a proof is a proof that fails`(_ answer: String) {
        guard case .refused(.failed, rung: 0, let messages) = prepared(answer) else { return #expect(Bool(false)) }
        #expect(messages.count == 1)
    }

    @Test func `code claims its last theorem`() throws {
        let code =
            "import Base\nopen Nat\n\ntheorem one : 1 = 1 := rfl\n\ntheorem two : 2 = 2 := by\n  exact one ▸ rfl\n"
        let asked = try #require(question(prepared(statement: nil, code)))
        #expect(asked.statement.name == "two")
        #expect(asked.proof.helpers.count == 1)
        #expect(asked.header.text == "import Base\nopen Nat")
        #expect(asked.bringsHeader)
    }

    @Test(arguments: ["axiom cheat : False\ntheorem t : 1 = 2 := cheat.elim", "#eval 1\ntheorem t : 1 = 1 := rfl"])
    func `code that does more than prove is forbidden`(_ code: String) {
        guard case .refused(.forbidden(let word), rung: 1, let messages) = prepared(statement: nil, code) else {
            return #expect(Bool(false))
        }
        #expect(!word.isEmpty)
        #expect(messages.first?.line == 1)
    }

    @Test(arguments: [
        "import Mathlib\naxiom cheat : False", "notation \"x\" => 1", "set_option debug.skipKernelTC true",
        "open Lean Elab",
        "#eval 1", "macro \"x\" : tactic => `(tactic| sorry)", "instance : Add Nat := ⟨Nat.mul⟩", "/- never closed",
    ])
    func `a header with anything but imports, opens and harmless options is forbidden`(_ header: String) {
        guard case .refused(.forbidden, rung: 1, _) = prepared("exact h", header: header) else {
            return #expect(Bool(false), "\(prepared("exact h", header: header))")
        }
        guard case .refused(.forbidden, _, _) = prepared(statement: nil, "theorem t : 1 = 1 := rfl", header: header)
        else { return #expect(Bool(false)) }
    }

    @Test func `code that is no theorem fails`() {
        guard case .refused(.failed, rung: 0, _) = prepared(statement: nil, "-- nothing here") else {
            return #expect(Bool(false))
        }
    }
}
