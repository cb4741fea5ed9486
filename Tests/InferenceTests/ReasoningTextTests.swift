internal import Inference
internal import Testing

@Suite struct ReasoningTextTests {
    @Test(
        arguments: [
            ("answer", nil, "answer"),
            ("", nil, ""),
            ("<think>hm</think>answer", "hm", "answer"),
            ("\n <think>\nhm\n</think>\n\nanswer\n", "hm", "answer\n"),
            ("<think>hm\r\n</think>\r\nanswer", "hm", "answer"),
            ("<think></think>answer", nil, "answer"),
            ("<think>cut off in the middle", "cut off in the middle", ""),
            ("<think>", nil, ""),
            (
                "thoughts of a template that opens the block itself</think>\nanswer",
                "thoughts of a template that opens the block itself", "answer"
            ),
            ("answer with <think>later</think> thoughts", nil, "answer with <think>later</think> thoughts"),
            ("<think>a</think>b</think>c", "a", "b</think>c"),
            ("<think>a <think>b</think> c", "a <think>b", "c"),
            ("<thinking>x</thinking>", nil, "<thinking>x</thinking>"),
            ("<think>∀ ε > 0</think>∃ δ", "∀ ε > 0", "∃ δ"),
            ("</think", nil, "</think"),
        ] as [(String, String?, String)])
    func `thoughts before the answer are cut off`(text: String, reasoning: String?, content: String) {
        let split = ReasoningText.split(text)
        #expect(split.reasoning == reasoning)
        #expect(split.content == content)
    }

    @Test func `five megabytes of opening brackets take linear time`() {
        let text = String(repeating: "<", count: 5 << 20)
        #expect(ReasoningText.split(text).content.utf8.count == 5 << 20)
    }
}
