extension Formalized {
    /// Numbers that nobody has named.
    static let nounPhrases: [Formalized] = [
        Formalized(
            "The sum of an even number and an odd number is odd.",
            "(n m : ℕ) (h₁ : Even n) (h₂ : Odd m) : Odd (n + m)"),
        Formalized("The sum of two odd integers is even.", "(n m : ℤ) (h₁ : Odd n) (h₂ : Odd m) : Even (n + m)"),
        Formalized("The sum of two distinct natural numbers is positive.", "(n m : ℕ) (h₁ : n ≠ m) : n + m > 0"),
        Formalized("The product of two consecutive natural numbers is even.", "(n : ℕ) : Even (n * (n + 1))"),
        Formalized(
            "The sum of two consecutive odd numbers is divisible by four.",
            "(n : ℕ) (h₁ : Odd n) : 4 ∣ n + (n + 2)"),
        Formalized("The sum of three consecutive integers is divisible by 3.", "(n : ℤ) : 3 ∣ n + (n + 1) + (n + 2)"),
        Formalized(
            "The difference of two odd integers is even.",
            "(n m : ℤ) (h₁ : Odd n) (h₂ : Odd m) : Even (n - m)"),
        Formalized(
            "The product of two negative integers is positive.",
            "(n m : ℤ) (h₁ : n < 0) (h₂ : m < 0) : n * m > 0"),
        Formalized(
            "The square of an odd number leaves remainder 1 when divided by 8.",
            "(n : ℕ) (h₁ : Odd n) : n ^ 2 % 8 = 1"),
        Formalized("The sum of a natural number and its successor is odd.", "(n : ℕ) : Odd (n + (n + 1))"),
        Formalized("A natural number plus itself is even.", "(n : ℕ) : Even (n + n)"),
        Formalized("Every even number is twice a natural number.", "(n : ℕ) (h₁ : Even n) : ∃ m : ℕ, n = 2 * m"),
        Formalized("An even number greater than 2 is at least 4.", "(n : ℕ) (h₁ : Even n) (h₂ : n > 2) : n ≥ 4"),
        Formalized("A natural number that is divisible by 4 is even.", "(n : ℕ) (h₁ : 4 ∣ n) : Even n"),
        Formalized("The cube of every even number is even.", "(n : ℕ) (h₁ : Even n) : Even (n ^ 3)"),
        Formalized("A prime is greater than one.", "(n : ℕ) (h₁ : Nat.Prime n) : n > 1"),
    ]

    /// What is said of a number.
    static let predicates: [Formalized] = [
        Formalized("n is even or odd.", "(n : ℕ) : Even n ∨ Odd n"),
        Formalized("n is neither even nor odd.", "(n : ℕ) : ¬Even n ∧ ¬Odd n"),
        Formalized(
            "n is divisible by 2 and 3 if and only if n is divisible by 6.",
            "(n : ℕ) : 2 ∣ n ∧ 3 ∣ n ↔ 6 ∣ n"),
        Formalized("n is divisible by both 2 and 3.", "(n : ℕ) : 2 ∣ n ∧ 3 ∣ n"),
        Formalized("n is divisible by 2 or by 3.", "(n : ℕ) : 2 ∣ n ∨ 3 ∣ n"),
        Formalized(
            "x is 3 or 4 if and only if x is at least 3 and at most 4.",
            "(x : ℕ) : x = 3 ∨ x = 4 ↔ x ≥ 3 ∧ x ≤ 4"),
        Formalized("x is strictly between 3 and 5.", "(x : ℕ) : 3 < x ∧ x < 5"),
        Formalized("x is between one hundred and two hundred.", "(x : ℕ) : 100 ≤ x ∧ x ≤ 200"),
        Formalized("n is not less than m if and only if n is at least m.", "(n m : ℕ) : ¬n < m ↔ n ≥ m"),
        Formalized("n is no more than 3 and no less than 3.", "(n : ℕ) : n ≤ 3 ∧ n ≥ 3"),
        Formalized("n is different from n + 1.", "(n : ℕ) : n ≠ n + 1"),
        Formalized("n is congruent to 3 modulo 7.", "(n : ℕ) : n % 7 = 3 % 7"),
        Formalized(
            "n leaves a remainder of 1 on division by 2 if and only if n is odd.",
            "(n : ℕ) : n % 2 = 1 ↔ Odd n"),
        Formalized("17 divided by 5 leaves remainder 2.", ": (17 : ℕ) % 5 = 2"),
        Formalized("The remainder of 100 when divided by 7 is 2.", ": (100 : ℕ) % 7 = 2"),
        Formalized("a does not divide b.", "(a b : ℕ) : ¬a ∣ b"),
        Formalized("a exceeds b or a equals b.", "(a b : ℕ) : a > b ∨ a = b"),
        Formalized("n and n + 1 are not both even.", "(n : ℕ) : ¬(Even n ∧ Even (n + 1))"),
        Formalized("a, b and c are positive.", "(a b c : ℕ) : a > 0 ∧ b > 0 ∧ c > 0"),
        Formalized("a, b and c are distinct.", "(a b c : ℕ) : a ≠ b ∧ a ≠ c ∧ b ≠ c"),
        Formalized("Either n or n + 1 is even.", "(n : ℕ) : Even n ∨ Even (n + 1)"),
        Formalized("At least one of n and n + 1 is even.", "(n : ℕ) : Even n ∨ Even (n + 1)"),
        Formalized("n is a perfect square.", "(n : ℕ) : ∃ m : ℕ, n = m ^ 2"),
        Formalized("n is a divisor of 12.", "(n : ℕ) : n ∣ 12"),
        Formalized("3|12", ": (3 : ℕ) ∣ 12"),
        Formalized("a ∣ b ∣ c", "(a b c : ℕ) : a ∣ b ∧ b ∣ c"),
        Formalized("1 < 2 < 3", ": (1 : ℕ) < 2 ∧ (2 : ℕ) < 3"),
    ]

