import Foundation
import Testing

@testable import Support

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue {
        try Array(text.utf8).withUnsafeBufferPointer { try JSONReader.value(of: $0) }
    }

    @Test func `bytes from outside may begin with a mark and must be UTF-8`() throws {
        #expect(try JSONReader.value(ofUTF8: Data([0xEF, 0xBB, 0xBF]) + Data("[1]".utf8)) == .array([.integer(1)]))
        #expect(try JSONReader.value(ofUTF8: Data("xx\"a\\né\\tb\"".utf8).dropFirst(2)) == .string("a\né\tb"))
        #expect(throws: JSONReader.Fault.self) { try JSONReader.value(ofUTF8: Data([0x22, 0xFF, 0x22])) }
        #expect(throws: JSONReader.Fault.self) { try JSONReader.value(ofUTF8: Data()) }
    }

    private func complaint(_ text: String) -> String {
        do {
            return "read as \(try read(text))"
        } catch {
            return (error as? JSONReader.Fault)?.detail ?? "\(error)"
        }
    }

    @Test(arguments: [
        "{}", "[]", "0", "-0", "12", "-12.5", "1.0", "-0.0", "1e3", "1e300", "1E-3", "0.1",
        "true", "false", "null", "\"\"", "\"a\\\"b\\\\c\\/\"",
        "\"\\b\\f\\n\\r\\t\"", "\"\\u00e9\\u2028\\uD83D\\uDE00\"", "\"é\u{2028}😀\"",
        " { \"a\" : [ 1 , { \"b\" : null } ] } ",
        "[[[[[[]]]]]]", "{\"\":0}", "9223372036854775807", "-9223372036854775808", "\"\\u0000\"",
    ])
    func `valid JSON is read as Foundation reads it`(_ text: String) throws {
        #expect(try read(text) == CanonicalJSON.decode(JSONValue.self, from: text))
    }

    @Test(arguments: [
        ("", "ends where a value"), ("{", "member name"), ("{\"a\"", "colon"), ("{\"a\":", "ends where a value"),
        ("{\"a\":1", "in the middle"), ("{\"a\":1,}", "member name"), ("[1,]", "cannot start"), ("[1 2]", "comma"),
        ("{a:1}", "member name"), ("'a'", "cannot start"), ("\"a", "not closed"), ("\"a\\", "not closed"),
        ("\"\\x\"", "escape"), ("\"\\u12\"", "four hexadecimal"), ("\"\\ud83d\"", "surrogate"),
        ("\"\\ude00\"", "surrogate"),
        ("\"\\ud83d\\u0041\"", "surrogate"), ("\"a\u{1}b\"", "control character"), ("01", "number"), ("-01", "number"),
        ("-", "number"), ("1.", "decimal point"), ("1e", "exponent"), ("+1", "cannot start"), (".5", "cannot start"),
        ("NaN", "NaN"), ("Infinity", "NaN"), ("tru", "true, false, null"), ("1 1", "behind"), ("{} x", "behind"),
    ])
    func `invalid JSON is refused with the reason`(_ text: String, _ reason: String) {
        #expect(complaint(text).contains(reason))
    }

    @Test func `numbers that would change are kept as their digits`() throws {
        #expect(try read("9223372036854775808") == .string("9223372036854775808"))
        #expect(try read("-99999999999999999999") == .string("-99999999999999999999"))
        #expect(try read("1e999") == .string("1e999"))
    }

    @Test func `nesting is bounded`() throws {
        let deep = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        #expect(complaint(deep(JSONReader.maximumDepth)).hasPrefix("read as"))
        #expect(complaint(deep(JSONReader.maximumDepth + 1)).contains("nested deeper"))
        #expect(complaint(String(repeating: "{\"a\":", count: 200_000)).contains("nested deeper"))
    }

    @Test func `the offset of a fault is that of the byte`() {
        let bytes = Array("{\"é\": nul}".utf8)
        #expect(throws: JSONReader.Fault(offset: 7, detail: "this is none of true, false, null")) {
            try bytes.withUnsafeBufferPointer { try JSONReader.value(of: $0) }
        }
    }
}
