import LeanSource
import Testing

/// Tests of headers that come with an item.
struct HeaderGuardTests {
    static let taken: [(header: String, text: String)] = [
        ("", ""), ("\n\n", ""), ("-- sorry\n/- axiom -/\n", ""), ("/-! # Title -/", ""),
        ("\u{FEFF}import Mathlib", "import Mathlib"),
        ("import Mathlib\nimport Aesop\n", "import Mathlib\nimport Aesop"), ("import  A.B.C -- x", "import A.B.C"),
        ("open Nat", "open Nat"), ("open Nat Real\n  Topology", "open Nat Real Topology"),
        ("open scoped BigOperators", "open scoped BigOperators"),
        ("open Nat (add_comm sub_self)", "open Nat (add_comm sub_self)"),
        ("open Nat hiding add_comm", "open Nat hiding add_comm"), ("open My.Room", "open My.Room"),
        ("universe u v", "universe u v"), ("universes u", "universe u"), ("section A\nnoncomputable section\nend", ""),
        ("set_option maxRecDepth 2000", "set_option maxRecDepth 2000"),
        ("set_option maxHeartbeats 400000", "set_option maxHeartbeats 400000"),
        ("set_option maxHeartbeats 0", "set_option maxHeartbeats 400000"),
        ("set_option maxHeartbeats 99999999999999999999999999", "set_option maxHeartbeats 400000"),
        (
            "set_option pp.all true\r\nset_option autoImplicit false",
            "set_option pp.all true\nset_option autoImplicit false"
        ),
        (
            "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 400000\n\nopen BigOperators Real Nat Topology Rat\n",
            "import Mathlib\nimport Aesop\nset_option maxHeartbeats 400000\nopen BigOperators Real Nat Topology Rat"
        ),
    ]

    @Test(arguments: taken)
    func `imports, opened namespaces and allowed options are taken`(_ example: (header: String, text: String)) {
        #expect(HeaderGuard.read(example.header) == .header(example.text))
    }

    @Test(arguments: taken)
    func `a header that was taken is taken again as it is`(_ example: (header: String, text: String)) {
        #expect(HeaderGuard.read(example.text) == .header(example.text))
    }

    static let refused: [(header: String, word: String)] = [
        ("axiom cheat : False", "axiom"), ("def f := 1", "def"), ("theorem t : p := h", "theorem"), ("sorry", "sorry"),
        ("namespace X", "namespace"), ("variable (x : ℕ)", "variable"), ("instance : X := y", "instance"),
        ("local notation \"x\" => y", "local"), ("#eval 1", "#"), ("run_cmd x", "run_cmd"), ("prelude", "prelude"),
        ("import", "the end"), ("import «x»", "«x»"), ("import all X", "X"), ("public import X", "public"),
        ("open Nat\nimport Mathlib", "import"), ("open", "the end"), ("open Lean", "Lean"),
        ("open Nat Lean.Meta", "Lean.Meta"),
        ("open «Lean»", "«Lean»"), ("open Nat in", "in"), ("open Nat renaming a → b", "renaming"),
        ("open Nat (", "the end"),
        ("open Nat ()", ")"), ("open Nat hiding", "the end"), ("open private x in Y", "private"),
        ("universe", "the end"),
        ("set_option debug.skipKernelTC true", "set_option debug.skipKernelTC"),
        ("set_option maxRecDepth", "set_option"),
        ("set_option autoImplicit true", "set_option"), ("set_option maxRecDepth true", "set_option maxRecDepth"),
        ("set_option maxRecDepth 3 in", "in"), ("/- never closed", "/- never closed"), ("/-- doc -/", "/-- doc -/"),
        ("\"", "\""),
    ]

    @Test(arguments: refused)
    func `everything else is refused by its word`(_ example: (header: String, word: String)) {
        guard case .refused(let violations) = HeaderGuard.read(example.header) else {
            Issue.record("taken")
            return
        }
        #expect(violations.map(\.word) == [example.word])
        #expect(violations.allSatisfy { !$0.reason.isEmpty && $0.line >= 1 && $0.column >= 0 })
    }

    @Test func `a header that is too long is not read`() {
        let long = "--" + String(repeating: "x", count: GuardLimits().bytes)
        guard case .refused(let violations) = HeaderGuard.read(long) else {
            Issue.record("taken")
            return
        }
        #expect(violations[0].reason.contains("too long"))
    }

    @Test func `limits decide what an option gets`() {
        var limits = GuardLimits()
        limits.heartbeats = 1_000
        #expect(
            HeaderGuard.read("set_option maxHeartbeats 5000", limits: limits)
                == .header("set_option maxHeartbeats 1000"))
        #expect(
            HeaderGuard.read("set_option maxHeartbeats 500", limits: limits) == .header("set_option maxHeartbeats 500"))
    }
}
