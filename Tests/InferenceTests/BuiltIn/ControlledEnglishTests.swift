import Inference
import Testing

@Suite("Controlled English")
struct ControlledEnglishTests {
    private func check(_ example: Formalized) {
        let name = "problem"
        let expected = "theorem \(name) \(example.statement) := by sorry"
        #expect(ControlledEnglish.formalize(example.sentence, name: name) == .theorem(expected))
    }

    @Test(arguments: Formalized.quantifiers)
    func `quantifiers in words are formalized`(_ example: Formalized) { check(example) }

    @Test(arguments: Formalized.sentences)
    func `setting up and claiming is formalized`(_ example: Formalized) { check(example) }

    @Test(arguments: Formalized.nounPhrases)
    func `noun phrases become variables with conditions`(_ example: Formalized) { check(example) }

    @Test(arguments: Formalized.predicates)
    func `properties and comparisons are formalized`(_ example: Formalized) { check(example) }

    @Test(arguments: Formalized.terms)
    func `numbers are formalized`(_ example: Formalized) { check(example) }

    @Test(arguments: Formalized.logic)
    func `propositional logic is formalized`(_ example: Formalized) { check(example) }

    @Test(arguments: Refused.all)
    func `text outside of the fragment is refused with the reason`(_ example: Refused) {
        #expect(ControlledEnglish.formalize(example.text) == .refused(example.reason))
    }

    @Test(arguments: GrammarRule.sentences + GrammarRule.phrases)
    func `a rule reads its sentences and none of their neighbours`(_ rule: GrammarRule) {
        for example in rule.accepted { check(example) }
        for text in rule.refused {
            guard case .theorem(let source) = ControlledEnglish.formalize(text) else { continue }
            Issue.record("\(text) was read as \(source)")
        }
    }

    @Test func `capitals, white space, CRLF and polite words do not matter`() {
        let plain = ControlledEnglish.formalize("Show that 2 + 2 = 4.")
        for text in [
            "please SHOW that 2+2=4", "Show\r\nthat\t2 + 2\u{A0}= 4?", "Thus, clearly, 2 + 2 = 4", "$2 + 2 = 4$",
        ] {
            #expect(ControlledEnglish.formalize(text) == plain)
        }
    }

    @Test func `the name is used when it is a plain identifier and replaced when it is not`() {
        func name(_ name: String) -> String? {
            guard case .theorem(let source) = ControlledEnglish.formalize("1 = 1", name: name) else { return nil }
            return source.split(separator: " ").dropFirst().first.map(String.init)
        }
        #expect(name("qs_001") == "qs_001")
        let bad = [
            "", "1a", "a b", "a\n", "x := by", "theorem", "naïve", "_", "a.b", String(repeating: "a", count: 201),
        ]
        for bad in bad { #expect(name(bad) == "problem", "\(bad)") }
    }

    @Test func `an empty problem is refused`() {
        for text in ["", "  \n ", "$$"] {
            #expect(ControlledEnglish.formalize(text) == .refused("the problem is empty"))
        }
    }

    @Test func `a very long problem is refused unread`() {
        let long = String(repeating: "2 + ", count: 300_000) + "2 = 4"
        #expect(ControlledEnglish.formalize(long) == .refused("the problem is longer than 4000 characters"))
        let words = String(repeating: "1+", count: 250) + "1 = 251"
        #expect(ControlledEnglish.formalize(words) == .refused("the problem has more than 400 words and signs"))
    }

    @Test(arguments: ["(", "not ", "if ", "the square of ", "-", "there is a k such that ", "either "])
    func `deep nesting is refused and does not overflow the stack`(_ piece: String) {
        let text = String(repeating: piece, count: min(399, 3_000 / piece.count))
        guard case .refused = ControlledEnglish.formalize(text + "1") else {
            Issue.record("accepted \(piece)")
            return
        }
    }

    @Test func `brackets nest up to a limit`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "1 + 1" + String(repeating: ")", count: depth) + " = 2"
        }
        #expect(ControlledEnglish.formalize(nested(5)) == .theorem("theorem problem : (1 : ℕ) + 1 = 2 := by sorry"))
        guard case .refused(let reason) = ControlledEnglish.formalize(nested(150)) else {
            Issue.record("accepted")
            return
        }
        #expect(reason == "brackets or clauses nest deeper than 16")
    }

    @Test func `a sentence with very many readings is refused, not tried for ever`() {
        let text =
            "for all n, " + String(repeating: "((n + ", count: 8) + "n" + String(repeating: ")", count: 15) + " x"
        guard case .refused = ControlledEnglish.formalize(text) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func `a reason is one line without characters that Markdown or Lean would read`() {
        let hostile = [
            "2 = 2 ```", "`n`", "n = n /- -/", "n = n -- x", "«n» = n", "\u{202E}n = n", "n = n\u{0000}", "#eval 1",
        ]
        for text in hostile {
            guard case .refused(let reason) = ControlledEnglish.formalize(text) else {
                Issue.record("accepted \(text)")
                continue
            }
            #expect(!reason.unicodeScalars.contains { "`#«»\n\r\u{0}\u{202E}".unicodeScalars.contains($0) })
        }
    }
}
