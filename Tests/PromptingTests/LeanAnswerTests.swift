import Prompting
import Testing

@Suite struct LeanAnswerTests {
    @Test(arguments: ["omega", "by\n  omega", "  intro x\n  exact x", "", "theorem t : 1 = 1 := rfl\n"])
    func `plain Lean is its only text`(_ answer: String) {
        #expect(LeanAnswer.texts(in: answer) == [answer])
    }

    @Test func `thinking is taken out, with the drafts in it`() {
        let answer = "<think>Perhaps\n```lean\nsorry\n```\n</think>\n```lean4\nby omega\n```"
        let texts = LeanAnswer.texts(in: answer)
        #expect(texts.last == "by omega")
        #expect(!texts.contains { $0.contains("sorry") })
    }

    @Test func `code blocks follow from the last to the first`() {
        let answer = "First\n```lean\nlemma a : 1 = 1 := rfl\n```\nthen\n```lean\ntheorem t : 2 = 2 := rfl\n```\nDone."
        #expect(
            LeanAnswer.texts(in: answer) == [answer, "theorem t : 2 = 2 := rfl", "lemma a : 1 = 1 := rfl"])
    }

    @Test(arguments: [
        "> ```lean\n> by omega\n> ```", "Here: ```lean by omega```", "```markdown\n```lean\nby omega\n```\n```",
        "~~~lean\nby omega\n~~~", "```lean\nby omega",
    ])
    func `fences as models write them are found`(_ answer: String) {
        #expect(LeanAnswer.texts(in: answer).dropFirst().contains("by omega"), "\(LeanAnswer.texts(in: answer))")
    }

    @Test func `line ends become line feeds, and a flood of fences stays bounded`() {
        #expect(LeanAnswer.texts(in: "by\r\n  omega\r\n") == ["by\n  omega\n"])
        #expect(LeanAnswer.texts(in: String(repeating: "```lean\nrfl\n```\n", count: 10_000)).count == 17)
        #expect(LeanAnswer.texts(in: String(repeating: "`", count: 300_000)).count == 1)
        #expect(LeanAnswer.texts(in: String(repeating: "<think>", count: 100_000)).count == 1)
    }
}
