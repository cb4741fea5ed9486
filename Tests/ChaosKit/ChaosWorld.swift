package import FakeModelServerKit
internal import Support

/// Problems of every kind with scripted answers: how each must end is known before anybody starts.
///
/// Everything comes from the seed. Which sample of a model holds the proof depends on the seeds of the calls, hence on the
/// statement: some are proved by the first sample, some by the last, some by the portfolio before any call.
package struct ChaosWorld: Sendable {
    /// What becomes of a problem.
    package enum Kind: String, CaseIterable, Sendable {
        case portfolio, sampled, cheated, hopeless, twin, contradictory, unparsable, unfaithful, refused, prose, twice
        case endless
    }

    private struct Case {
        let kind: Kind
        let number: Int
        /// Stands in the problem and in every prompt about it.
        let tag: String
        var text: String { "Concerning \(tag): a scripted problem of the kind \(kind.rawValue)." }
    }

    /// The seed of everything.
    package let seed: UInt64
    private let cases: [Case]

    /// A world.
    ///
    /// - Parameters:
    ///   - problems: how many.
    ///   - endless: how many of them have a proof attempt that never ends; each costs the time limit of a check.
    package init(seed: UInt64, problems: Int, endless: Int) {
        self.seed = seed
        var random = StableRandom(seed: seed)
        // Two thirds go the whole way; the rest ends at every gate there is.
        let common: [Kind] = [.portfolio, .sampled, .sampled, .cheated, .hopeless]
        let rare = Kind.allCases.filter { $0 != .endless && !common.contains($0) }
        cases = (0..<problems).map { index in
            let kind: Kind =
                index < endless ? .endless : index % 3 < 2 ? common[index % 5] : rare[index / 3 % rare.count]
            // Odd, so that no number is half of another's double; twins share theirs.
            let number = 1001 + 2 * index
            return Case(kind: kind, number: number, tag: "case-\(index)-\(random.next() % 10_000);")
        }
    }

    /// The import file.
    package var problemLines: String {
        cases.enumerated().map { "{\"id\":\"chaos-\($0.offset)\",\"problem\":\"\($0.element.text)\"}\n" }.joined()
    }

    /// The server's script.
    ///
    /// - Parameters:
    ///   - delay: milliseconds before every answer.
    ///   - hazards: what goes wrong first; nil for nothing.
    package func script(delay: Int, hazards: ScriptHazards?) -> ModelScript {
        var rules: [ScriptRule] = []
        for item in cases {
            func rule(_ model: String, _ answers: [String]) {
                rules.append(
                    ScriptRule(
                        name: "\(model) \(item.tag)", model: model, contains: item.tag,
                        answers: answers.map { ScriptAnswer($0) }, delay: delay))
            }
            rule("writer", formalizations(item))
            rule("judge", [assessment(item)])
            rule("refuter", refutations(item))
            rule("prover", proofs(item))
        }
        return ModelScript(models: ["writer", "judge", "refuter", "prover"], hazards: hazards, rules: rules)
    }

    /// The configuration of a run against the server.
    ///
    /// Trouble never parks a job: how often a job meets a kill is chance, and must leave no trace.
    ///
    /// - Parameter workers: Lean processes of each dsprover.
    package func configuration(baseURL: String, workers: Int = 1) -> String {
        let models = ["writer", "judge", "refuter", "prover"].map { name in
            """
              \(name): {kind: openai, base_url: "\(baseURL)", model: \(name), max_concurrent: 8, samples_per_call: 1,
                total_timeout_seconds: 3, max_retries: 8, retry_delay_seconds: 0.02, max_retry_delay_seconds: 0.2}
            """
        }
        return """
            templates: deepseek-prover
            lean: {workers: \(workers), wall_clock_seconds: 10, memory_mib: 1024}
            models:
              portfolio: {kind: tactic-portfolio}
            \(models.joined(separator: "\n"))
            stages:
              formalize: {models: [writer], samples: 2}
              score: {model: judge}
              consistency: {model: refuter, samples: 2}
              prove: {portfolio: portfolio, models: [prover], waves: [2, 6]}
            run: {seed: \(seed), lease_seconds: \(Self.lease), maximum_tries: 100, model_jobs: 16, lean_jobs: \(4 * workers),
              drain_seconds: 2}
            """
    }

    /// The lease of a job, seconds.
    package static let lease = 5

    // MARK: What the models say

    private static func fence(_ lean: String) -> String { "Here it is:\n```lean4\n\(lean)\n```\nDone." }

    private func formalizations(_ item: Case) -> [String] {
        let k = item.number
        let inductive = "theorem t (f : Nat → Nat) (h : ∀ x, f (x + 1) = f x + \(k)) (n : Nat) : f n = f 0 + \(k) * n"
        func sorry(_ statement: String) -> String { Self.fence("\(statement) := by sorry") }
        switch item.kind {
        case .portfolio: return [sorry("theorem t (n : Nat) : n + \(k) = \(k) + n")]
        case .sampled, .cheated, .endless: return [sorry(inductive)]
        case .hopeless: return [sorry("theorem t (n : Nat) : n + \(k) < \(k)")]
        case .contradictory: return [sorry("theorem t (n : Nat) (h : n < \(k)) (g : \(k) < n) : n * n = \(k)")]
        case .unparsable: return [sorry("theorem t : undefined_thing \(k) = 3")]
        case .unfaithful: return [sorry("theorem t : (\(k) : Nat) = \(k)")]
        case .refused: return ["CANNOT: sheaves are not in reach"]
        case .prose: return ["I would rather talk about it."]
        // A candidate that holds and one that Lean does not accept.
        case .twice: return [sorry(inductive), sorry("theorem t (n : Nat) : n + other = \(k)")]
        // The same statement in many problems: one is the original, whichever comes first.
        case .twin: return [sorry("theorem t (n : Nat) : 2 * n + 1 = 2 * (n / 7)")]
        }
    }

    private func assessment(_ item: Case) -> String {
        "Natural language: scripted.\nAnalysis: scripted.\nAssessment: \(item.kind == .unfaithful ? "poor" : "good")"
    }

    private func refutations(_ item: Case) -> [String] {
        let none = "I see no contradiction.\n\nCANNOT: the hypotheses are consistent"
        return item.kind == .contradictory ? [none, Self.fence("by omega")] : [none]
    }

    private static let right = "by\n  induction n with\n  | zero => simp\n  | succ m ih => rw [h m, ih]; omega"
    private static let wrong = [
        "by simp_all", "nonsense", "by omega", "by decide", "sorry", "by exact trivial", "by rfl",
    ]
    private static let cheats = [
        "by exact sorryAx _ false", "axiom cheat : False", "theorem t : True := trivial", "by native_decide",
    ]

    private func proofs(_ item: Case) -> [String] {
        var answers = Self.wrong
        switch item.kind {
        case .sampled, .twice: answers.append(Self.right)
        case .cheated: answers = Self.cheats + [Self.right] + Self.wrong.prefix(3)
        case .endless:
            // It hangs and grows: which limit stops it is a matter of the machine's speed.
            answers = ["by\n  repeat (have := trivial)\n  omega"] + Self.wrong.prefix(2) + [Self.right]
        default: break
        }
        return answers.map(Self.fence)
    }
}
