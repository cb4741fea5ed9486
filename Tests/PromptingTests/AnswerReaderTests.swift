import Foundation
import Prompting
import Support
import Testing

@Suite struct AnswerReaderTests {
    static let library = Result { try PromptLibrary.load(folder: Repository.templates) }
    static let cases = (try? AnswerCase.all()) ?? []

    @Test func `the table of answers is there and long enough`() throws {
        let cases = try AnswerCase.all()
        #expect(cases.count >= 70)
        #expect(Set(cases.map(\.template)) == ["formalize", "score", "prove"])
        #expect(Set(cases.map(\.testDescription)).count == cases.count)
    }

    @Test(arguments: cases)
    func `every answer of the table is read as it says`(_ item: AnswerCase) throws {
        let reader = try Self.library.get().template(item.template).answer
        try expect(reader.read(item.answer), item)
    }

    @Test(arguments: cases)
    func `the interpreter reads every answer as the compiled patterns do`(_ item: AnswerCase) throws {
        let reader = try Self.library.get().template(item.template).answer
        var limits = PatternLimits()
        limits.usesJIT = false
        #expect(reader.with(limits: limits).read(item.answer) == reader.read(item.answer))
    }

    @Test(arguments: cases)
    func `an answer cut at any place is read without a fault`(_ item: AnswerCase) throws {
        let reader = try Self.library.get().template(item.template).answer
        let whole = Array(item.answer.utf8)
        for length in stride(from: 0, to: whole.count, by: 3) {
            let cut = String(decoding: whole[..<length], as: UTF8.self)
            if case .missing(let why) = reader.read(cut) { #expect(!why.contains("too many steps")) }
        }
    }

    @Test func `answers put together at random are read alike with LF and CR LF and by both engines`() throws {
        let pieces = [
            "```lean4\n", "```\n", "```", "~~~\n", "````markdown\n", "/- ", " -/", "\"", "'", "\\", "--", "<think>",
            "</think>",
            "theorem t : p := by sorry\n", "  simp\n", "by\n", "CANNOT: x\n", "Assessment: good\n", "prose\n", "\n",
            " ", "> ", "ℕ",
        ]
        var random = StableRandom(seed: 7)
        var interpreted = PatternLimits()
        interpreted.usesJIT = false
        for round in 0..<1_500 {
            let length = Int.random(in: 1...24, using: &random)
            let answer = (0..<length).map { _ in pieces.randomElement(using: &random)! }.joined()
            let name = ["formalize", "prove", "score"][round % 3]
            let reader = try Self.library.get().template(name).answer
            let reading = reader.read(answer)
            #expect(reader.with(limits: interpreted).read(answer) == reading, "\(answer)")
            #expect(reader.read(answer.replacing("\n", with: "\r\n")) == reading, "\(answer)")
            if case .found(let text) = reading { #expect(!text.isEmpty && !text.hasSuffix("\n")) }
        }
    }

    private func expect(_ reading: AnswerReading, _ item: AnswerCase) throws {
        switch item.outcome {
        case "found": #expect(reading == .found(item.expected))
        case "cannot": #expect(reading == .cannot(item.expected))
        case "missing":
            guard case .missing(let why) = reading else {
                Issue.record("read as \(reading)")
                return
            }
            #expect(why.contains(item.expected))
        default: Issue.record("unknown outcome \(item.outcome)")
        }
    }
}
