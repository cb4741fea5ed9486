import LeanSource
import Support
import Testing

@testable import LeanChecking

@Suite struct CheckReportTests {
    private let item = CheckItem(id: "é\u{1B}", place: "f:1", statement: nil, answer: "")

    private func message(_ text: String, kind: String = "", line: Int = 3, inStatement: Bool = false) -> LeanMessage {
        LeanMessage(severity: .error, line: line, column: 4, kind: kind, text: text, isInStatement: inStatement)
    }

    @Test func `a line of the output has these members and no others`() throws {
        let report = CheckReport.decided(
            item, .failed, rung: 2, messages: [message("no"), message("nor", inStatement: true)], axioms: ["propext"],
            elapsed: .milliseconds(12))
        #expect(
            try CanonicalJSON.string(report) == """
                {"axioms":["propext"],"id":"é\\u001b","messages":[\
                {"column":4,"kind":"","line":3,"severity":"error","text":"no"},\
                {"column":4,"in":"statement","kind":"","line":3,"severity":"error","text":"nor"}],\
                "ms":12,"rung":2,"verdict":"failed"}
                """)
    }

    @Test(arguments: [
        Verdict.incomplete, .timeout, .outOfMemory, .crashed, .forbidden("x"), .wrongStatement("x"), .axioms(["x"]),
        .checkerBroken("x"),
    ])
    func `a verdict without a message of Lean explains itself`(_ verdict: Verdict) {
        let report = CheckReport.decided(item, verdict, rung: 0, messages: [])
        #expect(report.messages.count == 1)
        #expect(report.summary?.isEmpty == false)
        #expect(report.verdict == verdict.word)
        #expect(CheckReport.decided(item, verdict, rung: 0, messages: [message("said")]).messages.count == 1)
    }

    @Test func `a check that says nothing about the proof is no decision`() {
        #expect(CheckReport.decided(item, .checkerBroken("x"), rung: 0, messages: []).kind == .unchecked)
        #expect(CheckReport.decided(item, .crashed, rung: 0, messages: []).kind == .decided)
        #expect(!CheckReport.bad(BadItem(place: "f:1", detail: "no")).isVerified)
    }

    @Test func `a flood of messages is cut to size`() {
        let text = String(repeating: "é", count: 100_000)
        let flood = (0..<500).map { _ in message(text) }
        let report = CheckReport.decided(item, .failed, rung: 2, messages: flood)
        #expect(report.messages.count == CheckReport.messageLimit)
        #expect(report.messages.allSatisfy { $0.text.unicodeScalars.count == CheckReport.textLimit + 1 })
        #expect(report.messages.allSatisfy { $0.line == 3 && $0.column == 4 })
    }

    @Test func `the summary is the cause on one line, with its place when it has one`() {
        let open = message("unsolved goals\n⊢ p", kind: "Tactic.unsolvedGoals", line: 1)
        #expect(
            CheckReport.decided(item, .failed, rung: 2, messages: [open, message("unknown\nx")]).summary
                == "3:4: unknown")
        #expect(CheckReport.decided(item, .failed, rung: 2, messages: [open]).summary == "1:4: unsolved goals")
        let inStatement = message("odd", inStatement: true)
        #expect(CheckReport.decided(item, .failed, rung: 2, messages: [inStatement]).summary == "statement 3:4: odd")
        #expect(CheckReport.bad(BadItem(place: "f:1", detail: "no")).summary == "f:1: no")
        #expect(CheckReport.decided(item, .verified, rung: 5, messages: []).summary == nil)
    }

    @Test func `the counts say what there was`() {
        var summary = CheckSummary()
        for verdict in [Verdict.verified, .failed, .verified, .timeout, .failed, .checkerBroken("x")] {
            summary.add(.decided(item, verdict, rung: 0, messages: []))
        }
        summary.add(.bad(BadItem(place: "f:1", detail: "no")))
        #expect(summary.total == 7)
        #expect(summary.verified == 2)
        #expect(summary.refused == 3)
        #expect(summary.badInput == 1)
        #expect(summary.unchecked == 1)
        #expect(
            summary.sentence(rung: 5)
                == "2 of 7 verified at rung 5; 2 failed, 1 badInput, 1 checkerBroken, 1 timeout")
        #expect(CheckSummary().sentence(rung: 3) == "0 of 0 verified at rung 3")
    }
}
