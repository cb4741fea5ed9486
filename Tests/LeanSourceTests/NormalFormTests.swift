import LeanSource
import Support
import Testing

/// Tests of which statements have the same normal form.
struct NormalFormTests {
    static let equal: [(String, String)] = [
        ("theorem a : p", "lemma b : p := by sorry"),
        ("theorem a (x y : ℕ) : x = y", "theorem a (x : Nat) (y : ℕ) : x = y"),
        ("theorem a (x y z : ℕ) : x = y", "theorem a (x : ℕ) (y z : ℕ) : x = y"),
        ("theorem a (x : ℕ) (h : x = x) : x = x", "theorem a (n : ℕ) (e : n = n) : n = n"),
        ("theorem a (x:ℕ):x=x", "theorem a -- c\n  (x /- d -/ : ℕ) :\n  x = x"),
        ("theorem a (x : ℤ) : x = x", "theorem a (x : Int) : x = x"),
        ("theorem a (x : ℝ) : x = x", "theorem a (x : Real) : x = x"),
        ("theorem a : ∀ x : ℕ, x = x", "theorem a : ∀ y : ℕ, y = y"),
        ("theorem a : ∀ x y : ℕ, x = y", "theorem a : ∀ (x : ℕ) (y : ℕ), x = y"),
        ("theorem a : ∀ x y : ℕ, x = y", "theorem a : ∀ x : ℕ, ∀ y : ℕ, x = y"),
        ("theorem a : ∃ x y, x = y", "theorem a : ∃ u, ∃ v, u = v"),
        ("theorem a : ∃! x, p x", "theorem a : ∃! y, p y"),
        ("theorem a : f = fun x y => x", "theorem a : f = fun u => fun v => u"),
        ("theorem a : f = fun x => x", "theorem a : f = λ y ↦ y"),
        ("theorem a : p -> q", "theorem a : p → q"),
        ("theorem a : p /\\ q", "theorem a : p ∧ q"),
        ("theorem a : x <= y", "theorem a : x ≤ y"),
        ("theorem a : (p ∧ q)", "theorem a : p ∧ q"),
        ("theorem a : ((p ∧ q))", "theorem a : p ∧ q"),
        ("theorem a (h : (x = y)) : p", "theorem a (h : x = y) : p"),
        ("theorem a : (x : ℕ) → x = x", "theorem a : ∀ x : ℕ, x = x"),
        ("theorem a : (x : ℕ) → (y : ℕ) → x = y", "theorem a : ∀ x y : ℕ, x = y"),
        ("theorem a : {x : ℕ | x > 0} = s", "theorem a : {y : ℕ | y > 0} = s"),
        ("theorem a : {x // x > 0}", "theorem a : {y // y > 0}"),
        ("theorem a : {x ∈ s | x > 0} = s", "theorem a : {y ∈ s | y > 0} = s"),
        ("theorem a : {(x, y) | x = y} = s", "theorem a : {(u, v) | u = v} = s"),
        ("theorem a : ∑ i ∈ range n, i = 3", "theorem a : ∑ k ∈ range n, k = 3"),
        ("theorem a : ∑ i in range n, f i = ∏ i in s, i", "theorem a : ∑ k in range n, f k = ∏ j in s, j"),
        ("theorem a : ∀ x > 0, p x", "theorem a : ∀ y > 0, p y"),
        ("theorem a : ∀ x ∈ s, ∃ y ∈ t, x < y", "theorem a : ∀ y ∈ s, ∃ x ∈ t, y < x"),
        ("theorem a : ∀ᶠ x in f, p x", "theorem a : ∀ᶠ y in f, p y"),
        ("theorem a : ∫ x in s, f x = 1", "theorem a : ∫ y in s, f y = 1"),
        ("theorem a (f g : ∀ x, p x) : q", "theorem a (f : ∀ y, p y) (g : ∀ z, p z) : q"),
        ("theorem a (s : Finset ℕ) : s.card = 1 ∧ s.1 = s.1", "theorem a (t : Finset ℕ) : t.card = 1 ∧ t.1 = t.1"),
        ("theorem a [i : Fact p] : q", "theorem a [Fact p] : q"),
        ("theorem a (_ : p) : q", "theorem a (h : p) : q"),
        ("theorem a : let x := 3; x = 3", "theorem a : let y := 3; y = 3"),
        ("theorem a : let x := 3\n  x = 3", "theorem a : let y := 3; y = 3"),
        ("theorem a : ∃ x, x = (fun ⟨u, v⟩ => u) x", "theorem a : ∃ y, y = (fun ⟨w, z⟩ => w) y"),
        ("theorem a (x : ℕ) : ∃ x, x = x", "theorem a (y : ℕ) : ∃ z, z = z"),
        ("theorem a («x» : ℕ) : «x» = x", "theorem a (x : ℕ) : x = x"),
        ("theorem a (x : ℕ := 3) : x = 3", "theorem a (y : ℕ := 3) : y = 3"),
        ("theorem a (n : ℕ) : foo (n := n)", "theorem a (m : ℕ) : foo (n := m)"),
        ("theorem a (x : ℕ) : |x| = x", "theorem a (y : ℕ) : |y| = y"),
        (
            "theorem a (x : ℕ) : if x = 1 then ∃ y, y = x else x = 2",
            "theorem a (z : ℕ) : if z = 1 then ∃ x, x = z else z = 2"
        ),
        ("theorem a (x : ℕ) : (∃ y, y = x) ∧ ∀ y, y = x", "theorem a (y : ℕ) : (∃ x, x = y) ∧ ∀ z, z = y"),
        ("theorem a : ∀ f : (∀ x, p x) → q, r f", "theorem a : ∀ g : (∀ y, p y) → q, r g"),
        ("theorem a : ∀ f : ∀ x, p x, r f", "theorem a : ∀ x : ∀ f, p f, r x"),
    ]

