internal import Foundation

/// Reads what `lean --json` prints: one JSON object a line.
enum JSONMessages {
    private struct Line: Decodable {
        struct Position: Decodable {
            let line: Int
            let column: Int
        }
        let severity: LeanMessage.Severity
        let pos: Position
        let kind: String?
        let data: String
    }

    /// As many of the messages as come whole and readable from the beginning: what a process said that was ended.
    static func beginning(of output: [UInt8]) -> [LeanMessage] {
        let decoder = JSONDecoder()
        return output.split(separator: 0x0A).lazy.map { try? message($0, decoder) }.prefix { $0 != nil }.compactMap(
            \.self)
    }

    private static func message(_ line: ArraySlice<UInt8>, _ decoder: JSONDecoder) throws -> LeanMessage {
        let read = try decoder.decode(Line.self, from: Data(line))
        let kind = read.kind ?? ""
        return LeanMessage(
            severity: read.severity, line: read.pos.line, column: read.pos.column,
            // Lean's name of "no kind".
            kind: kind == "[anonymous]" ? "" : kind, text: read.data)
    }

    /// The messages, or nil when any line is something else: then the process was disturbed and its output proves nothing.
    static func decode(_ output: [UInt8]) -> [LeanMessage]? {
        let decoder = JSONDecoder()
        var messages: [LeanMessage] = []
        for line in output.split(separator: 0x0A) {
            guard let read = try? message(line, decoder) else { return nil }
            messages.append(read)
        }
        return messages
    }
}
