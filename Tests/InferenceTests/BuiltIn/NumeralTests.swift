import Testing

@testable import Inference

@Suite("Numerals")
struct NumeralTests {
    @Test(arguments: [
        ("zero", 0), ("one", 1), ("ten", 10), ("nineteen", 19), ("twenty", 20), ("twenty one", 21), ("ninety nine", 99),
        ("one hundred", 100), ("one hundred and five", 105), ("two hundred fifty six", 256),
        ("nine hundred and ninety nine", 999), ("one thousand", 1_000), ("one thousand and one", 1_001),
        ("twelve thousand three hundred and forty five", 12_345), ("one hundred thousand", 100_000),
        ("one million", 1_000_000), ("two million three hundred thousand and four", 2_300_004),
        (
            "nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine", 999_999_999
        ),
    ])
    func `words are read whole`(_ words: String, _ value: Int) {
        let list = words.split(separator: " ").map(String.init)
        let read = NumeralWords.read(list)
        #expect(read?.value == value)
        #expect(read?.count == list.count)
    }

    @Test(arguments: [
        ("two three", 2, 1), ("twenty zero", 20, 1), ("one hundred and", 100, 2),
        ("one hundred and two hundred", 102, 4),
        ("one thousand thousand", 1_000, 2), ("twelve hundred", 12, 1), ("five and six", 5, 1),
        ("one thousand million", 1_000, 2), ("one thousand and two hundred", 1_000, 2),
    ])
    func `reading stops where the numeral ends`(_ words: String, _ value: Int, _ count: Int) {
        let read = NumeralWords.read(words.split(separator: " ").map(String.init))
        #expect(read?.value == value)
        #expect(read?.count == count)
    }

    @Test(arguments: ["", "and", "hundred", "thousand", "million five", "number", "and five"])
    func `other words are no numerals`(_ words: String) {
        #expect(NumeralWords.read(words.split(separator: " ").map(String.init)) == nil)
    }

    @Test func `without "and" the numeral ends before it`() {
        let words = ["one", "hundred", "and", "five"]
        #expect(NumeralWords.read(words, allowingAnd: false)?.count == 2)
        #expect(NumeralWords.read(words, allowingAnd: true)?.count == 4)
    }

    @Test(arguments: [
        ("1,000", ["1000"]), ("12,345,678", ["12345678"]), ("1,00", ["1", ",", "00"]), ("2n", ["2", "n"]),
        ("1,2", ["1", ",", "2"]), ("1234,567", ["1234", ",", "567"]), ("n^2", ["n", "^", "2"]),
        ("n²", ["n", "^", "2"]),
    ])
    func `digits and separators are cut as written`(_ text: String, _ keys: [String]) throws {
        // "1,00" is not a numeral with a separator; what is left begins with 0 and is refused.
        if keys.last == "00" {
            #expect(throws: EnglishRefusal.self) { try EnglishTokenizer.tokens(of: text) }
        } else {
            #expect(try EnglishTokenizer.tokens(of: text).map(\.key) == keys)
        }
    }

    @Test func `numerals of forty digits are read and longer ones refused`() throws {
        let digits = String(repeating: "9", count: 40)
        #expect(try EnglishTokenizer.tokens(of: digits).map(\.key) == [digits])
        #expect(throws: EnglishRefusal.self) { try EnglishTokenizer.tokens(of: digits + "9") }
    }
}