    /// Numerals, formulas, numbers in words.
    static let terms: [Formalized] = [
        Formalized("2 + 2 = 4", ": (2 : ℕ) + 2 = 4"),
        Formalized("The sum of 17 and 25 is 42.", ": (17 : ℕ) + 25 = 42"),
        Formalized("The sum of 1, 2 and 3 is 6.", ": (1 : ℕ) + 2 + 3 = 6"),
        Formalized("Seven times eight is fifty-six.", ": (7 : ℕ) * 8 = 56"),
        Formalized("Two hundred and fifty-six is equal to two to the power of eight.", ": (256 : ℕ) = 2 ^ 8"),
        Formalized("One hundred twenty-three plus one equals one hundred and twenty-four.", ": (123 : ℕ) + 1 = 124"),
        Formalized("The sum of one hundred and five is 105.", ": (100 : ℕ) + 5 = 105"),
        Formalized("1,000,000 is equal to one million.", ": (1000000 : ℕ) = 1000000"),
        Formalized("minus three plus five equals two", ": (-3 : ℤ) + 5 = 2"),
        Formalized("-3 + 5 = 2", ": (-3 : ℤ) + 5 = 2"),
        Formalized("Half of ten is five.", ": (10 : ℕ) / 2 = 5"),
        Formalized("12 / 4 = 3", ": (12 : ℕ) / 4 = 3"),
        Formalized("Twice n plus one is odd.", "(n : ℕ) : Odd (2 * n + 1)"),
        Formalized("The sum of n and its successor is odd.", "(n : ℕ) : Odd (n + (n + 1))"),
        Formalized("Three less than ten is seven.", ": (10 : ℤ) - 3 = 7"),
        Formalized("n is one more than twice m.", "(n m : ℕ) : n = 2 * m + 1"),
        Formalized("2n + 3(n + 1) = 5n + 3", "(n : ℕ) : 2 * n + 3 * (n + 1) = 5 * n + 3"),
        Formalized("(n+1)(n+2) = n² + 3n + 2", "(n : ℕ) : (n + 1) * (n + 2) = n ^ 2 + 3 * n + 2"),
        Formalized("n cubed is n times n squared.", "(n : ℕ) : n ^ 3 = n * n ^ 2"),
        Formalized(
            "The square of the sum of a and b is at least the product of a and b.",
            "(a b : ℕ) : (a + b) ^ 2 ≥ a * b"),
        Formalized("(the square of n) + 1 is positive.", "(n : ℕ) : n ^ 2 + 1 > 0"),
        Formalized("2 · 3 × 4 = 24", ": (2 : ℕ) * 3 * 4 = 24"),
        Formalized("0 != 1", ": (0 : ℕ) ≠ 1"),
    ]

    /// Propositions by name.
    static let logic: [Formalized] = [
        Formalized("p or not p", "(p : Prop) : p ∨ ¬p"),
        Formalized(
            "Let p and q be propositions. If p and q, then q and p.",
            "(p q : Prop) (h₁ : p) (h₂ : q) : q ∧ p"),
        Formalized("For all propositions p and q, p implies that p or q.", "(p q : Prop) (h₁ : p) : p ∨ q"),
        Formalized(
            "If p implies q and q implies r, then p implies r.",
            "(p q r : Prop) (h₁ : p → q) (h₂ : q → r) (h₃ : p) : r"),
        Formalized(
            "If (p implies q) and (q implies r), then p implies r.",
            "(p q r : Prop) (h₁ : p → q) (h₂ : q → r) (h₃ : p) : r"),
        Formalized(
            "Suppose that p holds and that p implies q. Then q holds.",
            "(p q : Prop) (h₁ : p) (h₂ : p → q) : q"),
        Formalized(
            "p and q are equivalent if and only if (p implies q) and (q implies p).",
            "(p q : Prop) : (p ↔ q) ↔ (p → q) ∧ (q → p)"),
        Formalized("not (p and q) if and only if not p or not q.", "(p q : Prop) : ¬(p ∧ q) ↔ ¬p ∨ ¬q"),
        Formalized("Neither p nor q holds if and only if not (p or q).", "(p q : Prop) : ¬p ∧ ¬q ↔ ¬(p ∨ q)"),
        Formalized("p and q, or r.", "(p q r : Prop) : p ∧ q ∨ r"),
        Formalized("p, and q or r.", "(p q r : Prop) : p ∧ (q ∨ r)"),
        Formalized("Either p is true or p is false.", "(p : Prop) : p ∨ ¬p"),
        Formalized("It is not the case that 3 is even.", ": ¬Even (3 : ℕ)"),
        Formalized("If P then P or Q.", "(P Q : Prop) (h₁ : P) : P ∨ Q"),
        Formalized("x < y < z implies x < z", "(x y z : ℕ) (h₁ : x < y) (h₂ : y < z) : x < z"),
    ]
}
