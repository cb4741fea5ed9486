import LeanSource
import Testing

@testable import LeanChecking

@Suite struct AnswerPlacesTests {
    private func place(
        of proof: ProofBody, in answer: String, line: Int, column: Int, inStatement: LockedStatement? = nil
    ) -> String {
        let message = LeanMessage(
            severity: .error, line: line, column: column, text: "x", isInStatement: inStatement != nil)
        let moved = AnswerPlaces(answer).moved([message], of: proof, statement: inStatement)[0]
        return (moved.isInStatement ? "statement " : "") + "\(moved.line):\(moved.column)"
    }

    private let proof = ProofBody(text: "intro x\n  have y := x\nexact y", style: .tactics)

    @Test func `a bare proof has the places it has`() {
        #expect(place(of: proof, in: proof.text, line: 2, column: 7) == "2:7")
    }

    @Test func `below prose, fence and statement the places are those of the answer`() {
        let answer = "Here:\n```lean\ntheorem t : p := by\n    intro x\n      have y := x\n    exact y\n```\nDone."
        #expect(place(of: proof, in: answer, line: 1, column: 6) == "4:10")
        #expect(place(of: proof, in: answer, line: 2, column: 2) == "5:6")
        #expect(place(of: proof, in: answer, line: 3, column: 0) == "6:4")
    }

    @Test func `of a draft and the answer proper the last counts`() {
        let answer = "<think>\n\(proof.text)\n</think>\n\n\(proof.text)"
        #expect(place(of: proof, in: answer, line: 3, column: 1) == "9:1")
    }

    @Test func `a proof on the line of its statement is found there`() {
        let proof = ProofBody(text: "exact ⟨h, é⟩", style: .tactics)
        #expect(place(of: proof, in: "theorem t (é : p) : p := by exact ⟨h, é⟩ -- so", line: 1, column: 6) == "1:34")
    }

    @Test func `CRLF, tabs and changed indentation are no trouble`() {
        let answer = "by\r\n\tintro x\r\n\t\thave y\t:= x\r\n\texact y\r\n"
        #expect(place(of: proof, in: answer, line: 3, column: 6) == "4:7")
        #expect(place(of: proof, in: answer, line: 2, column: 1) == "3:2")
    }

    @Test func `names that the answer has otherwise than the proof do not matter`() {
        let answer = "theorem t (long_name : p) : p := by\n  have é := id long_name; exact é\n  exact k long_name"
        let proof = ProofBody(text: "have é := id h; exact é\nexact k h", style: .tactics)
        #expect(place(of: proof, in: answer, line: 1, column: 13) == "2:15")
        #expect(place(of: proof, in: answer, line: 1, column: 16) == "2:26")
        #expect(place(of: proof, in: answer, line: 2, column: 8) == "3:10")
        #expect(place(of: proof, in: answer, line: 2, column: 9) == "3:11")
    }

    @Test func `helpers keep their places and the proof below them its own`() {
        let proof = ProofBody(text: "exact h", style: .tactics, helpers: ["theorem h : q :=\n  trivial"])
        let answer = "\ntheorem h : q :=\n  trivial\n\n-- now\ntheorem t : q := by\n    exact h\n"
        // Two lines of the helper, an empty one, the line that announces the proof.
        #expect(place(of: proof, in: answer, line: 2, column: 2) == "3:2")
        #expect(place(of: proof, in: answer, line: 5, column: 6) == "7:10")
    }

    @Test func `a message about the statement is moved only when the statement came with the text`() {
        let statement = LockedStatement("theorem t (p : Prop) : p")
        let answer = "\n  theorem t (p : Prop) : p := by\n  intro x\n    have y := x\n  exact y"
        #expect(place(of: proof, in: answer, line: 1, column: 11, inStatement: statement) == "2:13")
        let message = LeanMessage(severity: .error, line: 1, column: 11, text: "x", isInStatement: true)
        #expect(AnswerPlaces(answer).moved([message], of: proof) == [message])
    }

    @Test func `what is not found stays where it was`() {
        #expect(place(of: proof, in: "something else", line: 2, column: 3) == "2:3")
        #expect(place(of: proof, in: "", line: 2, column: 3) == "2:3")
        #expect(place(of: proof, in: proof.text, line: 99, column: 3) == "99:3")
    }

    @Test(arguments: ["\n", "a\n", " \n", "aaaaaaaaaaaaaaaa"])
    func `a text of equal lines takes no time worth mentioning`(_ part: String) {
        let answer = String(repeating: part, count: 60_000)
        let proof = ProofBody(text: String(repeating: part, count: 30_000) + "+", style: .tactics)
        #expect(place(of: proof, in: answer, line: 1, column: 0) == "1:0")
    }
}
