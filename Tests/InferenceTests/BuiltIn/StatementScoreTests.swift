import Testing

@testable import Inference

@Suite("Heuristic score")
struct StatementScoreTests {
    @Test(arguments: [
        ("nonsense", "", "poor"),
        ("theorem t (n : ℕ) : n = n := by sorry", "", "poor"),
        ("theorem t (n m : ℕ) : n + m = n + m := by sorry", "", "poor"),
        ("theorem t (p : Prop) : p ↔ p := by sorry", "", "poor"),
        ("theorem t (n : ℕ) : True := by sorry", "", "poor"),
        ("theorem t (n : ℕ) (h₁ : Even n) : Even n := by sorry", "", "poor"),
        ("theorem t (n : ℕ) (h₁ : Even  n) : Even n := by sorry", "", "poor"),
        ("theorem t : (3 : ℕ) < 5 := by sorry", "3 < 5", "fair"),
        ("theorem t : (3 : ℕ) + 1 < 5 := by sorry", "3 + 1 < 5", "above average"),
        ("theorem t (n : ℕ) : n < n + 1 := by sorry", "n < n + 1", "above average"),
        ("theorem t (n : ℕ) : n < n + 1 := by sorry", "n < n + 1 when n is over 17", "fair"),
        ("theorem t : (2 : ℕ) ^ 10 = 1024 := by sorry", "2^10 = 1,024", "above average"),
        ("theorem t (n m : ℕ) : n + m = m + n := by sorry", "", "good"),
        // Brackets tell these two sides apart.
        ("theorem t (n m k : ℕ) : n + m + k = n + (m + k) := by sorry", "", "good"),
        ("theorem t (n : ℕ) : n ∣ n := by sorry", "", "above average"),
        ("theorem t (a b c : ℕ) (h₁ : a ∣ b) (h₂ : b ∣ c) : a ∣ c := by sorry", "", "good"),
        ("theorem t (a b : ℤ) (h₁ : a < b) (h₂ : ¬a = 0) : a < b ∧ ¬a = 0 := by sorry", "", "excellent"),
        ("theorem t (p q : Prop) : ¬(p ∧ q) ↔ ¬p ∨ ¬q := by sorry", "", "excellent"),
    ])
    func `rules give the grade`(_ formal: String, _ informal: String, _ grade: String) {
        #expect(StatementScore.of(formal: formal, informal: informal).grade.rawValue == grade)
    }

    @Test(arguments: ["(", ")", ": ℕ)", "(n : ℕ)", "∃! ", "1,000,", "∀ n : ℕ, "])
    func `hostile statements are scored without long work`(_ piece: String) {
        let text = String(repeating: piece, count: 19_000 / piece.unicodeScalars.count)
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            _ = StatementScore.of(formal: "theorem t : " + text, informal: text)
            _ = StatementScore.of(formal: "theorem t " + text + " : 1 = 2", informal: text)
        }
        #expect(elapsed < .seconds(60))
    }

    @Test func `ascriptions are the number alone and other brackets stay`() {
        #expect(
            StatementScore.words(of: "(2 : ℕ) + (n + 1) = (-3 : ℤ)") == [
                "2", "+", "(", "n", "+", "1", ")", "=", "-", "3",
            ])
        #expect(StatementScore.words(of: "∃! n : ℕ, h₁ n") == ["∃!", "n", ":", "ℕ", ",", "h₁", "n"])
    }
}
