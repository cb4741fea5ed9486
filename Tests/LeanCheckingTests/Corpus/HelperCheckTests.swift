import Foundation
import LeanSource
import Testing

@testable import LeanChecking

/// Innocents with helper lemmas, through the checker as the factory sends them.
@Suite struct HelperCheckTests {
    private struct Innocent: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let statement: String
        let proof: String

        var testDescription: String { id }
    }

    private static let innocents: [(innocent: Innocent, statement: LockedStatement, proof: ProofBody)] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.appending(path: "Fixtures/innocents/answers.jsonl")
        do {
            return try Data(contentsOf: file).split(separator: 0x0A).compactMap { line in
                let innocent = try JSONDecoder().decode(Innocent.self, from: line)
                let statement = try LockedStatement(parsing: innocent.statement)
                guard case .proof(let proof) = ProofReader.extract(from: innocent.proof, for: statement),
                    !proof.helpers.isEmpty
                else { return nil }
                return (innocent, statement, proof)
            }
        } catch {
            fatalError("\(file.path) cannot be read: \(error)")
        }
    }()

    @Test(arguments: innocents.indices)
    func `a proof with helpers is verified`(_ index: Int) async throws {
        let (innocent, statement, proof) = Self.innocents[index]
        let checker = try await SharedLean.checker
        let result = try await checker.check(proof, of: statement, header: .empty)
        #expect(result.verdict == .verified, "\(innocent.id): \(result.messages)")
        // What a ledger keeps in one column proves the same.
        let kept = ProofBody(wholeText: proof.wholeText, style: proof.style)
        #expect(try await checker.check(kept, of: statement, header: .empty).verdict == .verified)
    }

    @Test func `nearly all helpers can become steps of the proof`() async throws {
        #expect(Self.innocents.count >= 8)
        var inlined = 0
        for (_, statement, proof) in Self.innocents {
            guard let block = proof.inlined else { continue }
            let result = try await SharedLean.checker.check(block, of: statement, header: .empty)
            if result.verdict == .verified { inlined += 1 }
        }
        #expect(inlined >= Self.innocents.count * 2 / 3)
    }

    @Test func `messages about a helper are placed in the whole text`() async throws {
        let statement = LockedStatement("theorem t (a b : ℕ) : a + b = b + a")
        let proof = ProofBody(
            text: "exact two a b", style: .tactics,
            helpers: ["theorem one : 1 = 1 := rfl", "theorem two (x y : ℕ) : x + y = y + x := by\n  exact nonsense"])
        let result = try await SharedLean.checker.check(proof, of: statement, header: .empty)
        #expect(result.verdict == .failed)
        let error = try #require(result.messages.first { $0.severity == .error })
        let lines = proof.wholeText.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[error.line - 1].dropFirst(error.column).hasPrefix("nonsense"))
    }

    @Test func `a helper that takes a name of the statement is forbidden`() async throws {
        let statement = LockedStatement("theorem t : Nat.gcd 2 3 = Nat.gcd 4 2")
        let proof = ProofBody(
            text: "rfl", style: .tactics, helpers: ["theorem Elsewhere.gcd (a b : ℕ) : True := trivial"])
        let result = try await SharedLean.checker.check(proof, of: statement, header: .empty)
        #expect(result.verdict == .forbidden("Elsewhere.gcd"))
    }
}
