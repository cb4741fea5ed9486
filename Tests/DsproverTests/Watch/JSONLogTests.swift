import Foundation
import Logging
import Support
import Synchronization
import Testing

@testable import dsprover

@Suite struct JSONLogTests {
    private let lines = Locked<[String]>([])

    private func handler() -> JSONLogHandler {
        var handler = JSONLogHandler()
        handler.write = { [lines] line in lines.withLock { $0.append(line) } }
        handler.now = { Date(timeIntervalSince1970: 1_750_000_000.25) }
        return handler
    }

    @Test func `an entry is one line of JSON with its ids, numbers as numbers`() throws {
        let logger = Logger(label: "test") { _ in handler() }
        logger.info(
            "job \"7\"\nended \u{1B}[31m",
            metadata: [
                "job": .stringConvertible(7), "seconds": .stringConvertible(1.5), "model": "w\r\n", "list": ["a"],
            ])
        let line = try #require(lines.withLock { $0.first })
        #expect(!line.contains("\n"))
        let json = try CanonicalJSON.decode(JSONValue.self, from: line)
        #expect(json["message"]?.string == "job \"7\"\nended \u{1B}[31m")
        #expect(json["job"]?.integer == 7)
        #expect(json["seconds"] == .number(1.5))
        #expect(json["model"]?.string == "w\r\n")
        #expect(json["list"]?.array == [.string("a")])
        #expect(json["level"]?.string == "info")
        #expect(json["time"]?.string == "2025-06-15T15:06:40.250Z")
        #expect(json["process"]?.string?.contains("/\(getpid())/") == true)
    }

    @Test func `nothing that an entry says can take the place of what the log itself says`() throws {
        let logger = Logger(label: "test") { _ in handler() }
        logger.warning("true", metadata: ["message": "false", "level": "debug"])
        let line = try #require(lines.withLock { $0.first })
        let json = try CanonicalJSON.decode(JSONValue.self, from: line)
        #expect(json["message"]?.string == "true")
        #expect(json["level"]?.string == "warning")
    }
}
