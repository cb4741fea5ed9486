import Foundation
import Inference
import LeanChecking
import LeanSource
import Logging
import Prompting
import Support
import Testing

/// The built-in models, the prompts of the DeepSeek-Prover recipe and the embedded Lean together.
@Suite("Built-in models with Lean", .serialized)
struct BuiltInWithLeanTests {
    private struct Unexpected: Error {
        let what: String
    }

    private static func withChecker(_ body: (LeanChecker) async throws -> Void) async throws {
        let toolchain = try await ToolchainFinder.find(ToolchainSettings(profile: .embedded))
        let checker = try await LeanChecker(
            toolchain: toolchain, workers: 2, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        do {
            try await body(checker)
        } catch {
            await checker.shutdown()
            throw error
        }
        await checker.shutdown()
    }

    /// The recipe's prompts of this source tree.
    private static func template(_ name: String) throws -> PromptTemplate {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try PromptLibrary.load(folder: root.appending(path: "templates/deepseek-prover")).template(name)
    }

    private static func text(_ key: String, of example: PromptValue) throws -> String {
        guard case .object(let members) = example, case .text(let text)? = members[key] else {
            throw Unexpected(what: "the example has no \(key)")
        }
        return text
    }

    private static func statement(of sentence: String, name: String = "problem") throws -> LockedStatement {
        switch ControlledEnglish.formalize(sentence, name: name) {
        case .theorem(let source): return try LockedStatement(parsing: source)
        case .refused(let reason): throw Unexpected(what: "\(sentence): \(reason)")
        }
    }

    /// The portfolio's answers, read as those of any model are.
    private static func proofs(of statement: LockedStatement) async throws -> [ProofBody] {
        let model = TacticPortfolioModel()
        let request = ChatRequest(
            messages: [], samples: 0..<(model.sampleCount ?? 0), inputs: ["formal_statement": statement.withSorry()],
            purpose: "prove")
        let reader = try template("prove").answer
        var proofs: [ProofBody] = []
        for answer in try await model.answers(to: request) {
            guard case .found(let lean) = reader.read(answer.content) else {
                #expect(answer.content == "CANNOT: portfolio exhausted")
                continue
            }
            guard case .proof(let proof) = ProofReader.extract(from: lean, for: statement) else {
                throw Unexpected(what: "no proof in: \(lean)")
            }
            proofs.append(proof)
        }
        return proofs
    }

    // MARK: The recipe's examples

    @Test func `the recipe's examples of formalizing elaborate`() async throws {
        let template = try Self.template("formalize")
        try await Self.withChecker { checker in
            var elaborated = 0
            for example in template.fewShot {
                let name = try Self.text("name", of: example)
                switch template.answer.read(try Self.text("answer", of: example)) {
                case .found(let lean):
                    let statement = try LockedStatement(parsing: lean)
                    #expect(statement.name == name)
                    let result = try await checker.elaborate(statement, header: .empty)
                    #expect(result.verdict == .verified, "\(name): \(result.messages.map(\.text))")
                    elaborated += 1
                case .cannot(let reason): #expect(!reason.isEmpty)
                case .missing(let reason): Issue.record("\(name): \(reason)")
                }
            }
            #expect(elaborated >= 4 && elaborated < template.fewShot.count)
        }
    }

    @Test func `the recipe's examples of proving check`() async throws {
        let template = try Self.template("prove")
        try await Self.withChecker { checker in
            #expect(template.fewShot.count >= 3)
            for example in template.fewShot {
                let statement = try LockedStatement(parsing: try Self.text("formal_statement", of: example))
                guard case .found(let lean) = template.answer.read(try Self.text("answer", of: example)),
                    case .proof(let proof) = ProofReader.extract(from: lean, for: statement)
                else { throw Unexpected(what: "no proof of \(statement.name)") }
                let result = try await checker.check(proof, of: statement, header: .empty)
                #expect(result.verdict == .verified, "\(statement.name): \(result.messages.map(\.text))")
            }
        }
    }

    // MARK: Statements

    /// One or more sentences of every rule of the grammar.
    private static let sentences = [
        "Let a and b be integers with a < b. Prove that a + 1 ≤ b.", "Let x, y ∈ ℤ. Then x + y = y + x.",
        "Suppose n is divisible by 6. Then n is divisible by 3.",
        "Given natural numbers a and b with a = b, show that b = a.",
        "Suppose that for all natural numbers n, n is even. Then 3 is even.",
        "For all n, m, k: n(m + k) = n * m + n * k",
        "For each odd natural number n, n + 1 is even.", "n + 0 = n for every natural number n.",
        "For every natural number n there is a natural number m such that m > n.", "For some n, n² = 4.",
        "If n is even, then n squared is even.", "Whenever n is even, n + 2 is even.",
        "n is odd only if n + 1 is even.",
        "n = 2k for some natural number k if and only if n is even.", "p and q, or r",
        "not (p and q) iff not p or not q",
        "It is not the case that 3 is even.", "Either p or q.", "Neither p nor q holds.",
        "At least one of n and n + 1 is even.",
        "p and q are equivalent if and only if (p implies q) and (q implies p).", "a, b and c are distinct.",
        "There is exactly one natural number n such that n + 2 = 5.", "There is no integer x such that 2x = 1.",
        "There are natural numbers a and b such that a + b = 5 and a * b = 6.", "Not every natural number is even.",
        "No perfect square leaves remainder 2 when divided by 3.", "Every prime number greater than 2 is odd.",
        "Some odd number is a perfect square.", "n is the sum of two odd numbers.", "n is congruent to m modulo 7.",
        "The sum of three consecutive integers is divisible by 3.", "The product of two negative integers is positive.",
        "The remainder of n when divided by 5 is 2.", "n is between 1 and 10.", "12 / 4 = 3", "-3 + 5 = 2", "1 < 2 < 3",
        "Let x be an integer. Then -(-x) = x.", "Let x be an integer. Then - - -x^2 = -3 * -x.", "(-3)^2 - -4 = 13",
        "Let x be an integer. Then x leaves remainder 2 when divided by 3.", "-7 is congruent to 2 modulo 9.",
        "Twice n plus one is odd.", "2^n > n", "2^(n + 1) leaves remainder 2 when divided by 3.", "3 | 12",
        "3 is prime.",
    ]

    @Test func `sentences of every rule of the grammar elaborate`() async throws {
        try await Self.withChecker { checker in
            #expect(Self.sentences.count >= 40)
            for sentence in Self.sentences {
                let statement = try Self.statement(of: sentence)
                let result = try await checker.elaborate(statement, header: .empty)
                #expect(
                    result.verdict == .verified, "\(sentence): \(statement.signature) \(result.messages.map(\.text))")
            }
        }
    }

