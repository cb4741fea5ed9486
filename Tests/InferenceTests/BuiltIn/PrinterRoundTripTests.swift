import Testing

@testable import Inference

@Suite("Printed terms, read back")
struct PrinterRoundTripTests {
    @Test(arguments: 0..<8)
    func `random numbers are read back as they were`(_ seed: Int) throws {
        var generator = FormalTreeGenerator(seed: UInt64(seed))
        for _ in 0..<250 {
            let term = generator.term(depth: 4)
            let text = LeanPrinter.text(term)
            #expect(try LeanTermReader.term(text) == term, "\(text)")
        }
    }

    @Test(arguments: 0..<8)
    func `random claims are read back as they were`(_ seed: Int) throws {
        var generator = FormalTreeGenerator(seed: UInt64(100 + seed))
        for _ in 0..<250 {
            let claim = generator.claim(depth: 4)
            let text = LeanPrinter.text(claim)
            #expect(try LeanTermReader.claim(text) == claim, "\(text)")
        }
    }

    @Test func `leaving out any pair of brackets changes the meaning or the statement cannot be read`() throws {
        var generator = FormalTreeGenerator(seed: 7)
        var pairs = 0
        for _ in 0..<150 {
            let claim = generator.claim(depth: 3)
            let text = Array(LeanPrinter.text(claim))
            for open in text.indices where text[open] == "(" {
                guard let close = Self.closing(text, from: open), !text[open...close].contains(":") else { continue }
                var without = text
                without[close] = " "
                without[open] = " "
                pairs += 1
                let read = try? LeanTermReader.claim(String(without))
                // Exponents and inner quantifiers have their brackets for the reader's sake, "-(-n)" for the lexer's.
                let isForReader =
                    "∀∃".contains(text[open + 1]) || open > 1 && text[open - 2] == "^"
                    || open > 0 && text[open - 1] == "-" && text[open + 1] == "-"
                #expect(isForReader || read != claim, "\(String(text))")
            }
        }
        #expect(pairs > 200)
    }

    private static func closing(_ text: [Character], from open: Int) -> Int? {
        var depth = 0
        for index in open..<text.count {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    @Test func `the reader keeps to Lean's precedences`() throws {
        let p = FormalProposition.variable("p")
        let q = FormalProposition.variable("q")
        #expect(try LeanTermReader.claim("p ∧ q → p ∨ q") == .binary(.implies, .binary(.and, p, q), .binary(.or, p, q)))
        #expect(try LeanTermReader.claim("¬p ∧ q") == .binary(.and, .not(p), q))
        #expect(throws: LeanTermReader.Unreadable.self) { try LeanTermReader.claim("p ↔ q ↔ p") }
        let n = FormalTerm.variable("n")
        #expect(try LeanTermReader.term("n - n - n") == (n - n) - n)
        #expect(try LeanTermReader.term("-n ^ 2") == .negated(.power(n, .numeral("2"))))
        #expect(try LeanTermReader.term("n ^ n ^ n") == .power(n, .power(n, n)))
        #expect(throws: LeanTermReader.Unreadable.self) { try LeanTermReader.term("--n") }
    }

    @Test func `two minus signs are kept apart, for side by side they begin a comment`() {
        let x = FormalTerm.variable("x")
        #expect(LeanPrinter.text(.negated(.negated(x))) == "-(-x)")
        #expect(LeanPrinter.text(.negated(.negated(.negated(x)))) == "-(-(-x))")
        #expect(
            ControlledEnglish.formalize("Let x be an integer. Then -(-x) = x.")
                == .theorem("theorem problem (x : ℤ) : -(-x) = x := by sorry"))
        #expect(ControlledEnglish.formalize("- - 3 = 3") == .theorem("theorem problem : -(-3 : ℤ) = 3 := by sorry"))
    }
}
