import Foundation
import Support
import Testing

@testable import LeanChecking

@Suite struct WorkerSessionTests {
    /// Plays the part of Lean: takes what the session sends apart, makes what comes back.
    private struct Messages {
        static func decode(_ bytes: [UInt8]) throws -> [JSONValue] {
            var framing = MessageFraming()
            bytes.withUnsafeBytes { framing.append($0) }
            var messages: [JSONValue] = []
            while let message = try framing.next() {
                messages.append(try JSONDecoder().decode(JSONValue.self, from: Data(message)))
            }
            return messages
        }

        static func diagnostics(
            version: Int?, _ texts: [String] = [], incremental: Bool? = nil
        ) -> ArraySlice<UInt8> {
            let incremental = incremental.map { #","isIncremental":\#($0)"# } ?? ""
            let list = texts.map {
                #"{"message":"\#($0)","range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"severity":2}"#
            }
            let version = version.map { #","version":\#($0)"# } ?? ""
            return Array(
                (#"{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"diagnostics":["#
                    + list.joined(separator: ",") + "]" + incremental + #","uri":"u"\#(version)}}"#).utf8)[...]
        }

        static func reply(_ id: String, _ rest: String = #""result":{}"#) -> ArraySlice<UInt8> {
            Array(#"{"id":\#(id),"jsonrpc":"2.0",\#(rest)}"#.utf8)[...]
        }
    }

    @Test func `opening sends the header as version 1 and waits for it`() throws {
        var session = WorkerSession(nonce: "n")
        let sent = try Messages.decode(session.open("import X\n\n"))
        #expect(
            sent.map { $0["method"]?.string } == [
                "initialize", "textDocument/didOpen", "textDocument/waitForDiagnostics",
            ])
        #expect(sent[1]["params"]?["textDocument"]?["text"]?.string == "import X\n\n")
        #expect(sent[1]["params"]?["dependencyBuildMode"]?.string == "never")
        #expect(sent[2]["params"]?["version"]?.integer == 1)
        #expect(sent[2]["id"]?.string == "n-1")
    }

    @Test func `a change carries the whole text, any characters, and the next version`() throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        let text = "theorem «a b» : \"\u{0}\u{2028}\\\" = \"𝔸\" := rfl\r\n"
        let sent = try Messages.decode(session.change(to: text))
        #expect(sent[0]["params"]?["contentChanges"]?.array?.first?["text"]?.string == text)
        #expect(sent[0]["params"]?["textDocument"]?["version"]?.integer == 2)
        #expect(sent[1]["id"]?.string == "n-2")
    }

    @Test func `the answer holds the last diagnostics of its version`() throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        #expect(try session.receive(Messages.diagnostics(version: 1, ["early"])) == nil)
        #expect(try session.receive(Messages.diagnostics(version: 1, ["early", "late"])) == nil)
        let answer = try session.receive(Messages.reply(#""n-1""#))
        #expect(answer?.diagnostics.map(\.message) == ["early", "late"])
    }

    @Test func `diagnostics that come one by one are put together, each with its time`() throws {
        var session = WorkerSession(nonce: "n")
        let start = ContinuousClock.now
        _ = session.open("")
        _ = try session.receive(Messages.diagnostics(version: 1, ["a"], incremental: false), at: start)
        _ = try session.receive(Messages.diagnostics(version: 1, [], incremental: true), at: start + .seconds(1))
        _ = try session.receive(
            Messages.diagnostics(version: 1, ["b", "c"], incremental: true), at: start + .seconds(2))
        _ = try session.receive(Messages.diagnostics(version: 0, ["old"], incremental: true), at: start)
        let heard = try session.receive(Messages.reply(#""n-1""#), at: start + .seconds(9))
        #expect(heard?.diagnostics.map(\.message) == ["a", "b", "c"])
        #expect(heard?.arrivals == [start, start + .seconds(2), start + .seconds(2)])
    }

    @Test func `diagnostics that come all again each time keep the times of those known before`() throws {
        var session = WorkerSession(nonce: "n")
        let start = ContinuousClock.now
        _ = session.open("")
        _ = try session.receive(Messages.diagnostics(version: 1, ["a"]), at: start)
        _ = try session.receive(Messages.diagnostics(version: 1, ["a", "b"]), at: start + .seconds(1))
        #expect(session.heard?.arrivals == [start, start + .seconds(1)])
        _ = try session.receive(Messages.diagnostics(version: 1, ["c"]), at: start + .seconds(2))
        #expect(session.heard?.diagnostics.map(\.message) == ["c"])
        #expect(session.heard?.arrivals.count == 1)
        _ = session.change(to: "x")
        #expect(session.heard == nil)
    }

    @Test func `more diagnostics before the first ones are a fault`() {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        #expect(throws: WorkerSession.Fault.self) {
            try session.receive(Messages.diagnostics(version: 1, ["b"], incremental: true))
        }
    }

    @Test func `diagnostics of an older version never count`() throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        _ = session.change(to: "x")
        _ = try session.receive(Messages.diagnostics(version: 2, ["new"]))
        _ = try session.receive(Messages.diagnostics(version: 1, ["old"]))
        _ = try session.receive(Messages.diagnostics(version: nil, ["unversioned"]))
        #expect(try session.receive(Messages.reply(#""n-2""#))?.diagnostics.map(\.message) == ["new"])
    }

    @Test func `a late reply to an older version is no answer`() throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        _ = try session.receive(Messages.diagnostics(version: 1))
        _ = session.change(to: "x")
        #expect(try session.receive(Messages.reply(#""n-1""#)) == nil)
        _ = try session.receive(Messages.diagnostics(version: 2))
        #expect(try session.receive(Messages.reply(#""n-2""#))?.diagnostics == [])
    }

    @Test(arguments: [#""n-2""#, #""n-0""#, "1", "null", #""m-1""#])
    func `a reply to a question that we did not ask is no answer`(id: String) throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        _ = try session.receive(Messages.diagnostics(version: 1))
        #expect(try session.receive(Messages.reply(id)) == nil)
    }

    @Test func `a reply without diagnostics of its version is a fault`() {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        #expect(throws: WorkerSession.Fault.self) { try session.receive(Messages.reply(#""n-1""#)) }
    }

    @Test func `an error in place of the answer is a fault that says what Lean said`() throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        _ = try session.receive(Messages.diagnostics(version: 1))
        let fault = #expect(throws: WorkerSession.Fault.self) {
            try session.receive(Messages.reply(#""n-1""#, #""error":{"code":-32603,"message":"lost"}"#))
        }
        #expect(fault?.what.contains("lost") == true)
    }

    @Test(arguments: [
        #"{"jsonrpc""#, "\u{1}", #"{"method":"textDocument/publishDiagnostics","params":{"diagnostics":7}}"#,
    ])
    func `a message that cannot be read is a fault`(text: String) {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        #expect(throws: WorkerSession.Fault.self) { try session.receive(Array(text.utf8)[...]) }
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","method":"$/lean/fileProgress","params":{"processing":[]}}"#,
        #"{"id":3,"jsonrpc":"2.0","method":"workspace/inlayHint/refresh","params":null}"#,
        #"{"id":"n-1","jsonrpc":"2.0","method":"workspace/configuration","params":{"items":[]}}"#,
    ])
    func `everything else that Lean sends is passed over`(text: String) throws {
        var session = WorkerSession(nonce: "n")
        _ = session.open("")
        _ = try session.receive(Messages.diagnostics(version: 1))
        #expect(try session.receive(Array(text.utf8)[...]) == nil)
    }

    @Test func `ids of two workers have nothing in common`() {
        var first = WorkerSession()
        var second = WorkerSession()
        #expect(first.open("") != second.open(""))
    }
}