    @Test func `no word of Lean becomes the name of a theorem that Lean cannot read`() async throws {
        let words = """
            Prop Sort Type abbrev admit assume at attribute axiom break by calc catch class coinductive continue def deriving do
            else end example exists exact export extends false finally for forall from fun generalizing have hiding if import in
            include inductive infix inferInstanceAs initialize instance intro is le lemma let let_fun local macro match meta mut
            mutual namespace nat_lit no_index nofun nomatch noncomputable nonrec not notation omit only opaque open or
            partial partial_fixpoint postfix prefix private problem protected public renaming repeat return rfl scoped section
            set_option show sorry structure suffices syntax termination_by then theorem this to true try universe unless unsafe
            using variable where while with id_ h1
            """.split { $0 == " " || $0 == "\n" }
        #expect(words.count > 90)
        try await Self.withChecker { checker in
            for word in words {
                let result: CheckResult
                do {
                    let statement = try Self.statement(of: "1 = 1", name: String(word))
                    result = try await checker.elaborate(statement, header: .empty)
                } catch let error as LeanSourceError {
                    Issue.record("\(word): \(error)")
                    continue
                }
                // A name that the library has taken is a name all the same.
                let isTaken = result.messages.contains { $0.text.contains("already been declared") }
                #expect(
                    result.verdict == .verified || isTaken, "\(word): \(result.verdict) \(result.messages.map(\.text))")
            }
        }
    }

    // MARK: Proofs

    @Test func `every script of the portfolio is read as one proof and passes the guard`() async throws {
        for sentence in Self.sentences {
            let statement = try Self.statement(of: sentence)
            let proofs = try await Self.proofs(of: statement)
            #expect((5...48).contains(proofs.count))
            #expect(Set(proofs).count == proofs.count)
            for proof in proofs {
                #expect(ProofGuard.violations(in: proof).isEmpty, "\(sentence): \(proof.text)")
            }
        }
    }

    /// A fact about given numbers, and the same with another number in it, which is false.
    private static func facts(seed: UInt64) -> [(true: String, false: String)] {
        var random = StableRandom(seed: seed)
        return (0..<20).map { index in
            let a = Int.random(in: 2...60, using: &random)
            let b = Int.random(in: 2...9, using: &random)
            let off = Int.random(in: 1...5, using: &random)
            switch index % 7 {
            case 0: return ("The sum of \(a) and \(b) is \(a + b).", "The sum of \(a) and \(b) is \(a + b + off).")
            case 1: return ("\(a) times \(b) equals \(a * b).", "\(a) times \(b) equals \(a * b - off).")
            case 2: return ("\(b)^3 = \(b * b * b)", "\(b)^3 = \(b * b * b + off)")
            case 3: return ("\(b) divides \(a * b).", "\(b) divides \(a * b + 1).")
            case 4:
                return (
                    "\(a) leaves remainder \(a % b) when divided by \(b).",
                    "\(a) leaves remainder \(a % b + off) when divided by \(b)."
                )
            case 5: return ("\(b) - \(a) < \(b - a + off)", "\(b) - \(a) > \(b - a + off)")
            default: return ("\(2 * a) is even and \(2 * b + 1) is odd.", "\(2 * a + 1) is even or \(2 * b) is odd.")
            }
        }
    }

    @Test func `true facts about numbers are proved`() async throws {
        try await Self.withChecker { checker in
            for fact in Self.facts(seed: 1) {
                let statement = try Self.statement(of: fact.true)
                var isProved = false
                for proof in try await Self.proofs(of: statement) where !isProved {
                    isProved = try await checker.check(proof, of: statement, header: .empty).verdict == .verified
                }
                #expect(isProved, "\(fact.true)")
            }
        }
    }

    @Test func `false facts about numbers are proved by no script`() async throws {
        try await Self.withChecker { checker in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for fact in Self.facts(seed: 2) {
                    let statement = try Self.statement(of: fact.false)
                    group.addTask {
                        for proof in try await Self.proofs(of: statement) {
                            let verdict = try await checker.check(proof, of: statement, header: .empty).verdict
                            #expect(verdict == .failed, "\(fact.false): \(proof.text)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
