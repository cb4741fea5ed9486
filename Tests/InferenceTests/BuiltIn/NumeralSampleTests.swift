import Support
import Testing

@testable import Inference

/// Numerals written out by a rule of its own and read back.
@Suite("Numerals of every size")
struct NumeralSampleTests {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

    /// British style has "and" before the last two digits.
    private static func words(_ value: Int, saysAnd: Bool, hyphen: String = "-") -> String {
        func below(_ value: Int) -> String {
            if value < 20 { return small[value] }
            if value < 100 {
                return tens[value / 10] + (value % 10 == 0 ? "" : hyphen + small[value % 10])
            }
            let rest = value % 100
            let join = saysAnd ? " and " : " "
            return small[value / 100] + " hundred" + (rest == 0 ? "" : join + below(rest))
        }
        guard value >= 1_000 else { return below(value) }
        var parts: [String] = []
        if value >= 1_000_000 { parts.append(below(value / 1_000_000) + " million") }
        if value / 1_000 % 1_000 > 0 { parts.append(below(value / 1_000 % 1_000) + " thousand") }
        let rest = value % 1_000
        if rest > 0 { parts.append((saysAnd && rest < 100 ? "and " : "") + below(rest)) }
        return parts.joined(separator: " ")
    }

    private static func read(_ text: String) -> Int? {
        let list = text.split { $0 == " " || $0 == "-" }.map(String.init)
        guard let read = NumeralWords.read(list), read.count == list.count else { return nil }
        return read.value
    }

    @Test func `all numerals up to two thousand are read, with and without "and"`() {
        for value in 0...2_000 {
            #expect(Self.read(Self.words(value, saysAnd: true)) == value)
            #expect(Self.read(Self.words(value, saysAnd: false)) == value)
        }
    }

    @Test func `numerals up to a thousand million are read`() {
        var random = StableRandom(seed: 5)
        for exponent in 4...9 {
            let top = (0..<exponent).reduce(1) { power, _ in power * 10 }
            for _ in 0..<150 {
                let value = Int.random(in: (top / 10)..<top, using: &random)
                #expect(Self.read(Self.words(value, saysAnd: true)) == value)
                #expect(Self.read(Self.words(value, saysAnd: false)) == value)
            }
            for value in [top - 1, top / 10, top / 10 + 1, top / 2] {
                #expect(Self.read(Self.words(value, saysAnd: true)) == value)
            }
        }
    }

    @Test func `a numeral in a sentence is the same in digits, with separators and in words`() {
        var random = StableRandom(seed: 6)
        for _ in 0..<100 {
            let value = Int.random(in: 0..<1_000_000_000, using: &random)
            let digits = String(value)
            var grouped = ""
            for (index, digit) in digits.enumerated() {
                if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
                grouped.append(digit)
            }
            let expected = ControlledEnglish.Outcome.theorem("theorem problem (n : ℕ) : n = \(value) := by sorry")
            #expect(ControlledEnglish.formalize("n = \(digits)") == expected)
            #expect(ControlledEnglish.formalize("n = \(grouped)") == expected)
            #expect(ControlledEnglish.formalize("n is \(Self.words(value, saysAnd: true))") == expected)
            #expect(ControlledEnglish.formalize("n is \(Self.words(value, saysAnd: false, hyphen: " "))") == expected)
        }
    }

    @Test func `a numeral followed by another number word is not cut short in a sentence`() {
        for text in [
            "n is twelve hundred", "n is one thousand million", "n is two three", "n is twenty zero",
            "n is one million thousand",
            "n is hundred", "n is one hundred and", "n is 2 hundred", "n is zero million",
        ] {
            guard case .refused = ControlledEnglish.formalize(text) else {
                Issue.record("accepted: \(text)")
                continue
            }
        }
    }
}
