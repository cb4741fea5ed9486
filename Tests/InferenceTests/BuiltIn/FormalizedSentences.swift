import Testing

/// A sentence of the fragment and what stands between the theorem's name and `:= by sorry`.
struct Formalized: Sendable, CustomTestStringConvertible {
    let sentence: String
    let statement: String

    init(_ sentence: String, _ statement: String) {
        self.sentence = sentence
        self.statement = statement
    }

    var testDescription: String { sentence }
}

extension Formalized {
    /// Quantifiers in words become binders at the top and stay quantifiers inside.
    static let quantifiers: [Formalized] = [
        Formalized("For all natural numbers n and m, n + m = m + n.", "(n m : ℕ) : n + m = m + n"),
        Formalized("For all n, m, k: (n + m) + k = n + (m + k).", "(n m k : ℕ) : n + m + k = n + (m + k)"),
        Formalized("For every integer x, x - x = 0.", "(x : ℤ) : x - x = 0"),
        Formalized(
            "For every natural number n and every natural number m, n * m = m * n.",
            "(n m : ℕ) : n * m = m * n"),
        Formalized(
            "For all integers x, y and z with x < y, x + z < y + z.",
            "(x y z : ℤ) (h₁ : x < y) : x + z < y + z"),
        Formalized("For all n >= 1, n > 0.", "(n : ℕ) (h₁ : n ≥ 1) : n > 0"),
        Formalized("For all x in ℤ, x * 0 = 0.", "(x : ℤ) : x * 0 = 0"),
        Formalized("For each odd natural number n, n + 1 is even.", "(n : ℕ) (h₁ : Odd n) : Even (n + 1)"),
        Formalized("$n^{2} \\ge n$ for all natural numbers $n$.", "(n : ℕ) : n ^ 2 ≥ n"),
        Formalized("n + 0 = n for every natural number n.", "(n : ℕ) : n + 0 = n"),
        Formalized("If n is even then n + 1 is odd for all n.", "(n : ℕ) (h₁ : Even n) : Odd (n + 1)"),
        Formalized(
            "For every natural number n there is a natural number m such that m > n.",
            "(n : ℕ) : ∃ m : ℕ, m > n"),
        Formalized("For every n, there exists an m with m > n.", "(n : ℕ) : ∃ m : ℕ, m > n"),
        Formalized("There exists a natural number k such that k + 3 = 7.", ": ∃ k : ℕ, k + 3 = 7"),
        Formalized("There is an integer x with x + 5 = 2.", ": ∃ x : ℤ, x + 5 = 2"),
        Formalized(
            "There are natural numbers a and b such that a + b = 5 and a * b = 6.",
            ": ∃ a b : ℕ, a + b = 5 ∧ a * b = 6"),
        Formalized("There is exactly one natural number n such that n + 2 = 5.", ": ∃! n : ℕ, n + 2 = 5"),
        Formalized("There is an even number greater than 10.", ": ∃ n : ℕ, Even n ∧ n > 10"),
        Formalized("There is no integer x such that 2x = 1.", ": ¬(∃ x : ℤ, 2 * x = 1)"),
        Formalized("There does not exist a natural number n such that n * n = 2.", ": ¬(∃ n : ℕ, n * n = 2)"),
        Formalized(
            "n = 2k for some natural number k if and only if n is even.",
            "(n : ℕ) : (∃ k : ℕ, n = 2 * k) ↔ Even n"),
        Formalized("n is even and n = 2k for some k.", "(n : ℕ) : Even n ∧ (∃ k : ℕ, n = 2 * k)"),
        Formalized("No natural number n satisfies n < n.", ": ¬(∃ n : ℕ, n < n)"),
        Formalized("No odd number is even.", ": ¬(∃ n : ℕ, Odd n ∧ Even n)"),
        Formalized("Every natural number divides itself.", "(n : ℕ) : n ∣ n"),
        Formalized("Every natural number n satisfies n + 0 = n.", "(n : ℕ) : n + 0 = n"),
        Formalized("Every multiple of four is even.", "(n : ℕ) (h₁ : 4 ∣ n) : Even n"),
        Formalized("Not every natural number is even.", ": ¬(∀ n : ℕ, Even n)"),
        Formalized("Some odd number is a perfect square.", ": ∃ n : ℕ, Odd n ∧ (∃ m : ℕ, n = m ^ 2)"),
        Formalized(
            "No perfect square leaves remainder 2 when divided by 3.",
            ": ¬(∃ m : ℕ, (∃ n : ℕ, m = n ^ 2) ∧ m % 3 = 2)"),
        Formalized("Every prime number greater than 2 is odd.", "(n : ℕ) (h₁ : Nat.Prime n) (h₂ : n > 2) : Odd n"),
    ]

