import Testing

/// A rule of the grammar in docs/controlled-english.md: sentences that it reads, and neighbours of theirs that it must not.
struct GrammarRule: Sendable, CustomTestStringConvertible {
    let name: String
    let accepted: [Formalized]
    let refused: [String]

    var testDescription: String { name }

    static let sentences: [GrammarRule] = [
        GrammarRule(
            name: "setup",
            accepted: [
                Formalized("Let n = 3 and m = 4. Then n < m.", "(n m : ℕ) (h₁ : n = 3) (h₂ : m = 4) : n < m"),
                Formalized("Let n be between 1 and 5; then n < 6.", "(n : ℕ) (h₁ : 1 ≤ n) (h₂ : n ≤ 5) : n < 6"),
                Formalized("Fix a natural number n. Then n ∣ n.", "(n : ℕ) : n ∣ n"),
                Formalized("Consider integers a and b with a > b, then b < a.", "(a b : ℤ) (h₁ : a > b) : b < a"),
            ],
            refused: [
                "Let n = 3 and 4. Then n < m.", "Let n be. Then n < 6.", "Fix natural number. Then n ∣ n.",
                "Let n. Then n = n.",
                "Consider integers a and b with a > b, b < a.", "Let n be 3. Let n be 4",
                "Let 3 be a number. Then 3 = 3.",
                "Let n ∈ 3. Then n = n.", "Let p be a proposition. Then p = p.", "Suppose. Then n = n.",
            ]),
        GrammarRule(
            name: "goal-words",
            accepted: [
                Formalized("We have 1 < 2.", ": (1 : ℕ) < 2"), Formalized("Verify that 2 is even!", ": Even (2 : ℕ)"),
                Formalized("Is it true that 2 < 1?", ": (2 : ℕ) < 1"), Formalized("Prove this: 1 < 2", ": (1 : ℕ) < 2"),
            ],
            refused: [
                "We 1 < 2.", "Verify 2.", "Is it that 2 < 1?", "Prove.", "Show that show", "Disprove that 1 < 2.",
                "Prove it.",
                "Show that if 1 < 2.", "1 < 2 is true.", "Then.",
            ]),
        GrammarRule(
            name: "clause",
            accepted: [
                Formalized("For all n and m n + m = m + n.", "(n m : ℕ) : n + m = m + n"),
                Formalized("For some n: n = 3", ": ∃ n : ℕ, n = 3"),
                Formalized("n ∣ n, for each natural number n.", "(n : ℕ) : n ∣ n"),
            ],
            refused: [
                "n = 3 for all.", "For n, n = n.", "For all 3, 3 = 3.", "For all n.", "If 1 < 2 3 < 4.",
                "If n is even then.",
                "Then if n is even.", "For all all n, n = n.", "For no n, n < n.", "For all n ∈ n, n = n.",
                "If then n = n.",
            ]),
        GrammarRule(
            name: "equivalence and implication",
            accepted: [
                Formalized("n is even exactly when n + 1 is odd.", "(n : ℕ) : Even n ↔ Odd (n + 1)"),
                Formalized("n is even iff n + 1 is odd", "(n : ℕ) : Even n ↔ Odd (n + 1)"),
                Formalized("n = 2 provided that n is even.", "(n : ℕ) (h₁ : Even n) : n = 2"),
                Formalized("p is equivalent to q.", "(p q : Prop) : p ↔ q"),
            ],
            refused: [
                "n is even if and only if.", "n is even only when n + 1 is odd.", "iff n = n.",
                "n = 2 provided n is even.",
                "n is even exactly n + 1 is odd.", "p iff q iff r", "p implies.", "p implies q only if r",
                "p if q if r",
            ]),
        GrammarRule(
            name: "atom",
            accepted: [
                Formalized("Some natural number is even.", ": ∃ n : ℕ, Even n"),
                Formalized("Not all natural numbers are even.", ": ¬(∀ n : ℕ, Even n)"),
                Formalized("p does not hold.", "(p : Prop) : ¬p"),
                Formalized("a, b and c are all even.", "(a b c : ℕ) : Even a ∧ Even b ∧ Even c"),
                Formalized("There are no numbers a and b such that a < b and b < a.", ": ¬(∃ a b : ℕ, a < b ∧ b < a)"),
                Formalized("Both p and q.", "(p q : Prop) : p ∧ q"),
            ],
            refused: [
                "Some natural is even.", "Not natural numbers are even.", "p does hold.", "a, b c are even.",
                "a and b is even.",
                "There are no a and b.", "There is exactly one a and b such that a = b.", "Both p or q.",
                "Either p and q.",
                "Neither p or q.", "n or m is even.", "it is not the case.", "()", "(n = n", "n", "3", "n m", "p q",
            ]),
    ]

