import Testing

@testable import LeanChecking

@Suite struct DocumentReadingTests {
    private let document = CheckDocument(
        header: LeanHeader(text: "import A\nopen B\n"), source: "theorem t : P := by\n  exact 𝔸 h\n", name: "t")

    @Test func `the question stands on a line of its own behind the source`() {
        let lines = document.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(document.text.hasPrefix("import A\nopen B\n\ntheorem t"))
        #expect(lines[document.questionLine] == "#print axioms _root_.t")
        #expect(lines[document.sourceLine] == "theorem t : P := by")
    }

    @Test(arguments: ["x", "x\n", "x\r\ny\r\n", "x\ry", "x\u{2028}y", "", "\n\n", "x /-", "x --"])
    func `the question is found whatever line ends the source has`(source: String) {
        let document = CheckDocument(header: .empty, source: source, name: "t")
        let lines = document.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(String(Substring(lines[document.questionLine])) == "#print axioms _root_.t")
        #expect(document.sourceLine == 0)
    }

    @Test func `positions count from the source, in code points`() {
        // Column 10 in UTF-16 units is behind the one character that takes two of them.
        let reading = DocumentReading(
            [Diagnostic(line: 4, character: 10, severity: 1, code: "c", message: "m")], of: document)
        #expect(reading.messages == [LeanMessage(severity: .error, line: 2, column: 9, kind: "c", text: "m")])
    }

    @Test func `messages come in the order of their places`() {
        let reading = DocumentReading(
            [
                Diagnostic(line: 4, character: 3, severity: 2, message: "c"),
                Diagnostic(line: 4, character: 1, severity: 2, message: "b"),
                Diagnostic(line: 3, character: 9, severity: 2, message: "a"),
            ], of: document)
        #expect(reading.messages.map(\.text) == ["a", "b", "c"])
    }

    @Test func `only information that begins at the question answers it`() {
        let line = document.questionLine
        let reading = DocumentReading(
            [
                Diagnostic(line: line, severity: 3, message: "answer"),
                Diagnostic(line: line, severity: 1, message: "error there"),
                Diagnostic(line: line, character: 3, severity: 3, message: "beside"),
                Diagnostic(line: line - 3, severity: 3, message: "printed by the proof"),
            ], of: document)
        #expect(reading.answers.map(\.text) == ["answer"])
        #expect(reading.messages.count == 3)
    }

    @Test func `a place outside the text does no harm`() {
        let reading = DocumentReading(
            [Diagnostic(line: 900, character: 7, severity: 1, message: "m")], of: document)
        #expect(reading.messages.first?.column == 7)
    }

    @Test func `severities that the protocol does not have are errors`() {
        let reading = DocumentReading([Diagnostic(line: 4, severity: 9, message: "m")], of: document)
        #expect(reading.messages.first?.severity == .error)
    }
}