    /// Let, suppose, given, if … then.
    static let sentences: [Formalized] = [
        Formalized(
            "Let n be a natural number. Show that n is less than or equal to n squared.",
            "(n : ℕ) : n ≤ n ^ 2"),
        Formalized(
            "Let a and b be integers with a < b. Prove that a + 1 <= b.",
            "(a b : ℤ) (h₁ : a < b) : a + 1 ≤ b"),
        Formalized(
            "Let a, b, c be natural numbers such that a < b and b < c. Then a < c.",
            "(a b c : ℕ) (h₁ : a < b) (h₂ : b < c) : a < c"),
        Formalized(
            "Let a be an even number and b an odd number. Then a + b is odd.",
            "(a b : ℕ) (h₁ : Even a) (h₂ : Odd b) : Odd (a + b)"),
        Formalized("Let a be an integer and let b be an integer. Then a * b = b * a.", "(a b : ℤ) : a * b = b * a"),
        Formalized("Let x, y ∈ ℤ. Then x + y = y + x.", "(x y : ℤ) : x + y = y + x"),
        Formalized("Let $x \\in \\mathbb{Z}$. Then $x \\cdot 1 = x$.", "(x : ℤ) : x * 1 = x"),
        Formalized("Let n be odd. Prove n is not even.", "(n : ℕ) (h₁ : Odd n) : ¬Even n"),
        Formalized("Let x = 3. Then x + 1 = 4.", "(x : ℕ) (h₁ : x = 3) : x + 1 = 4"),
        Formalized(
            "Let n be an integer, and suppose that n is odd. Show that n * n is odd.",
            "(n : ℤ) (h₁ : Odd n) : Odd (n * n)"),
        Formalized(
            "Let n be a natural number. Let n be even. Please show that n + 2 is even.",
            "(n : ℕ) (h₁ : Even n) : Even (n + 2)"),
        Formalized("Suppose n is even. Then n + 2 is even.", "(n : ℕ) (h₁ : Even n) : Even (n + 2)"),
        Formalized(
            "Suppose that a < b, and that b < c, and that c < a. Then a = b.",
            "(a b c : ℕ) (h₁ : a < b) (h₂ : b < c) (h₃ : c < a) : a = b"),
        Formalized(
            "Suppose there is a natural number k such that n = 2 * k. Then n is even.",
            "(n : ℕ) (h₁ : ∃ k : ℕ, n = 2 * k) : Even n"),
        Formalized(
            "Suppose that for all natural numbers n, n is even. Then 3 is even.",
            "(h₁ : ∀ n : ℕ, Even n) : Even (3 : ℕ)"),
        Formalized(
            "Assume that n is an even natural number. Prove that n + 1 is odd.",
            "(n : ℕ) (h₁ : Even n) : Odd (n + 1)"),
        Formalized("Given natural numbers a and b with a = b, show that b = a.", "(a b : ℕ) (h₁ : a = b) : b = a"),
        Formalized("Given that n is even, n + 1 is odd.", "(n : ℕ) (h₁ : Even n) : Odd (n + 1)"),
        Formalized("If n is even, then n squared is even.", "(n : ℕ) (h₁ : Even n) : Even (n ^ 2)"),
        Formalized(
            "If a is even and b is even, a + b is even.",
            "(a b : ℕ) (h₁ : Even a) (h₂ : Even b) : Even (a + b)"),
        Formalized("If x is an integer, then x^2 is nonnegative.", "(x : ℤ) : x ^ 2 ≥ 0"),
        Formalized(
            "If n is a natural number such that n is even, then n + 1 is odd.",
            "(n : ℕ) (h₁ : Even n) : Odd (n + 1)"),
        Formalized(
            "If a natural number is divisible by six, then it is divisible by three.",
            "(n : ℕ) (h₁ : 6 ∣ n) : 3 ∣ n"),
        Formalized(
            "If a < b then a < b + c and a < b + c + 1.",
            "(a b c : ℕ) (h₁ : a < b) : a < b + c ∧ a < b + c + 1"),
        Formalized(
            "The sum of n and m is even if n and m are even.",
            "(n m : ℕ) (h₁ : Even n) (h₂ : Even m) : Even (n + m)"),
        Formalized("n is odd only if n + 1 is even.", "(n : ℕ) (h₁ : Odd n) : Even (n + 1)"),
        Formalized("Whenever n is even, n + 2 is even.", "(n : ℕ) (h₁ : Even n) : Even (n + 2)"),
        Formalized("It follows that 1 < 2.", ": (1 : ℕ) < 2"),
        Formalized("Is it true that 5 is even?", ": Even (5 : ℕ)"),
    ]
}