    @Test(arguments: equal)
    func `what is written differently has one form`(_ left: String, _ right: String) throws {
        let left = try LockedStatement(parsing: left)
        let right = try LockedStatement(parsing: right)
        #expect(left.normalForm == right.normalForm)
        #expect(left.normalHash == right.normalHash)
        #expect(left.normalHash.count == 64)
    }

    static let different: [(String, String)] = [
        ("theorem a : x = 1", "theorem a : x = 2"),
        ("theorem a : x = 1", "theorem a : x = -1"),
        ("theorem a : x < y", "theorem a : x ≤ y"),
        ("theorem a : x + y = z", "theorem a : x - y = z"),
        ("theorem a (x y : ℕ) : x < y", "theorem a (x y : ℕ) : y < x"),
        ("theorem a (x y : ℕ) : x < y", "theorem a (y x : ℕ) : x < y"),
        ("theorem a (x : ℕ) : p x", "theorem a (x : ℤ) : p x"),
        ("theorem a (x : ℕ) : p", "theorem a {x : ℕ} : p"),
        ("theorem a (x : ℕ) : p", "theorem a : p"),
        ("theorem a (x y : ℕ) : p", "theorem a (x y z : ℕ) : p"),
        ("theorem a (h : p) : q", "theorem a (h : q) : p"),
        ("theorem a : ∀ x, p x", "theorem a : ∃ x, p x"),
        ("theorem a : ∀ x, ∃ y, p x y", "theorem a : ∃ x, ∀ y, p x y"),
        ("theorem a : ∀ x y, p x y", "theorem a : ∀ x y, p y x"),
        ("theorem a : (∃ x, p x) ∧ q x", "theorem a : (∃ y, p y) ∧ q y"),
        ("theorem a (x y : ℕ) : (∃ x, p x) ∧ q x", "theorem a (x y : ℕ) : (∃ y, p y) ∧ q y"),
        ("theorem a (i j : ℕ) : ∑ i ∈ s, i + i = 1", "theorem a (i j : ℕ) : ∑ j ∈ s, j + j = 1"),
        ("theorem a (i j : ℕ) : ∑ i ∈ s, i * i = i", "theorem a (i j : ℕ) : ∑ j ∈ s, j * j = j"),
        ("theorem a (x y : ℕ) : [fun x => x, x]", "theorem a (x y : ℕ) : [fun y => y, y]"),
        ("theorem a (x w : ℕ) : let x := 3; x = 4", "theorem a (x w : ℕ) : let y := 3; x = 4"),
        ("theorem a (x : ℕ) : let x := 3; x + 1 = 4", "theorem a (w : ℕ) : let x := 3; w + 1 = 4"),
        ("theorem a (x y : ℕ) : (f a).x = 1", "theorem a (x y : ℕ) : (f a).y = 1"),
        ("theorem a (n m : ℕ) : foo (n := m)", "theorem a (m n : ℕ) : foo (m := n)"),
        ("theorem a (x : ℕ) : x = y", "theorem a (y : ℕ) : y = y"),
        ("theorem a : a b = c", "theorem a : ab = c"),
        ("theorem a : (x : ℕ) = x", "theorem a : x = x"),
        ("theorem a : p ∧ (q ∨ r)", "theorem a : p ∧ q ∨ r"),
        ("theorem a : \"x\" = s", "theorem a : \"y\" = s"),
        ("theorem a : 'x' = s", "theorem a : 'y' = s"),
        ("theorem a : ∀ x > 0, p x", "theorem a : ∀ x < 0, p x"),
        ("theorem a : ∀ᶠ x in f, p x", "theorem a : ∀ x, p x"),
        ("theorem a : {x | p x} = s", "theorem a : {x // p x} = s"),
        ("theorem a (h : p) : q", "theorem a : p → q"),
        ("theorem a.{u} (α : Type u) : p", "theorem a (α : Type u) : p"),
        ("theorem a : Nat.succ x = 1", "theorem a : Nat.pred x = 1"),
        ("theorem a (x : \u{2126}) : p", "theorem a (x : \u{03A9}) : p"),
        ("theorem a (x : ℕ) : if ∃ y, y = x then y else x", "theorem a (x : ℕ) : if ∃ z, z = x then z else x"),
        ("theorem a : a --b\n = c", "theorem a : a = b"),
    ]

