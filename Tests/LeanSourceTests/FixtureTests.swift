import LeanSource
import Testing

/// The attack corpus and the innocents, through rungs 1 and 2 alone. `LeanCheckingTests` sends them through Lean as well.
struct FixtureTests {
    static let attacks = FixtureItem.all(in: "attacks")
    static let innocents = FixtureItem.all(in: "innocents")

    @Test(arguments: attacks)
    func `an attack is stopped at its rung or lower`(_ attack: FixtureItem) throws {
        let outcome = attack.outcome()
        #expect(outcome.stopsAt <= (try #require(attack.stopsAt)), "\(outcome)")
    }

    @Test(arguments: innocents)
    func `an innocent passes reader and guard`(_ innocent: FixtureItem) {
        let outcome = innocent.outcome()
        guard case .passes(let statement, let proof, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        // What goes to Lean is our statement and nothing of the answer before it but its helpers.
        let spliced = statement.spliced(with: proof).text
        let theorems = LeanDeclaration.all(in: Array(spliced.utf8))
        #expect(theorems.count == proof.helpers.count + 1)
        #expect(theorems.last?.name == statement.name)
        #expect(theorems.allSatisfy { $0.kind == .theorem })
    }

    @Test func `no attack that passes brings a command or another statement`() {
        for attack in Self.attacks {
            guard case .passes(let statement, let proof, _) = attack.outcome() else { continue }
            let theorems = LeanDeclaration.all(in: Array(statement.spliced(with: proof).text.utf8))
            #expect(theorems.last?.name == statement.name, "\(attack.label)")
            #expect(theorems.count == proof.helpers.count + 1, "\(attack.label)")
        }
    }

    @Test func `the corpora are as large and as varied as they have to be`() {
        #expect(Self.attacks.count >= 300)
        #expect(Self.attacks.count { $0.stopsAt ?? 9 <= 2 } >= 240)
        #expect(Self.innocents.count >= 500)
        let kinds = Set(Self.attacks.compactMap(\.kind))
        #expect(Set((1...14).map(String.init)).isSubset(of: kinds))
        #expect(Self.attacks.allSatisfy { $0.why?.isEmpty == false && $0.stopsAt.map { 1...5 ~= $0 } == true })
        for items in [Self.attacks, Self.innocents] {
            #expect(Set(items.map(\.label)).count == items.count)
            #expect(items.contains { $0.code != nil })
            #expect(items.contains { $0.statement != nil && $0.proof != nil })
            #expect(items.contains { $0.formalStatement != nil && $0.formalProof != nil && $0.header != nil })
        }
    }

    @Test func `the innocents say the words that guards like to refuse`() {
        for word in [
            "sorry", "axiom", "macro", "instance", "end", "native_decide", "#eval", "\r\n", "\t", "private", "lemma",
            "set_option maxRecDepth", "open Nat in", "where", "termination_by", "decreasing_by", "rcases", "calc",
        ] {
            let texts = Self.innocents.map { ($0.proof ?? "") + ($0.code ?? "") + ($0.formalProof ?? "") }
            #expect(texts.contains { $0.utf8.firstRange(of: Array(word.utf8)) != nil }, "\(word)")
        }
    }
}

extension Collection where Element == UInt8 {
    /// Where the bytes occur first; nil when they do not.
    fileprivate func firstRange(of bytes: [UInt8]) -> Int? {
        let all = Array(self)
        guard all.count >= bytes.count else { return nil }
        return (0...all.count - bytes.count).first { all[$0..<$0 + bytes.count].elementsEqual(bytes) }
    }
}
