import Inference
import Support
import Testing

@testable import Factory

@Suite struct ScoreShapeTests {
    @Test(
        arguments: [
            (#"{"natural_language":"x","analysis":"y","assessment":"good"}"#, "good"),
            ("{\n  \"assessment\": \"Above average\"\n}\n", "above average"),
            (#"{"assessment":"good or fair"}"#, nil), (#"{"assessment":7}"#, nil), (#"{"analysis":"poor"}"#, nil),
            (#"{"assessment":"po"#, nil), ("Assessment: good", nil), ("", nil), ("[]", nil),
        ] as [(String, String?)])
    func `a class is read from an answer of the shape, and from nothing else`(text: String, expected: String?) {
        #expect(ScoreShape.read(text) == expected)
    }

    @Test func `the shape allows the five classes and no others`() throws {
        guard case .schema(_, let schema) = ScoreShape.shape else {
            Issue.record("not a schema")
            return
        }
        let classes = schema["properties"]?["assessment"]?["enum"]?.array?.compactMap(\.string)
        #expect(classes == ScoreSettings.classes)
    }
}
