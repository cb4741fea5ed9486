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

    /// The messages, or nil when any line is something else: then the process was disturbed and its output proves nothing.
    static func decode(_ output: [UInt8]) -> [LeanMessage]? {
        let decoder = JSONDecoder()
        var messages: [LeanMessage] = []
        for line in output.split(separator: 0x0A) {
            guard let read = try? decoder.decode(Line.self, from: Data(line)) else { return nil }
            let kind = read.kind ?? ""
            messages.append(
                LeanMessage(
                    severity: read.severity, line: read.pos.line, column: read.pos.column,
                    // Lean's name of "no kind".
                    kind: kind == "[anonymous]" ? "" : kind, text: read.data))
        }
        return messages
    }
}
