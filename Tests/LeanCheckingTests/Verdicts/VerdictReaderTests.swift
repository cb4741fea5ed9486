import Testing

@testable import LeanChecking

@Suite struct VerdictReaderTests {
    private static func message(_ severity: LeanMessage.Severity, _ text: String, kind: String = "") -> LeanMessage {
        LeanMessage(severity: severity, line: 1, column: 0, kind: kind, text: text)
    }

    private static let clean = message(.information, "'t' does not depend on any axioms")
    private static func depends(_ names: String) -> LeanMessage {
        message(.information, "'t' depends on axioms: [\(names)]")
    }

    private func proof(_ messages: [LeanMessage], _ answers: [LeanMessage]) -> Verdict {
        VerdictReader.proof(messages, answers: answers, name: "t").verdict
    }

    @Test func `no error and a clean answer is verified`() {
        #expect(proof([], [Self.clean]) == .verified)
        #expect(proof([Self.message(.warning, "unused variable")], [Self.clean]) == .verified)
    }

    @Test func `silence is a failure`() {
        #expect(proof([], []) == .failed)
    }

    @Test func `an error fails whatever the answer says`() {
        #expect(proof([Self.message(.error, "Type mismatch")], [Self.clean]) == .failed)
        #expect(proof([Self.message(.error, "Type mismatch")], [Self.depends("sorryAx")]) == .failed)
    }

    @Test func `a deterministic timeout is a timeout, by kind or by text`() {
        #expect(proof([Self.message(.error, "…", kind: "runtime.maxHeartbeats")], []) == .timeout)
        let text = "(deterministic) timeout at `elaborator`, maximum number of heartbeats (50) has been reached"
        #expect(proof([Self.message(.error, text)], []) == .timeout)
    }

    @Test func `Lean's own memory limit is out of memory`() {
        #expect(proof([Self.message(.error, "(kernel) excessive memory consumption detected")], []) == .outOfMemory)
    }

    @Test(arguments: ["declaration uses `sorry`", "declaration uses 'sorry'"])
    func `a hole is found by either spelling of the warning`(text: String) {
        #expect(proof([Self.message(.warning, text)], [Self.clean]) == .incomplete)
    }

    @Test func `a hole is found by kind and by axiom`() {
        #expect(proof([Self.message(.warning, "renamed text", kind: "hasSorry")], [Self.clean]) == .incomplete)
        #expect(proof([], [Self.depends("propext, sorryAx")]) == .incomplete)
    }

    @Test func `allowed axioms are reported and pass`() {
        let reading = VerdictReader.proof(
            [], answers: [Self.depends("propext, Classical.choice, Quot.sound")], name: "t")
        #expect(reading.verdict == .verified)
        #expect(reading.axioms == ["propext", "Classical.choice", "Quot.sound"])
    }

    @Test(arguments: ["cheat", "Lean.ofReduceBool", "t._native.native_decide.ax_1", "propext'", "Propext"])
    func `any other axiom is named and refused`(name: String) {
        if name.contains("'") {
            #expect(AxiomReport.axioms(in: "'t' depends on axioms: [\(name)]", of: "t") == nil)
        } else {
            #expect(proof([], [Self.depends("propext, \(name)")]) == .axioms([name]))
        }
    }

    @Test(arguments: [
        "t does not depend on any axioms", "'u' does not depend on any axioms", "'t' does not depend on any axiom",
        "'t' depends on axioms: []", "'t' depends on axioms: [a", "'t' depends on axioms: a",
        "'t' depends on axioms: [a,]",
        "'t' depends on axioms: [a b]", "'t' does not depend on any axioms or so", "", "'t'",
        "'t' depends on axioms: [a] [b]",
    ])
    func `an answer of another shape is trouble with the checker, not with the proof`(text: String) {
        guard case .checkerBroken = proof([], [Self.message(.information, text)]) else {
            Issue.record("\(text) was read")
            return
        }
    }

    @Test func `two answers to one question are trouble with the checker`() {
        guard case .checkerBroken = proof([], [Self.clean, Self.clean]) else {
            Issue.record("two answers were read")
            return
        }
    }

    @Test func `a list that Lean broke into lines is read`() {
        let text = "'t' depends on axioms: [propext,\n Classical.choice,\n Quot.sound]"
        #expect(AxiomReport.axioms(in: text, of: "t") == ["propext", "Classical.choice", "Quot.sound"])
    }

    @Test func `a name is compared by its scalars, quotes of its parts aside`() {
        #expect(AxiomReport.axioms(in: "'a.b' does not depend on any axioms", of: "«a».b") == [])
        // U+2126 and U+03A9 are equal strings to Swift, and different names to Lean.
        #expect(AxiomReport.axioms(in: "'\u{2126}' does not depend on any axioms", of: "\u{3A9}") == nil)
    }

    @Test func `a statement must have its own hole and no other fault`() {
        let hole = Self.message(.warning, "declaration uses `sorry`")
        let statement = { (messages: [LeanMessage], answers: [LeanMessage]) in
            VerdictReader.statement(messages, answers: answers, name: "t").verdict
        }
        #expect(statement([hole], [Self.depends("sorryAx")]) == .verified)
        #expect(statement([hole], [Self.depends("propext, sorryAx")]) == .verified)
        #expect(statement([hole], [Self.depends("cheat, sorryAx")]) == .axioms(["cheat"]))
        #expect(statement([hole, Self.message(.error, "Unknown identifier")], []) == .failed)
        guard case .checkerBroken = statement([], [Self.clean]) else {
            Issue.record("a statement without its hole was accepted")
            return
        }
    }

    @Test func `every verdict has a stable word`() {
        let all: [Verdict] = [
            .verified, .failed, .incomplete, .timeout, .outOfMemory, .crashed, .forbidden("x"), .wrongStatement("x"),
            .axioms(["x"]), .checkerBroken("x"),
        ]
        #expect(
            all.map(\.word) == [
                "verified", "failed", "incomplete", "timeout", "outOfMemory", "crashed", "forbidden", "wrongStatement",
                "axioms", "checkerBroken",
            ])
        #expect(all.compactMap(\.detail) == ["x", "x", "x", "x"])
    }
}
