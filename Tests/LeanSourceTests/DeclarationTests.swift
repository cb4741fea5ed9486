import LeanSource
import Testing

/// Tests of how declarations are found and cut into their parts.
struct DeclarationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let source: String
        var name: String? = "t"
        var binders = ""
        var type: String?
        var body: String?
        var form = LeanDeclaration.BodyForm.assignment
        var testDescription: String { source }
    }

    static let cases: [Case] = [
        Case(source: "theorem t : p := by simp", type: "p", body: "by simp"),
        Case(source: "theorem t (a b : ℕ) : a = b := h", binders: "(a b : ℕ)", type: "a = b", body: "h"),
        Case(source: "theorem t (x : Nat := 3) : p := h", binders: "(x : Nat := 3)", type: "p", body: "h"),
        Case(
            source: "theorem t (h : p := by simp) {α} [i : F α] ⦃x⦄ y : q",
            binders: "(h : p := by simp) {α} [i : F α] ⦃x⦄ y",
            type: "q"),
        Case(source: "theorem t : let x := 3; x = 3 := rfl", type: "let x := 3; x = 3", body: "rfl"),
        Case(
            source: "theorem t : let x := 3\n  let y : ℕ := x; y = 3 := by rfl",
            type: "let x := 3\n  let y : ℕ := x; y = 3",
            body: "by rfl"),
        Case(source: "theorem t : have h := 1; h = 1 := rfl", type: "have h := 1; h = 1", body: "rfl"),
        Case(source: "theorem t : (let x := 3; x = 3) := rfl", type: "(let x := 3; x = 3)", body: "rfl"),
        Case(
            source: "theorem t : ∀ x : ℕ, (fun y : ℕ => y) x = x := fun _ => rfl",
            type: "∀ x : ℕ, (fun y : ℕ => y) x = x", body: "fun _ => rfl"),
        Case(source: "theorem t : ∃ s : String, s = \":= by\" := h", type: "∃ s : String, s = \":= by\"", body: "h"),
        Case(source: "theorem t : p /- := no -/ := -- := by\n  h", type: "p", body: "h"),
        Case(
            source: "theorem t : ∀ n, n = n\n  | 0 => rfl\n  | n + 1 => rfl", type: "∀ n, n = n",
            body: "| 0 => rfl\n  | n + 1 => rfl", form: .patterns),
        Case(
            source: "theorem t : ∀ n, n = n | 0 => rfl | n + 1 => rfl", type: "∀ n, n = n",
            body: "| 0 => rfl | n + 1 => rfl", form: .patterns),
        Case(
            source: "theorem t : ∀ x : ℤ, |x| = |-x|\n  | x => h", type: "∀ x : ℤ, |x| = |-x|", body: "| x => h",
            form: .patterns),
        Case(
            source: "theorem t (x : ℝ) : |x| ≤ |x| + 1 := by simp", binders: "(x : ℝ)", type: "|x| ≤ |x| + 1",
            body: "by simp"),
        Case(source: "theorem t : |x| = (fun y => y) |x| := rfl", type: "|x| = (fun y => y) |x|", body: "rfl"),
        Case(source: "theorem t : f = fun y => |y| := rfl", type: "f = fun y => |y|", body: "rfl"),
        Case(
            source: "theorem t : match n with | 0 => True | _ => p := h", type: "match n with | 0 => True | _ => p",
            body: "h"),
        Case(
            source: "theorem t : a ∧ b where\n  left := x\n  right := y", type: "a ∧ b",
            body: "where\n  left := x\n  right := y", form: .structure),
        Case(source: "theorem t.{u} (α : Type u) : p := h", binders: "(α : Type u)", type: "p", body: "h"),
        Case(source: "theorem «my name» : p := h", name: "«my name»", type: "p", body: "h"),
        Case(source: "theorem Nat.t : p", name: "Nat.t", type: "p"),
        Case(source: "theorem t : p :=", type: "p", body: ""),
        Case(source: "theorem t", type: nil),
        Case(source: "theorem t := h", type: nil, body: "h"),
        Case(source: "example : p := h", name: nil, type: "p", body: "h"),
        Case(source: "/-- doc -/ @[simp, norm_cast] private theorem t : p := h", type: "p", body: "h"),
        Case(source: "theorem t :\r\n  p\r\n  := h", type: "p", body: "h"),
        Case(source: "theorem t ( : p := h", binders: "(", type: "p", body: "h"),
    ]

    @Test(arguments: cases)
    func `a declaration is cut at its joints`(_ example: Case) throws {
        let bytes = Array(example.source.utf8)
        let declarations = LeanDeclaration.all(in: bytes)
        #expect(declarations.count == 1)
        let declaration = try #require(declarations.first)
        #expect(declaration.name == example.name)
        #expect(declaration.binders == example.binders)
        #expect(declaration.type == example.type)
        #expect((declaration.body == nil) == (example.body == nil))
        if let body = declaration.body, let expected = example.body {
            let text = String(decoding: bytes[body.range], as: UTF8.self)
            #expect(text.hasSuffix(expected))
            #expect(body.form == example.form)
        }
    }

    static let files: [(source: String, names: [String])] = [
        ("import Mathlib\nopen Nat\n\ntheorem a : p := h\n\nlemma b : q := by\n  simp\n", ["a", "b"]),
        ("theorem a : p := by simp theorem b : q := h", ["a", "b"]),
        ("-- theorem no : p\n/- theorem no2 : p -/\ntheorem a : p := h", ["a"]),
        ("theorem a : s = \"theorem b : p\" := h", ["a"]),
        ("namespace X\nsection\nvariable (n : ℕ)\nnoncomputable def a : ℕ := 3\nend\nend X\n#eval a", ["a"]),
        ("set_option maxRecDepth 2000 in\ntheorem a : p := by\n  set_option maxRecDepth 3 in simp\n", ["a"]),
        ("/-- d -/\n@[simp]\nprotected theorem a : p := h\n/-! m -/\nprivate def b := 1", ["a", "b"]),
        ("theorem a : p := by\n  exact (by\ntheorem b : q := h", ["a", "b"]),
        ("mutual\ntheorem a : p := b\ntheorem b : p := a\nend", ["a", "b"]),
        ("omega", []),
        ("", []),
    ]

    @Test(arguments: files)
    func `declarations are found among other commands`(_ file: (source: String, names: [String])) {
        let found = LeanDeclaration.all(in: Array(file.source.utf8))
        #expect(found.map { $0.name ?? "" } == file.names)
    }

    @Test func `the body ends before the next command`() throws {
        let bytes = Array("theorem a : p := by\n  simp\n\n@[simp]\ntheorem b : q := h\nend X".utf8)
        let bodies = LeanDeclaration.all(in: bytes).compactMap(\.body).map {
            String(decoding: bytes[$0.range], as: UTF8.self)
        }
        #expect(bodies == [" by\n  simp", " h"])
    }

    @Test func `modifiers and attributes are listed`() throws {
        let all = LeanDeclaration.all(in: Array("@[simp] private noncomputable def a := 1".utf8))
        #expect(try #require(all.first).modifiers == ["@[…]", "private", "noncomputable"])
    }
}
