import FakeModelServerKit
import Foundation

/// Problems for every gate, each with the end that it must come to: what a recipe with all its gates on is for.
struct GateWorld {
    enum Kind: String, CaseIterable {
        /// Proved by the first sample.
        case plain
        /// Lean refuses the statement twice; the second repair holds.
        case mended
        /// The judge sees that it says something else.
        case unfaithful
        case contradictory
        /// Its negation is provable.
        case wrong
        /// One of twenty samples proves it.
        case late
        /// The proof holds after it went back with Lean's messages.
        case repaired
        /// Only a sketch leads to a proof.
        case sketched
        /// It stands in a benchmark.
        case contaminated
        /// Two problems with the same statement.
        case twin
        case open
    }

    struct Item {
        let index: Int
        let kind: Kind
        /// In every statement, so that no two are the same unless they should be.
        let number: Int

        var id: String { "gate_\(index)" }
        var text: String { "Concerning world-\(index); a scripted problem of the kind \(kind.rawValue)." }

        /// The ends of its statements, in their order; of twins in either order.
        var ends: [String] {
            switch kind {
            case .plain, .late, .repaired, .sketched: ["verified"]
            case .mended: ["illFormed", "illFormed", "verified"]
            case .unfaithful, .contaminated: ["rejected"]
            case .contradictory: ["vacuous"]
            case .wrong: ["disproved"]
            case .twin: ["verified"]
            case .open: ["exhausted"]
            }
        }

        var theorem: String {
            let k = number
            switch kind {
            case .plain: return "theorem t (n : Nat) : n + \(k) = \(k) + n"
            case .mended: return "theorem t (n : Nat) : n plus \(k) = \(k)"
            case .unfaithful: return "theorem t (n : Nat) : n + \(k) + 0 = n + \(k)"
            case .contradictory: return "theorem t (n : Nat) (h : n < \(k)) (g : \(k) < n) : n = 0"
            case .wrong: return "theorem t (n : Nat) : n < \(k)"
            case .late:
                return "theorem t (f : Nat → Nat) (h : ∀ x, f (x + 1) = f x + \(k)) (n : Nat) : f n = f 0 + \(k) * n"
            case .repaired:
                return """
                    theorem t (R : Nat → Nat → Prop) (t : ∀ a b c, R a b → R b c → R a c) (x : R \(k) 2) (y : R 2 3) : R \(k) 3
                    """
            case .sketched:
                return """
                    theorem t (p q r : Nat → Prop) (a : p \(k)) (b : p \(k) → q \(k)) (c : q \(k) → r \(k)) : r \(k)
                    """
            case .contaminated: return "theorem t (n : Nat) : n + \(k) + 5 = 5 + (\(k) + n)"
            case .twin: return "theorem t (n : Nat) : n * \(k) = \(k) * n"
            case .open: return "theorem t (f : Nat → Nat) (n : Nat) : f n + \(k) = n + \(k)"
            }
        }

        var proofs: [String] {
            switch kind {
            case .twin: ["by exact Nat.mul_comm n \(number)"]
            case .mended: ["by exact Nat.mul_comm n \(number)"]
            case .late:
                (1..<20).map { "by exact wrong_\($0)" }
                    + ["by\n  induction n with\n  | zero => simp\n  | succ m ih => rw [h m, ih]; omega"]
            case .repaired, .sketched, .open: ["by exact first_try"]
            default: ["by omega"]
            }
        }
    }

    let items: [Item]

    init(problems: Int) {
        let kinds = Kind.allCases
        items = (0..<problems).map { index in
            let kind = kinds[index % kinds.count]
            // Neighbours among the twins share their number.
            let turn = index / kinds.count
            return Item(index: index, kind: kind, number: kind == .twin ? 100_001 + turn / 2 : 1001 + 2 * index)
        }
    }

    func count(_ kind: Kind) -> Int { items.count { $0.kind == kind } }

    /// Twins beyond the first of each pair.
    var duplicates: Int { count(.twin) / 2 }

    var problemLines: String { items.map { "{\"id\":\"\($0.id)\",\"problem\":\"\($0.text)\"}\n" }.joined() }

    var benchmark: String {
        items.filter { $0.kind == .contaminated }.map {
            "{\"name\":\"bench_\($0.index)\",\"formal_statement\":\"\($0.theorem) := by sorry\"}\n"
        }.joined()
    }

    func script(delay: Int) -> ModelScript {
        var rules: [ScriptRule] = []
        for item in items {
            func rule(_ model: String, _ part: String, _ answers: [String]) {
                rules.append(
                    ScriptRule(
                        name: "\(model) \(item.id)", model: model,
                        matches: "\\Q\(item.text)\\E[\\s\\S]*\\Q\(part)\\E", answers: answers.map(Self.answer),
                        delay: delay))
            }
            let none = "CANNOT: no idea"
            rule(
                "writer", "n pluss \(item.number)",
                ["theorem t (n : Nat) : n * \(item.number) = \(item.number) * n := by sorry"])
            rule(
                "writer", "Lean's errors", ["theorem t (n : Nat) : n pluss \(item.number) = \(item.number) := by sorry"]
            )
            let k = item.number
            let sketch = "by\n  have d : q \(k) := by sorry\n  have e : r \(k) := by sorry\n  exact e"
            rule("writer", ":= by\n  sorry", [item.kind == .sketched ? sketch : none])
            rule("writer", "", ["\(item.theorem) := by sorry"])
            rule("judge", "", ["Assessment: good\n\nVerdict: \(item.kind == .unfaithful ? "no" : "yes")"])
            rule("prover", "_vacuous", [item.kind == .contradictory ? "by omega" : none])
            rule("prover", "_neg : ¬", [item.kind == .wrong ? "by\n  intro h\n  have := h \(k)\n  omega" : none])
            rule("prover", "<error>", [item.kind == .repaired ? "by exact t \(k) 2 3 x y" : none])
            if item.kind == .sketched {
                rule("prover", "_h1 (", ["by exact b a"])
                rule("prover", "_h2 (", ["by exact c d"])
            }
            rule("prover", "", item.proofs)
        }
        return ModelScript(models: ["writer", "judge", "prover"], rules: rules)
    }

    private static func answer(_ text: String) -> ScriptAnswer {
        ScriptAnswer(text.hasPrefix("CANNOT") || text.hasPrefix("Assess") ? text : "Here:\n```lean4\n\(text)\n```")
    }

    static func configuration(baseURL: String) -> String {
        let models = ["writer", "judge", "prover"].map {
            "  \($0): {kind: openai, base_url: \"\(baseURL)\", model: \($0), max_concurrent: 8, samples_per_call: 1}"
        }
        return """
            templates: deepseek-prover
            lean: {profile: embedded, workers: 2}
            models:
            \(models.joined(separator: "\n"))
            stages:
              formalize: {models: [writer]}
              repair: {enabled: true, models: [writer], rounds: 2}
              novelty:
                {near_duplicates: ignore, near_duplicate_problems: ignore, contamination: reject, benchmarks: [bench.jsonl]}
              score: {model: judge}
              judge: {enabled: true, models: [judge], votes: 2}
              consistency: {model: prover, samples: 1}
              prove:
                portfolio: none
                models: [prover]
                waves: [4, 16]
                repair: {rounds: 1}
                sketch: {enabled: true, models: [writer], samples: 1, lemma_samples: 1}
              refute: {enabled: true, portfolio: none, models: [prover], waves: [2]}
            run: {lease_seconds: 10}
            """
    }
}
