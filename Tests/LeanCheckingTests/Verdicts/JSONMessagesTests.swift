import Testing

@testable import LeanChecking

@Suite struct JSONMessagesTests {
    private static let line = #"""
        {"caption":"","data":"Type mismatch\n  h","endPos":{"column":43,"line":2},"fileName":"F.lean","isSilent":false,"keepFullRange":false,"kind":"[anonymous]","pos":{"column":42,"line":2},"severity":"error"}
        """#

    @Test func `Lean's lines are read, also with separators of other alphabets inside`() {
        let text = Self.line + "\n" + Self.line.replacing(#"\n  h"#, with: "\u{2028}h") + "\n"
        let messages = JSONMessages.decode(Array(text.utf8))
        #expect(messages?.map(\.text) == ["Type mismatch\n  h", "Type mismatch\u{2028}h"])
        #expect(messages?.first?.line == 2)
        #expect(messages?.first?.column == 42)
        #expect(messages?.first?.kind == "")
    }

    @Test func `no output is no message`() {
        #expect(JSONMessages.decode([]) == [])
    }

    @Test(arguments: ["hello", "{}", #"{"severity":"fatal"}"#, "{"])
    func `one foreign line makes all of the output worthless`(foreign: String) {
        #expect(JSONMessages.decode(Array("\(Self.line)\n\(foreign)\n".utf8)) == nil)
    }
}