    @Test(arguments: different)
    func `what says something else has another form`(_ left: String, _ right: String) throws {
        let left = try LockedStatement(parsing: left)
        let right = try LockedStatement(parsing: right)
        #expect(!left.normalForm.utf8.elementsEqual(right.normalForm.utf8))
        #expect(left.normalHash != right.normalHash)
    }

    @Test func `the form is readable and stable`() throws {
        let statement = try LockedStatement(parsing: "theorem t (a b : ℕ) (h : a < b) : ∃ c, a + c = b := sorry")
        #expect(
            statement.normalForm == "( Nat ) *2 ( #0.0 < #0.1 ) *1 : ∃ ( ) *1 , #0.0 + #0.3 = #0.1")
    }

    @Test func `random renaming, white space and comments do not show`() throws {
        var random = StableRandom(seed: 11)
        for _ in 0..<300 {
            let shape = RandomStatement(using: &random)
            let one = try LockedStatement(parsing: shape.text(using: &random))
            let two = try LockedStatement(parsing: shape.text(using: &random))
            #expect(one.normalForm == two.normalForm, "\(one.signature) | \(two.signature)")
        }
    }

    @Test func `one changed operator, sign, numeral or variable shows`() throws {
        var random = StableRandom(seed: 12)
        for _ in 0..<300 {
            let shape = RandomStatement(using: &random)
            let changed = shape.changed(using: &random)
            let one = try LockedStatement(parsing: shape.text(using: &random))
            let two = try LockedStatement(parsing: changed.text(using: &random))
            #expect(one.normalForm != two.normalForm, "\(one.signature) | \(two.signature)")
        }
    }

    @Test(arguments: [
        "∀ x, ", "(", "fun x => ", "{x | ", "∃ x : (", "∑ x ∈ s, ", "if ", "let x := ", "(x : ", "[", "⟨x, ",
    ])
    func `deep nesting is written without recursion`(_ unit: String) throws {
        let text = String(repeating: unit, count: 20_000 / unit.utf8.count)
        // Unbalanced text is no statement; the reader compares what models write all the same.
        let statement = try LockedStatement(parsing: "theorem t : p")
        guard case .wrongStatement = ProofReader.extract(from: "theorem t : \(text) := by simp", for: statement) else {
            Issue.record("taken")
            return
        }
    }
}
