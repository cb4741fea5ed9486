import Foundation
import LeanSource
import TestSupport
import Testing

@testable import LeanChecking

@Suite struct ItemReaderTests {
    /// The entries of files with these contents, in the order of their names.
    private func entries(_ files: [(name: String, bytes: [UInt8])]) async throws -> [CheckEntry] {
        try await withTemporaryFolder { folder in
            for file in files { try Data(file.bytes).write(to: folder.appending(path: file.name)) }
            var reader = ItemReader(paths: files.map { folder.appending(path: $0.name).path })
            var found: [CheckEntry] = []
            while let entry = reader.next() { found.append(entry.at(folder.path + "/")) }
            return found
        }
    }

    private func entries(_ text: String, name: String = "a.jsonl") async throws -> [CheckEntry] {
        try await entries([(name, Array(text.utf8))])
    }

    private func item(_ line: String) async throws -> CheckItem {
        let entries = try await entries(line)
        try #require(entries.count == 1)
        guard case .item(let item) = entries[0] else {
            Issue.record("\(entries[0])")
            throw CancellationError()
        }
        return item
    }

    @Test func `a statement with its proof is one item`() async throws {
        let item = try await item(#"{"id":"a","statement":"theorem t (p : Prop) (h : p) : p","proof":"exact h"}"#)
        #expect(item.id == "a")
        #expect(item.place == "a.jsonl:1")
        #expect(item.statement?.signature == "theorem t (p : Prop) (h : p) : p")
        #expect(item.answer == "exact h")
        #expect(item.header == nil)
        #expect(!item.expectsTerm)
    }

    @Test(arguments: [
        ("theorem t : 1 = 1 :=", true), ("theorem t : 1 = 1 :=\\n", true), ("theorem t : 1 = 1 := by", false),
        ("theorem t : 1 = 1 := by sorry", false), ("theorem t : 1 = 1 := sorry", false), ("theorem t : 1 = 1", false),
    ])
    func `only an open assignment asks for a term`(_ statement: String, _ expectsTerm: Bool) async throws {
        let item = try await item("{\"statement\":\"\(statement)\",\"proof\":\"rfl\"}")
        #expect(item.expectsTerm == expectsTerm)
        #expect(item.statement?.signature == "theorem t : 1 = 1")
    }

    @Test func `code alone is one item without a statement`() async throws {
        let item = try await item(#"{"id":7,"code":"theorem t : 1 = 1 := rfl","extra":[1,{"x":null}]}"#)
        #expect(item.id == "7")
        #expect(item.statement == nil)
        #expect(item.answer == "theorem t : 1 = 1 := rfl")
    }

    @Test func `a row of the published DeepSeek-Prover files is one item with its header`() async throws {
        let item = try await item(
            #"{"name":"n","split":"train","informal_prefix":"/-- x -/","formal_statement":"theorem t : 1 = 1 := by\n","#
                + #""goal":"⊢ 1 = 1","header":"import Mathlib\n\n","formal_proof":"  rfl\n"}"#)
        #expect(item.id == "n")
        #expect(item.header == "import Mathlib\n\n")
        #expect(item.answer == "  rfl\n")
        #expect(item.statement?.goal == "1 = 1")
    }

    @Test(arguments: [
        (#"{"statement":"theorem t : 1 = 1","proof":"rfl","code":"x","formal_statement":"y"}"#, "rfl"),
        (#"{"code":"theorem t : 1 = 1 := rfl","formal_statement":"theorem s : 2 = 2"}"#, "theorem t : 1 = 1 := rfl"),
        (#"{"formal_statement":"theorem s : 2 = 2","formal_proof":"rfl","code":"x"}"#, "rfl"),
        (#"{"statement":null,"code":"theorem t : 1 = 1 := rfl","proof":null}"#, nil),
    ])
    func `of several shapes the one with statement and proof counts`(_ line: String, _ answer: String?) async throws {
        guard case .item(let item) = try await entries(line)[0] else { return #expect(answer == nil) }
        #expect(item.answer == answer)
    }

    @Test(arguments: [
        ("garbage", "not JSON"), ("[1]", "not an object"), ("{}", "neither 'statement' with 'proof'"),
        (#"{"id":"a","informal_statement":"x"}"#, "neither 'statement' with 'proof'"),
        (#"{"statement":"theorem t : 1 = 1"}"#, "there is 'statement' but no 'proof'"),
        (#"{"proof":"rfl"}"#, "there is 'proof' but no 'statement'"),
        (#"{"formal_statement":"theorem t : 1 = 1"}"#, "there is 'formal_statement' but no 'formal_proof'"),
        (#"{"statement":["x"],"proof":"rfl"}"#, "'statement' is not a text"),
        (#"{"code":3}"#, "'code' is not a text"), (#"{"code":"x","header":1}"#, "'header' is not a text"),
        (#"{"id":1.5,"code":"x"}"#, "the id under 'id' is neither"), (#"{"name":["x"],"code":"x"}"#, "under 'name'"),
        (#"{"statement":"def f := 1","proof":"rfl"}"#, "'statement' cannot be used"),
        (#"{"statement":"theorem t : True := by trivial","proof":"x"}"#, "'statement' cannot be used"),
        (#"{"formal_statement":"theorem t : (by exact sorry)","formal_proof":"x"}"#, "cannot be used"),
    ])
    func `a bad line says where and what`(_ line: String, _ complaint: String) async throws {
        let entries = try await entries(
            "\n{\"id\":\"first\",\"code\":\"x\"}\n\(line)\n{\"id\":\"last\",\"code\":\"x\"}\n")
        #expect(entries.count == 3)
        guard case .bad(let bad) = entries[1] else { return #expect(Bool(false), "\(entries[1])") }
        #expect(bad.place == "a.jsonl:3")
        #expect(bad.description.hasPrefix("a.jsonl:3: "))
        #expect(bad.detail.contains(complaint), "\(bad)")
        #expect(entries.map(\.id).last == "last")
    }

    @Test func `a bad line keeps its id when that much can be read`() async throws {
        let entries = try await entries(#"{"id":"q","proof":"rfl"}"#)
        #expect(entries.map(\.id) == ["q"])
    }

    @Test(arguments: ["{\"id\":\"\",\"code\":\"x\"}", "{\"id\":null,\"code\":\"x\"}", "{\"code\":\"x\"}"])
    func `an item without an id is called by its place`(_ line: String) async throws {
        #expect(try await entries("\n\n" + line).map(\.id) == ["a.jsonl:3"])
    }

    @Test func `a byte order mark, CRLF, blank lines and a last line without end are no trouble`() async throws {
        let text = "\u{FEFF}{\"id\":\"a\",\"code\":\"x\\r\\ny\"}\r\n\r\n  \r\n{\"id\":\"b\",\"code\":\"z\"}"
        let entries = try await entries(text)
        #expect(entries.map(\.id) == ["a", "b"])
        guard case .item(let item) = entries[0] else { return #expect(Bool(false)) }
        #expect(Array(item.answer.utf8) == Array("x\r\ny".utf8))
    }

    @Test func `bytes that are no text, and a file cut by a crash, are bad lines and nothing more`() async throws {
        let bytes =
            [0xFF, 0xFE, 0x0A] + [UInt8](repeating: 0, count: 40) + Array("\n{\"id\":\"a\",\"code\":\"x\"}".utf8)
        let entries = try await entries([("a.jsonl", bytes)])
        #expect(entries.map(\.id) == ["a.jsonl:1", "a.jsonl:2", "a"])
        #expect("\(entries[0])".contains("not UTF-8"))
    }

    @Test func `a line over the limit is skipped without being held, and the next one is read`() async throws {
        let long = "{\"code\":\"\(String(repeating: "x", count: ItemReader.maximumLength))\"}"
        let entries = try await entries(long + "\n{\"id\":\"b\",\"code\":\"x\"}\n")
        #expect(entries.map(\.id) == ["a.jsonl:1", "b"])
        #expect("\(entries[0])".contains("more than 1048576"))
    }

    @Test func `a Lean file is one item, and its line ends stay as they are`() async throws {
        let entries = try await entries([
            ("a.lean", Array("theorem t : 1 = 1 :=\r\n  rfl\r\n".utf8)), ("b.jsonl", Array(#"{"code":"x"}"#.utf8)),
            ("c.lean", []),
        ])
        #expect(entries.map(\.id) == ["a.lean", "b.jsonl:1", "c.lean"])
        guard case .item(let item) = entries[0] else { return #expect(Bool(false)) }
        #expect(Array(item.answer.utf8) == Array("theorem t : 1 = 1 :=\r\n  rfl\r\n".utf8))
        #expect(item.statement == nil)
    }

    @Test func `a Lean file that is too long or no text is one fault`() async throws {
        let long = [UInt8](repeating: 0x20, count: ItemReader.maximumLength + 1)
        let entries = try await entries([("a.lean", long), ("b.lean", [0xC3]), ("c.lean", Array("x".utf8))])
        #expect("\(entries[0])".contains("more than 1048576 bytes"))
        #expect("\(entries[1])".contains("not UTF-8"))
        #expect(entries.count == 3)
    }

    @Test func `a file that is not there and a folder are one fault each, and the others are read`() async throws {
        try await withTemporaryFolder { folder in
            let good = folder.appending(path: "good.jsonl").path
            try Data(#"{"id":"g","code":"x"}"#.utf8).write(to: URL(filePath: good))
            var reader = ItemReader(paths: ["/nowhere/a.jsonl", "/nowhere/b.lean", folder.path, good])
            var found: [CheckEntry] = []
            while let entry = reader.next() { found.append(entry) }
            #expect(found.map(\.id) == ["/nowhere/a.jsonl", "/nowhere/b.lean", folder.path, "g"])
            for entry in found.prefix(3) {
                guard case .bad(let bad) = entry else { return #expect(Bool(false), "\(entry)") }
                #expect(bad.detail.hasPrefix("cannot be read"))
            }
        }
    }

    @Test func `a source gives the same items one by one, and nothing once its task is cancelled`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "a.jsonl").path
            try Data((0..<50).map { "{\"id\":\($0),\"code\":\"x\"}\n" }.joined().utf8).write(to: URL(filePath: path))
            let source = ItemSource(paths: [path])
            var ids: [String] = []
            while let entry = await source.next() { ids.append(entry.id) }
            #expect(ids == (0..<50).map { "\($0)" })
            #expect(await source.next() == nil)

            let fresh = ItemSource(paths: [path])
            let cancelled = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await fresh.next()
            }
            #expect(await cancelled.value == nil)
        }
    }
}

extension CheckEntry {
    var id: String {
        switch self {
        case .item(let item): item.id
        case .bad(let bad): bad.id
        }
    }

    /// The entry with places relative to a folder.
    fileprivate func at(_ prefix: String) -> CheckEntry {
        func cut(_ text: String) -> String { text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text }
        switch self {
        case .bad(let bad):
            return .bad(BadItem(id: cut(bad.id), place: cut(bad.place), detail: bad.detail))
        case .item(let item):
            return .item(
                CheckItem(
                    id: cut(item.id), place: cut(item.place), statement: item.statement, answer: item.answer,
                    expectsTerm: item.expectsTerm, header: item.header))
        }
    }
}
