import Foundation
import Support
import TestSupport
import Testing

@testable import TrainingData

@Suite struct ExporterTests {
    private func line(_ record: TrainingRecord, _ format: ExportFormat) throws -> String {
        var writer = JSONLineWriter()
        var scratch: [UInt8] = []
        try format.write(record, to: &writer, scratch: &scratch)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What is written, behind something that stands there already.
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes = Array("before ".utf8)
        write(&bytes)
        #expect(bytes.starts(with: "before ".utf8))
        return String(decoding: bytes.dropFirst(7), as: UTF8.self)
    }

    private func row(_ record: TrainingRecord, _ format: ExportFormat) throws -> JSONValue {
        try CanonicalJSON.decode(JSONValue.self, from: try line(record, format))
    }

    @Test(arguments: ExportFormat.allCases)
    func `a row is one line of canonical JSON`(_ format: ExportFormat) throws {
        let controls = String(String.UnicodeScalarView((0...0xA0).map { Unicode.Scalar(UInt8($0)) }))
        for text in ["plain", controls, "\u{2028}\u{FEFF}😀é", "\"\\/", ""] {
            let record = TrainingRecord.sample {
                $0.informalStatement = text
                $0.formalProof = "simp\n\(text)"
                $0.externalID = text.isEmpty ? nil : text
                $0.axioms = text.isEmpty ? [] : [text, text]
                $0.metadata = .object([
                    text: .string(text), "B": .number(1.5e300), "a": .integer(-3), "é": .object([:]),
                ])
            }
            let line = try line(record, format)
            #expect(line.utf8.count { $0 == 0x0A } == 1)
            let value = try CanonicalJSON.decode(JSONValue.self, from: line)
            #expect(try CanonicalJSON.string(value) + "\n" == line)
        }
    }

    @Test func `the DeepSeek-Prover fields are as the format has them`() throws {
        let row = try row(.sample(), .deepseekProver)
        #expect(row["name"] == .string("two_pos"))
        #expect(row["split"] == .string("train"))
        #expect(row["informal_prefix"] == .string("/-- Show that 0 < 2. -/\n"))
        #expect(row["formal_statement"] == .string("theorem two_pos : 0 < 2 := by\n"))
        #expect(row["goal"] == .string("⊢ 0 < 2"))
        #expect(row["header"] == .string("import Mathlib\nopen Nat\n\n"))
        #expect(row["formal_proof"] == .string("  decide\n"))
    }

    @Test(arguments: ExportFormat.allCases)
    func `every format carries the provenance`(_ format: ExportFormat) throws {
        let row = try row(.sample(), format)
        let expected: [String: JSONValue] = [
            "problem_id": .string("p-1"), "external_id": .string("algebra/7"), "rung": .integer(4),
            "verdict": .string("verified"), "axioms": .array([.string("propext")]), "lean_version": .string("4.35.0"),
            "library": .string("embedded 1"), "round": .integer(1), "formalizer": .string("controlled-english"),
            "scorer": .null, "prover": .string("tactic-portfolio"), "score": .string("good"), "wall_ms": .integer(12),
            "templates": .array([.string("formalize@ab"), .string("prove@cd")]),
        ]
        for (name, value) in expected { #expect(row[name] == value, "\(name)") }
    }

    @Test func `raw holds the record as it is`() throws {
        let record = TrainingRecord.sample()
        let row = try row(record, .raw)
        #expect(row["formal_statement"] == .string(record.formalStatement))
        #expect(row["formal_proof"] == .string(record.formalProof))
        #expect(row["informal_statement"] == .string(record.informalStatement))
        #expect(row["lean_code"] == .string(record.leanCode))
        #expect(row["header"] == .string(record.header))
        #expect(row["metadata"] == record.metadata)
    }

    @Test func `messages hold the open and the complete code in fences that the code cannot close`() throws {
        let record = TrainingRecord.sample { $0.formalProof = "-- ```` \ndecide" }
        let messages = try #require(try row(record, .messages)["messages"]?.array)
        #expect(messages.map { $0["role"]?.string } == ["user", "assistant"])
        let code = "import Mathlib\nopen Nat\n\n/-- Show that 0 < 2. -/\ntheorem two_pos : 0 < 2 := by\n"
        #expect(
            messages[0]["content"] == .string("Complete the following Lean 4 code:\n\n```lean4\n\(code)```"))
        #expect(messages[1]["content"] == .string("`````lean4\n\(code)  -- ```` \n  decide\n`````"))
    }

    @Test func `informal text cannot close or open a comment`() throws {
        for text in ["-/ axiom cheat : False /-", "--/", "/-/-/", "-", "/", "/--/", "a-/-/-", ""] {
            let row = try row(.sample { $0.informalStatement = text }, .deepseekProver)
            let prefix = try #require(row["informal_prefix"]?.string)
            #expect(prefix.hasPrefix("/-- ") && prefix.hasSuffix(" -/\n"))
            let inner = prefix.dropFirst(4).dropLast(4)
            #expect(!inner.contains("-/") && !inner.contains("/-"), "\(prefix)")
            #expect(String(inner.filter { $0 != " " }) == text.filter { $0 != " " })
        }
    }

    @Test(arguments: [
        "theorem t : p := by sorry", "theorem t : p := by\n  sorry\n", "theorem t : p := sorry", "theorem t : p := by",
        "theorem t : p :=", "theorem t : p", "theorem t : p  :=by  sorry \n\n", "theorem t : p := by\n",
    ])
    func `any open statement ends with by and a line end`(_ statement: String) {
        #expect(text { LeanText.openStatement(statement, to: &$0) } == "theorem t : p := by\n")
    }

    @Test(arguments: ["theorem t : standby", "theorem t : x = sorry", "theorem by : nearby"])
    func `a name at the end is not mistaken for an open proof`(_ statement: String) {
        #expect(text { LeanText.openStatement(statement, to: &$0) } == statement + " := by\n")
    }

    @Test(arguments: [
        ("decide", "  decide\n"), ("intro n\n\nomega\n", "  intro n\n\n  omega\n"), ("    a\n    b", "    a\n    b\n"),
        ("\n  \n  a\n  b\n\n", "  a\n  b\n"), ("by\n  a\n  b", "  a\n  b\n"), ("by a\n   b", "   a\n   b\n"),
        ("bypass", "  bypass\n"), ("", "\n"), ("by", "\n"), (" \n  \n", "\n"), ("by\n\n", "\n"),
        ("a\n \n  b", "  a\n   \n    b\n"),
    ])
    func `a tactic block keeps its layout and is indented`(_ proof: String, _ expected: String) {
        #expect(text { LeanText.tacticBlock(proof, to: &$0) } == expected)
    }

    @Test func `a statement before a term ends without by`() {
        let text = text { LeanText.openStatement("theorem t : p := by sorry", forTerm: true, to: &$0) }
        #expect(text == "theorem t : p :=\n")
    }

    @Test func `a number that JSON cannot hold is an error that names the problem`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "out.jsonl").path
            var exporter = try Exporter(path: path, format: .raw)
            let bad = TrainingRecord.sample { $0.metadata = .object(["x": .number(.infinity)]) }
            var message = ""
            do throws(TrainingDataError) {
                try exporter.write(bad)
            } catch {
                message = error.message
            }
            #expect(message.contains("p-1"))
        }
    }
}
