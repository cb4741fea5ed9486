import Foundation
import Support
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        "null", "true", "-7", "1.5", "\"x\"", "[]", "{}", "[1,[2,{\"a\":null}]]", "{\"a\":{\"b\":[false]}}",
    ])
    func `a value is written as it was read`(text: String) throws {
        #expect(try CanonicalJSON.string(try CanonicalJSON.decode(JSONValue.self, from: text)) == text)
    }

    @Test func `members are sorted and slashes are plain, so that equal values are equal bytes`() throws {
        let value = try CanonicalJSON.decode(JSONValue.self, from: "{\"b\": 1, \"a\": \"x\\/y\"}")
        #expect(try CanonicalJSON.string(value) == "{\"a\":\"x/y\",\"b\":1}")
    }

    /// Hides the kind, so that the general encoder writes it.
    private struct Hidden: Encodable {
        let value: JSONValue
        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }

    @Test(arguments: [
        JSONValue.number(0.6), .number(1), .number(-0.0), .number(1e3), .number(1e16), .number(1e22), .number(1e-5),
        .number(.leastNonzeroMagnitude), .number(1.7976931348623157e308), .number(0.1 + 0.2), .integer(.min),
        .integer(.max),
        .string(""), .string("\u{7f}\u{1f}\u{0}\u{2028}é😀/\\\"\u{8}\u{c}\n\r\t"), .string("\r\n"),
        .array([.null, .bool(true)]),
        .object([
            "b": .integer(1), "a": .array([]), "B": .object([:]), "a10": .null, "a2": .null, "é": .null, "z\"": .null,
            "😀": .null, "\u{FFFD}": .bool(false),
        ]),
    ])
    func `the quick writer writes what the general one writes`(value: JSONValue) throws {
        #expect(try CanonicalJSON.string(.array([value])) == CanonicalJSON.string(Hidden(value: .array([value]))))
        #expect(try CanonicalJSON.data(.array([value])) == CanonicalJSON.data(Hidden(value: .array([value]))))
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{1f}", "\u{0}"])
    func `an escape is found wherever it stands, and nothing is taken for one`(escape: String) throws {
        // The bytes around are those that differ from an escape by one, and the ends of the range of bytes.
        let around = "!#[] \u{7f}\u{80}é\u{7ff}😀~"
        for before in 0..<12 {
            for behind in 0..<12 {
                let text =
                    String(around.unicodeScalars.prefix(before).map(Character.init)) + escape
                    + String(around.unicodeScalars.suffix(behind).map(Character.init)) + escape
                let value = JSONValue.array([.string(text)])
                #expect(try CanonicalJSON.string(value) == CanonicalJSON.string(Hidden(value: value)))
                #expect(try CanonicalJSON.decode(JSONValue.self, from: CanonicalJSON.string(value)) == value)
            }
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that JSON cannot hold is an error`(number: Double) {
        #expect(throws: EncodingError.self) { try CanonicalJSON.data(.object(["t": .number(number)])) }
    }

    @Test func `members and elements are found by name and kind`() throws {
        let value = try CanonicalJSON.decode(JSONValue.self, from: "{\"s\":\"t\",\"n\":3,\"l\":[1],\"o\":{}}")
        #expect(value["s"]?.string == "t")
        #expect(value["n"]?.integer == 3)
        #expect(value["l"]?.array?.count == 1)
        #expect(value["o"]?.object?.isEmpty == true)
        #expect(value["missing"] == nil)
        #expect(value["s"]?.integer == nil)
        #expect(JSONValue.null["s"] == nil)
    }

    @Test func `what is not JSON is an error`() {
        #expect(throws: DecodingError.self) { try CanonicalJSON.decode(JSONValue.self, from: "{\"a\":}") }
    }
}

@Suite struct StableRandomTests {
    @Test func `the sequence of a seed is the published one`() {
        // The first outputs of SplitMix64 for seed 1234567, as in the reference implementation.
        var random = StableRandom(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }
}

@Suite struct DurationTests {
    @Test(arguments: [(Duration.milliseconds(1500), 1.5, 1500), (.microseconds(1), 1e-6, 0), (.seconds(-2), -2, -2000)])
    func `durations are given in seconds and whole milliseconds`(duration: Duration, seconds: Double, milliseconds: Int)
    {
        #expect(abs(duration.seconds - seconds) < 1e-12)
        #expect(duration.milliseconds == milliseconds)
    }
}
