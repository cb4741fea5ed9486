import Testing

/// A sentence and what it says, written in Swift by reading the English alone.
struct EnglishMeaning: Sendable, CustomTestStringConvertible {
    let sentence: String
    /// Of the numbers in the order in which the sentence brings them in.
    let holds: @Sendable ([Int]) -> Bool

    init(_ sentence: String, _ holds: @escaping @Sendable ([Int]) -> Bool) {
        self.sentence = sentence
        self.holds = holds
    }

    var testDescription: String { sentence }

    private static func isSquare(_ number: Int) -> Bool { (0...40).contains { $0 * $0 == number } }
    private static func isPrime(_ number: Int) -> Bool { [2, 3, 5, 7, 11, 13, 17, 19, 23].contains(number) }
    private static func even(_ number: Int) -> Bool { number % 2 == 0 }

    /// Sentences that are true of some numbers and false of others, so that a wrong reading shows.
    static let all: [EnglishMeaning] = [
        EnglishMeaning("n is even.") { even($0[0]) },
        EnglishMeaning("n is not divisible by 3.") { $0[0] % 3 != 0 },
        EnglishMeaning("n is divisible by 2 or 3.") { even($0[0]) || $0[0] % 3 == 0 },
        EnglishMeaning("n is divisible by both 2 and 3.") { $0[0] % 6 == 0 },
        EnglishMeaning("n is neither even nor greater than four.") { !even($0[0]) && $0[0] <= 4 },
        EnglishMeaning("n is between 2 and 5.") { $0[0] >= 2 && $0[0] <= 5 },
        EnglishMeaning("n is strictly between 2 and 5.") { $0[0] > 2 && $0[0] < 5 },
        EnglishMeaning("n is 3 or 4.") { $0[0] == 3 || $0[0] == 4 },
        EnglishMeaning("n is at least 2 and at most 5.") { $0[0] >= 2 && $0[0] <= 5 },
        EnglishMeaning("n is no less than 2 and no more than 5.") { $0[0] >= 2 && $0[0] <= 5 },
        EnglishMeaning("n is less than or equal to m.") { $0[0] <= $0[1] },
        EnglishMeaning("n exceeds m.") { $0[0] > $0[1] },
        EnglishMeaning("n differs from m.") { $0[0] != $0[1] },
        EnglishMeaning("n does not divide m.") { $0[0] == 0 ? $0[1] != 0 : $0[1] % $0[0] != 0 },
        EnglishMeaning("n leaves remainder 1 when divided by 4.") { $0[0] % 4 == 1 },
        EnglishMeaning("n is congruent to m modulo 3.") { ($0[0] - $0[1]) % 3 == 0 },
        EnglishMeaning("The remainder of n when divided by 3 is m.") { $0[0] % 3 == $0[1] },
        EnglishMeaning("n is a perfect square.") { isSquare($0[0]) },
        EnglishMeaning("n is a multiple of m.") { $0[1] == 0 ? $0[0] == 0 : $0[0] % $0[1] == 0 },
        EnglishMeaning("n is a divisor of 12.") { $0[0] != 0 && 12 % $0[0] == 0 },
        EnglishMeaning("n is prime or n is even.") { isPrime($0[0]) || even($0[0]) },
        EnglishMeaning("n is an odd number greater than two.") { !even($0[0]) && $0[0] > 2 },
        EnglishMeaning("n and m are odd.") { !even($0[0]) && !even($0[1]) },
        EnglishMeaning("n and m are not both even.") { !(even($0[0]) && even($0[1])) },
        EnglishMeaning("a, b and c are equal.") { $0[0] == $0[1] && $0[1] == $0[2] },
        EnglishMeaning("a, b and c are distinct.") { $0[0] != $0[1] && $0[1] != $0[2] && $0[0] != $0[2] },
        EnglishMeaning("Either n or m is odd.") { !even($0[0]) || !even($0[1]) },
        EnglishMeaning("At least one of n and m is 3.") { $0[0] == 3 || $0[1] == 3 },
        EnglishMeaning("n < m ≤ 5") { $0[0] < $0[1] && $0[1] <= 5 },
        EnglishMeaning("n + 2m = 9") { $0[0] + 2 * $0[1] == 9 },
        EnglishMeaning("2n² = m(m + 1)") { 2 * $0[0] * $0[0] == $0[1] * ($0[1] + 1) },
        EnglishMeaning("n is one more than twice m.") { $0[0] == 2 * $0[1] + 1 },
        EnglishMeaning("Three times n plus one is ten.") { 3 * $0[0] + 1 == 10 },
        EnglishMeaning("The sum of n and its square is at most 12.") { $0[0] + $0[0] * $0[0] <= 12 },
        EnglishMeaning("The sum of n, m and 1 is the product of n and m.") { $0[0] + $0[1] + 1 == $0[0] * $0[1] },
        EnglishMeaning("The square of the sum of n and m is 16.") { ($0[0] + $0[1]) == 4 },
        EnglishMeaning("2^n = n + m") { 1 << $0[0] == $0[0] + $0[1] },
        EnglishMeaning("n cubed is less than m squared.") { $0[0] * $0[0] * $0[0] < $0[1] * $0[1] },
        EnglishMeaning("If n is even then m is odd.") { !even($0[0]) || !even($0[1]) },
        EnglishMeaning("n is odd if m > 3.") { $0[1] <= 3 || !even($0[0]) },
        EnglishMeaning("n is odd only if m > 3.") { even($0[0]) || $0[1] > 3 },
        EnglishMeaning("n = 2 if and only if m is odd.") { ($0[0] == 2) == !even($0[1]) },
        EnglishMeaning("If n is even and m is even, then n < m or n = 4.") {
            !(even($0[0]) && even($0[1])) || $0[0] < $0[1] || $0[0] == 4
        },
        EnglishMeaning("n is even, and m is odd or prime.") { even($0[0]) && (!even($0[1]) || isPrime($0[1])) },
        EnglishMeaning("n is even and m is odd, or m = 3.") { (even($0[0]) && !even($0[1])) || $0[1] == 3 },
        EnglishMeaning("It is not the case that n < 3.") { !($0[0] < 3) },
        EnglishMeaning("not (n < 3 and m < 3)") { !($0[0] < 3 && $0[1] < 3) },
        EnglishMeaning("There is a natural number k such that n = 3k + 1.") { $0[0] % 3 == 1 },
        EnglishMeaning("There is no natural number k such that n = 2k.") { !even($0[0]) },
        EnglishMeaning("There is exactly one natural number k such that k < n.") { $0[0] == 1 },
        EnglishMeaning("n = m + k for some positive number k.") { $0[0] > $0[1] },
        EnglishMeaning("There is a number k such that n < k and k < m.") { $0[0] + 1 < $0[1] },
        EnglishMeaning("n is the sum of two odd numbers.") { even($0[0]) && $0[0] >= 2 },
        EnglishMeaning("n is not the sum of two positive numbers.") { $0[0] < 2 },
        EnglishMeaning("n is the product of two distinct odd numbers.") { [3, 5, 7, 9].contains($0[0]) },
        EnglishMeaning("n is the square of an odd number.") { isSquare($0[0]) && !even($0[0]) },
        EnglishMeaning("Let n be a number. For all natural numbers k with k < n, k is even.") {
            !($0[1] < $0[0]) || even($0[1])
        },
        EnglishMeaning("An even number is greater than 4.") { !even($0[0]) || $0[0] > 4 },
        EnglishMeaning("The sum of an even number and an odd number is at most 7.") {
            !even($0[0]) || even($0[1]) || $0[0] + $0[1] <= 7
        },
        EnglishMeaning("The sum of two consecutive odd numbers is divisible by 12.") {
            even($0[0]) || (2 * $0[0] + 2) % 12 == 0
        },
        EnglishMeaning("The product of two distinct numbers is positive.") { $0[0] == $0[1] || $0[0] * $0[1] > 0 },
        EnglishMeaning("Every number that is divisible by 3 is less than 6.") { $0[0] % 3 != 0 || $0[0] < 6 },
        EnglishMeaning("Let x be an integer. Then x² is greater than x.") { $0[0] * $0[0] > $0[0] },
        EnglishMeaning("Let x and y be integers. Then the difference of x and y is negative.") { $0[0] - $0[1] < 0 },
        EnglishMeaning("Let x be an integer. Then -x^2 = -4.") { $0[0] == 2 || $0[0] == -2 },
        EnglishMeaning("Let x be an integer. Then (-x)^2 = -(-4).") { $0[0] == 2 || $0[0] == -2 },
        EnglishMeaning("Let x be an integer. Then x leaves remainder 2 when divided by 3.") {
            [-4, -1, 2, 5].contains($0[0])
        },
        EnglishMeaning("Let x be an integer. Then x is two less than its square.") { [-1, 2].contains($0[0]) },
        EnglishMeaning("Let x be a nonzero integer. Then x - 1 - 1 is positive or x is negative.") {
            $0[0] == 0 || $0[0] > 2 || $0[0] < 0
        },
        EnglishMeaning("Let n be odd, and suppose that n > 3. Show that n is a multiple of 5.") {
            even($0[0]) || $0[0] <= 3 || $0[0] == 5
        },
        EnglishMeaning("Let a, b and c be natural numbers such that a < b and b < c. Then c = 4.") {
            !($0[0] < $0[1] && $0[1] < $0[2]) || $0[2] == 4
        },
        EnglishMeaning("p and q, or r") { ($0[0] == 1 && $0[1] == 1) || $0[2] == 1 },
        EnglishMeaning("p, and q or r") { $0[0] == 1 && ($0[1] == 1 || $0[2] == 1) },
        EnglishMeaning("p implies q if and only if r") { ($0[0] == 0 || $0[1] == 1) == ($0[2] == 1) },
        EnglishMeaning("Neither p nor q holds.") { $0[0] == 0 && $0[1] == 0 },
        EnglishMeaning("p and q are equivalent.") { $0[0] == $0[1] },
        EnglishMeaning("If p implies q and q implies r, then r.") {
            !(($0[0] == 0 || $0[1] == 1) && ($0[1] == 0 || $0[2] == 1)) || $0[2] == 1
        },
        EnglishMeaning("Suppose that p is false. Then q holds only if r holds.") {
            $0[0] == 1 || $0[1] == 0 || $0[2] == 1
        },
        EnglishMeaning("not p or q") { $0[0] == 0 || $0[1] == 1 },
    ]
}
