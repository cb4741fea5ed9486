import Support

/// Claims put together at random, each with its English and, beside it, what it says. Brackets stand around every part, so
/// that the English has one reading whatever the grammar thinks.
struct RandomEnglish {
    /// English and what it says when the letters have these values.
    struct Part {
        let text: String
        let holds: ([Character: Int]) -> Bool
    }

    private struct Number {
        let text: String
        let value: ([Character: Int]) -> Int
    }

    private var random: StableRandom
    private var letters: [Character] = ["n", "m"]
    private var spare: [Character] = ["k", "j", "i"]

    init(seed: UInt64) { random = StableRandom(seed: seed) }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    private static let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    private mutating func simple() -> Number {
        let value = below(10)
        switch below(4) {
        case 0: return Number(text: String(value)) { _ in value }
        case 1: return Number(text: Self.words[value]) { _ in value }
        default:
            let letter = letters[below(letters.count)]
            return Number(text: String(letter)) { $0[letter] ?? 0 }
        }
    }

    private mutating func number() -> Number {
        let (a, b) = (simple(), simple())
        switch below(12) {
        case 0: return Number(text: "(\(a.text) + \(b.text))") { a.value($0) + b.value($0) }
        case 1: return Number(text: "(\(a.text) * \(b.text) + 1)") { a.value($0) * b.value($0) + 1 }
        case 2: return Number(text: "(1 + \(a.text) × \(b.text))") { 1 + a.value($0) * b.value($0) }
        case 3: return Number(text: "(the sum of \(a.text) and \(b.text))") { a.value($0) + b.value($0) }
        case 4: return Number(text: "(the product of \(a.text) and \(b.text))") { a.value($0) * b.value($0) }
        case 5: return Number(text: "(the square of \(a.text))") { a.value($0) * a.value($0) }
        case 6: return Number(text: "(twice \(a.text) plus \(b.text))") { 2 * a.value($0) + b.value($0) }
        case 7: return Number(text: "(\(a.text) times \(b.text))") { a.value($0) * b.value($0) }
        case 8: return Number(text: "(3(\(a.text) + 2))") { 3 * (a.value($0) + 2) }
        case 9: return Number(text: "(\(a.text) plus \(b.text) squared)") { a.value($0) + b.value($0) * b.value($0) }
        default: return a
        }
    }

    private mutating func atom() -> Part {
        let (a, b) = (number(), number())
        let digit = 2 + below(4)
        switch below(14) {
        case 0: return Part(text: "\(a.text) is even") { a.value($0) % 2 == 0 }
        case 1: return Part(text: "\(a.text) is not odd") { a.value($0) % 2 == 0 }
        case 2: return Part(text: "\(a.text) is divisible by \(digit)") { a.value($0) % digit == 0 }
        case 3: return Part(text: "\(a.text) < \(b.text)") { a.value($0) < b.value($0) }
        case 4: return Part(text: "\(a.text) is at most \(b.text)") { a.value($0) <= b.value($0) }
        case 5: return Part(text: "\(a.text) is greater than \(b.text)") { a.value($0) > b.value($0) }
        case 6: return Part(text: "\(a.text) ≠ \(b.text)") { a.value($0) != b.value($0) }
        case 7: return Part(text: "\(a.text) equals \(b.text)") { a.value($0) == b.value($0) }
        case 8:
            return Part(text: "\(a.text) leaves remainder 1 when divided by \(digit)") { a.value($0) % digit == 1 }
        case 9: return Part(text: "\(digit) divides \(a.text)") { a.value($0) % digit == 0 }
        case 10:
            return Part(text: "\(a.text) is between \(digit) and \(b.text)") {
                digit <= a.value($0) && a.value($0) <= b.value($0)
            }
        case 11:
            return Part(text: "\(a.text) is even or greater than \(b.text)") {
                a.value($0) % 2 == 0 || a.value($0) > b.value($0)
            }
        case 12: return Part(text: "\(a.text) and \(b.text) are odd") { a.value($0) % 2 * (b.value($0) % 2) == 1 }
        default:
            return Part(text: "\(a.text) is neither odd nor less than \(b.text)") {
                a.value($0) % 2 == 0 && a.value($0) >= b.value($0)
            }
        }
    }

    /// A claim about the letters n and m.
    mutating func claim(depth: Int) -> Part {
        guard depth > 0 else { return atom() }
        if below(5) == 0, let letter = spare.popLast() { return quantified(letter, depth: depth) }
        let (a, b) = (claim(depth: depth - 1), claim(depth: depth - 1))
        switch below(11) {
        case 0: return Part(text: "(\(a.text)) and (\(b.text))") { a.holds($0) && b.holds($0) }
        case 1: return Part(text: "(\(a.text)) or (\(b.text))") { a.holds($0) || b.holds($0) }
        case 2: return Part(text: "not (\(a.text))") { !a.holds($0) }
        case 3: return Part(text: "(\(a.text)) implies (\(b.text))") { !a.holds($0) || b.holds($0) }
        case 4: return Part(text: "(\(a.text)) if and only if (\(b.text))") { a.holds($0) == b.holds($0) }
        case 5: return Part(text: "either (\(a.text)) or (\(b.text))") { a.holds($0) || b.holds($0) }
        case 6: return Part(text: "neither (\(a.text)) nor (\(b.text))") { !a.holds($0) && !b.holds($0) }
        case 7: return Part(text: "if (\(a.text)), then (\(b.text))") { !a.holds($0) || b.holds($0) }
        case 8: return Part(text: "(\(a.text)) only if (\(b.text))") { !a.holds($0) || b.holds($0) }
        case 9: return Part(text: "(\(a.text)) whenever (\(b.text))") { a.holds($0) || !b.holds($0) }
        default: return Part(text: "it is not the case that (\(a.text))") { !a.holds($0) }
        }
    }

    private mutating func quantified(_ letter: Character, depth: Int) -> Part {
        letters.append(letter)
        let body = claim(depth: depth - 1)
        letters.removeLast()
        let limit = 2 + below(4)
        func all(_ values: [Character: Int]) -> [Bool] {
            (0..<limit).map { value in body.holds(values.merging([letter: value]) { $1 }) }
        }
        switch below(4) {
        case 0:
            return Part(text: "for all natural numbers \(letter) with \(letter) < \(limit), (\(body.text))") {
                all($0).allSatisfy { $0 }
            }
        case 1:
            return Part(text: "there is a natural number \(letter) < \(limit) such that (\(body.text))") {
                all($0).contains(true)
            }
        case 2:
            return Part(text: "there is exactly one \(letter) such that \(letter) < \(limit) and (\(body.text))") {
                all($0).count { $0 } == 1
            }
        default:
            return Part(text: "there is no natural number \(letter) < \(limit) such that (\(body.text))") {
                !all($0).contains(true)
            }
        }
    }
}