    static let phrases: [GrammarRule] = [
        GrammarRule(
            name: "verb-phrase",
            accepted: [
                Formalized("n is equal to m and different from k.", "(n m k : ℕ) : n = m ∧ n ≠ k"),
                Formalized("n cannot be odd.", "(n : ℕ) : ¬Odd n"),
                Formalized("n leaves a remainder of 2 when divided by 3.", "(n : ℕ) : n % 3 = 2"),
                Formalized("n divides m and exceeds 2.", "(n m : ℕ) : n ∣ m ∧ n > 2"),
            ],
            refused: [
                "n is equal to m and different.", "n cannot odd.", "n can be odd.",
                "n leaves remainder when divided by 3.",
                "n leaves a remainder of 2.", "n divides.", "n exceeds and divides 2.", "n does divides 2.",
                "n is and is even.",
                "n are and even", "n not is even", "n equals", "n satisfies.", "n has 3.", "n equals 3 or 4.",
            ]),
        GrammarRule(
            name: "property",
            accepted: [
                Formalized("n is greater than or equal to 3.", "(n : ℕ) : n ≥ 3"),
                Formalized("a and b are both multiples of 3.", "(a b : ℕ) : 3 ∣ a ∧ 3 ∣ b"),
                Formalized("n is both odd and positive.", "(n : ℕ) : Odd n ∧ n > 0"),
            ],
            refused: [
                "n is greater 3.", "n is greater or equal to 3.", "n is strictly less than or equal to 3.",
                "n is an even.",
                "n is number.", "n is a number.", "n is both odd or positive.", "n is congruent to m.",
                "n is divisible by.",
                "n is between 3.", "n is at 3.", "n is strictly 3.", "n is no 3.", "n is even odd.",
                "n is more even than 3.",
                "n is strictly between 1 and 3 inclusive.", "n is the even.", "n is equal 3.", "n is multiple of 3.",
            ]),
        GrammarRule(
            name: "term",
            accepted: [
                Formalized("n to the power of 3 is 8.", "(n : ℕ) : n ^ 3 = 8"),
                Formalized("thrice n is m", "(n m : ℕ) : 3 * n = m"),
                Formalized("n is half of 10.", "(n : ℕ) : n = 10 / 2"),
                Formalized("The remainder when n is divided by 5 is 2.", "(n : ℕ) : n % 5 = 2"),
                Formalized("The opposite of 3 is -3.", ": (-3 : ℤ) = -3"),
            ],
            refused: [
                "n to the power is 8.", "thrice is m", "n is half 10.", "n is half of 9.", "The remainder of n is 2.",
                "The opposite 3 is -3.", "The sum of n is 3.", "The sum of n m is 3.",
                "The difference of 3, 2 and 1 is 0.",
                "The square root of n is 3.", "the n = 3", "+3 = 3", "3 + = 3", "3 * * 3 = 9", "3 ^ = 3", "3^-1 = 3",
                "(3 = 3",
                "n n = 3", "2 plus = 3", "two plus plus two is four", "3 less than is 2", "its square is 3 and m = n",
            ]),
        GrammarRule(
            name: "counted",
            accepted: [
                Formalized("The product of any two consecutive integers is even.", "(n : ℤ) : Even (n * (n + 1))"),
                Formalized(
                    "The sum of three distinct numbers is at least 3.",
                    "(n m k : ℕ) (h₁ : n ≠ m) (h₂ : n ≠ k) (h₃ : m ≠ k) : n + m + k ≥ 3"),
            ],
            refused: [
                "The product of consecutive integers is even.", "The sum of two is even.",
                "The sum of two consecutive is odd.",
                "The sum of two consecutive primes is even.", "The sum of six distinct numbers is at least 3.",
                "The difference of three consecutive integers is 1.", "Two odd numbers are odd.",
            ]),
    ]
}
