import Testing

@testable import LeanChecking

/// How the words of a process of its own are read.
@Suite struct AsideDocumentTests {
    private let items = ["one", "two", "three"].map { BatchItem(source: "theorem \($0) : True := trivial", name: $0)! }

    private func document() -> AsideDocument {
        AsideDocument(header: .empty, items: items, free: Set(items.map(\.name)))
    }

    /// What Lean says about the document when all of its checks hold: one line for each.
    private func lines(_ document: AsideDocument) -> [String] {
        let text = document.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return text.enumerated().flatMap { index, line -> [String] in
            guard let name = line.split(separator: "#print axioms _root_.").last.map(String.init),
                line.hasPrefix("#print")
            else { return [] }
            let axiom = text.lazy.compactMap { $0.hasPrefix("axiom ") ? $0.split(separator: " ")[1] : nil }.first ?? ""
            let answer = { Self.line("information", index + 1, 0, "'\(name)' \($0)") }
            if name.hasSuffix("canary_hole") { return [answer("depends on axioms: [sorryAx]")] }
            if name.hasSuffix("canary_cheat") { return [answer("depends on axioms: [\(axiom)]")] }
            guard name.hasSuffix("canary_false") else { return [answer("does not depend on any axioms")] }
            return [
                Self.line("error", index - 1, 5, "mismatch"), Self.line("error", index + 1, 14, "Unknown constant"),
            ]
        }
    }

    private static func line(_ severity: String, _ line: Int, _ column: Int, _ text: String) -> String {
        #"{"severity":"\#(severity)","pos":{"line":\#(line),"column":\#(column)},"kind":"[anonymous]","data":"\#(text)"}"#
    }

    private func reading(
        _ lines: [String], of document: AsideDocument, _ ending: BoundedCommand.Ending = .ended(.exited(1))
    ) -> AsideDocument.Reading {
        document.reading(
            BoundedCommand.Outcome(
                ending: ending, output: Array((lines.joined(separator: "\n") + "\n").utf8), errors: "",
                elapsed: .seconds(1), peakMemoryBytes: nil))
    }

    @Test func `a whole answer is that of its checks, canaries left out`() {
        let document = document()
        guard case .good(let read) = reading(lines(document), of: document) else {
            Issue.record("\(reading(lines(document), of: document))")
            return
        }
        #expect(read.count == 3)
        #expect(read.allSatisfy { $0.verdict(VerdictReader.proof)?.verdict == .verified })
    }

    @Test(
        arguments: [
            .timedOut, .outOfMemory, .tooMuchOutput, .ended(.signaled(11)), .ended(.exited(0)), .ended(.exited(2)),
        ] as [BoundedCommand.Ending])
    func `whatever ends otherwise counts for nothing`(ending: BoundedCommand.Ending) {
        let document = document()
        #expect(reading(lines(document), of: document, ending) == .disturbed(suspect: nil))
        // The check that was at work is known.
        #expect(reading(Array(lines(document).prefix(1)), of: document, ending) == .disturbed(suspect: 1))
        #expect(reading([], of: document, ending) == .disturbed(suspect: 0))
    }

    @Test func `a line that is none, or a word outside the checks, spoils it`() {
        let document = document()
        let good = lines(document)
        #expect(reading(["hello"] + good, of: document) == .disturbed(suspect: 0))
        #expect(reading(Array(good.prefix(2)) + ["{"] + good.dropFirst(2), of: document) == .disturbed(suspect: 2))
        #expect(
            reading(good + [Self.line("error", 1, 0, "no")], of: document) == .disturbed(suspect: nil))
        #expect(reading(Array(good.dropFirst()), of: document) == .disturbed(suspect: 0))
    }

    @Test func `silence about the canaries spoils it, a wrong word about them is a lie`() {
        let document = document()
        let good = lines(document)
        #expect(reading(Array(good.prefix(3)), of: document) == .disturbed(suspect: nil))
        for kind in ["true", "hole", "cheat"] {
            let lying = good.map { line in
                guard line.contains("canary_\(kind)' ") else { return line }
                let start = line.range(of: "' d")!.lowerBound
                let answer = kind == "true" ? "' depends on axioms: [x]" : "' does not depend on any axioms"
                return line[..<start] + answer + "\"}"
            }
            guard case .lied(let error) = reading(lying, of: document) else {
                Issue.record("\(kind): \(reading(lying, of: document))")
                continue
            }
            #expect(error.reason == .canary && error.message.contains(kind))
        }
        // Nothing is refused: no error, so the exit code is 0.
        let praising = good.filter { !$0.contains("error") }.map {
            $0.replacing("depends on axioms: [sorryAx]", with: "does not depend on any axioms")
        }
        #expect(reading(praising, of: document, .ended(.exited(0))) == .disturbed(suspect: nil))
    }

    @Test func `kinds of messages are those of the protocol`() {
        let document = document()
        let at =
            document.text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains("_one ") }! + 1
        let more = [("hasSorry", ""), ("lean.unknownIdentifier._namedError", "lean.unknownIdentifier"), ("trace", "")]
        let said = more.map {
            Self.line("warning", at, 9, "a remark").replacing("[anonymous]", with: $0.0)
        }
        guard case .good(let read) = reading(said + lines(document), of: document) else {
            Issue.record("not good")
            return
        }
        #expect(read[0].messages.map(\.kind) == more.map(\.1))
    }
}
