import Foundation
import LeanSource
import Support
import Testing

@testable import Factory

/// The quick ways of an export must say what the slow ones say, wherever they say anything.
@Suite struct ExportTextTests {
    private static let statements = [
        "theorem t : True", "theorem t (n : Nat) : n + 0 = n", "theorem t_1 (a b : ℕ) (h : a = b) : b = a",
        "theorem t {α : Type} [DecidableEq α] (a : α) : a = a",
        "theorem t (f : Nat → Nat) (h : ∀ x, f x = x) : f 0 = 0",
        "theorem t (h : (1 : Nat) = 1) : ∃ x : Nat, x = 1", "theorem t [inst : Add Nat] : True",
        "theorem t (s : { n : Nat // n > 0 }) : s = s", "theorem t (h : ¬ False) : True",
        "theorem t (n : Nat) (h : n < 5 := by omega) : True", "theorem t ⦃a : Nat⦄ : a = a",
        "theorem t (⟨a, b⟩ : Nat × Nat) : True", "theorem t (a  b : Nat) : a = b", "theorem t (a : Nat): a = a",
        "theorem t (c : Char) : c = ':' → True", "theorem t (n : Nat) : n = n := by sorry",
        "theorem A.b (n : Nat) : True",
        "theorem t.{u} (α : Type u) : True", "theorem t (n:Nat) : n = n", "theorem t (x : Nat) : (x : Int) = x",
        "theorem t (n : Nat) -- (m : Nat)\n : True", "theorem t («a b» : Nat) : True", "theorem t ( n : Nat ) : n = n",
        "theorem t (h' : True) : True", "theorem t (n : Nat) (m : Nat) : n + m = m + n ∧ True",
    ]

    private static let proofs = [
        "rfl", "omega", "intro n\nomega", "intro n\n  omega", "  intro n\n  omega", "rw [Nat.add_comm]", "simp\n",
        "constructor\n· rfl\n· omega", "have h : 1 = 1 := by\n  rfl\nexact h", "rw [a,\n  b]\nrfl",
        "cases h with\n| inl a => rfl",
        "first\n  | rfl\n  | omega", "exact (by\n  rfl)", "intro n \nomega", "intro n\n\nomega", "-- note\nrfl",
        "rfl -- note",
        "exact f\nwhere\n  f := rfl", "exact f\ntermination_by n", "\trfl", "rfl\r\nrfl", "theorem a : True := trivial",
        "obtain ⟨a,\nb⟩ := h\nrfl", "intro n\n  rw [a]\n  rfl", "exact ⟨rfl, rfl⟩", "fun n => rfl", "exact \"a\nb\"",
        "-- no code at all", "-- first (\nintro n\n  -- it's «odd»\nomega -- [done", "-- note\n  intro n\n  omega",
        "intro n\n-- note\n  omega", "rfl -- note ", "exact a--b\nrfl", "exact a --b\nrfl", "--\nrfl",
        "simp [a, -- b]\n  c]\nrfl", "intro n\n--/- odd\nomega", "rfl\n--", "exact f -- g\nwhere\n  f := rfl", "- -rfl",
        "",
    ]

    /// Statements and proofs that models hand over: the honest proofs of the fixtures.
    private static func fixtures() throws -> [JSONValue] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/innocents")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jsonl") }
            .flatMap { name in
                try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
                    .map { try CanonicalJSON.decode(JSONValue.self, from: String($0)) }
            }
    }

    @Test func `the goal of a plain statement is that of the statement taken apart`() throws {
        var plain = 0
        let known = try Self.fixtures().compactMap { row -> String? in
            let text = row["statement"]?.string ?? row["formal_statement"]?.string
            return text.flatMap { try? LockedStatement(parsing: $0) }?.signature
        }
        for text in Self.statements + known {
            guard let quick = ExportStatement.plain(text) else { continue }
            plain += 1
            let slow = try LockedStatement(parsing: text)
            #expect(quick.signature == slow.signature, "\(text)")
            #expect(quick.goalView == slow.goalView, "\(text)")
        }
        #expect(plain > 12, "only \(plain) are plain")
        for text in Self.statements {
            guard let slow = try? LockedStatement(parsing: text) else { continue }
            #expect(try ExportStatement(text).goalView == slow.goalView, "\(text)")
        }
        #expect(throws: LeanSourceError.self) { try ExportStatement("def x := 1") }
    }

    @Test func `a tidy proof is what tidying leaves`() throws {
        var tidy = 0
        let known = try Self.fixtures().compactMap { row in row["proof"]?.string ?? row["formal_proof"]?.string }
        for style in [ProofBody.Style.tactics, .term] {
            for text in Self.proofs + known {
                let slow = ProofBody(wholeText: text, style: style).normalized.text
                if ExportProof.isTidy(text) { tidy += 1 }
                #expect(ExportProof.text(text, style: style).utf8.elementsEqual(slow.utf8), "\(text)")
            }
        }
        #expect(tidy > 20, "only \(tidy) are tidy")
    }

    @Test func `the file of an export row is the statement with the proof put under it by the splicer`() throws {
        let known = try Self.fixtures().compactMap { row in row["proof"]?.string ?? row["formal_proof"]?.string }
        let proofs = Self.proofs + known
        for source in Self.statements {
            guard let locked = try? LockedStatement(parsing: source) else { continue }
            let statement = try ExportStatement(source)
            for style in [ProofBody.Style.tactics, .term] {
                for proof in proofs {
                    let slow = locked.spliced(with: ProofBody(wholeText: proof, style: style)).text
                    let quick = try statement.code(with: proof, style: style)
                    #expect(quick.utf8.elementsEqual(slow.utf8), "\(source) \(proof)")
                }
            }
        }
    }
}
