import Foundation
import TestSupport
import Testing

@testable import Factory

@Suite struct JudgeMeasureTests {
    private func measure(_ results: [(JudgeMeasure.Result, Bool)]) -> JudgeMeasure {
        results.reduce(into: JudgeMeasure()) { $0.add($1.0, label: $1.1) }
    }

    @Test func `shares come from the four fields, and what was not judged is in none of them`() {
        let all = measure([
            (.judged(true), true), (.judged(true), true), (.judged(true), false), (.judged(false), true),
            (.judged(false), false), (.unreadable, true), (.failed, false),
        ])
        #expect(all.judged == 5 && all.pairs == 7 && all.unreadable == 1 && all.failed == 1)
        #expect(all.precision == 2.0 / 3 && all.recall == 2.0 / 3 && all.f1 == 2.0 / 3 && all.accuracy == 0.6)
    }

    @Test func `a share of nothing is none`() {
        #expect(measure([]).accuracy == nil && measure([]).f1 == nil)
        let negatives = measure([(.judged(false), false)])
        #expect(negatives.precision == nil && negatives.recall == nil && negatives.accuracy == 1)
        let missed = measure([(.judged(false), true)])
        #expect(missed.precision == nil && missed.recall == 0 && missed.f1 == 0)
    }

    @Test(
        arguments: [
            (#"{"informal":"a","formal":"theorem t : True","label":true}"#, true),
            (#"{"problem":"a","lean4_code":"b","faithful":"No"}"#, false),
            (#"{"nl_statement":"a","formal_statement":"b","correct":0,"x":null}"#, false),
            (#"{"informal":"a","formal":"b"}"#, nil), (#"{"informal":" ","formal":"b","label":1}"#, nil),
            (#"{"informal":"a","label":1}"#, nil), (#"{"informal":"a","formal":"b","label":2}"#, nil), ("{", nil),
            ("[]", nil),
        ] as [(String, Bool?)])
    func `pairs are read under several names, and a bad line is named`(line: String, label: Bool?) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "pairs.jsonl")
            try "\n\(line)\n".write(to: file, atomically: true, encoding: .utf8)
            var reader = try LabelledPairReader(path: file.path)
            switch try reader.next() {
            case .pair(let pair):
                #expect(pair.isFaithful == label && pair.line == 2 && pair.informal == "a")
            case .bad(let complaint):
                #expect(label == nil && complaint.contains("pairs.jsonl:2: "), "\(complaint)")
            case nil: Issue.record("nothing was read")
            }
            #expect(try reader.next() == nil)
        }
    }

    @Test func `a Lean text that is one theorem is shown under a name that says nothing`() {
        let pair = { (formal: String) in
            LabelledPair(name: "n", line: 1, informal: "i", formal: formal, header: "", isFaithful: true)
        }
        let plain = JudgePanel.Question(pair("theorem sum_is_even (n : ℕ) : n = n := by sorry"))
        #expect(!plain.formal.contains("sum_is_even") && plain.formal.contains("(n : ℕ) : n = n"))
        let odd = "def f := 1\ntheorem t : f = 1 := rfl"
        #expect(JudgePanel.Question(pair(odd)).formal == odd)
    }
}
