/// A diagnostic as the language server sends it.
struct Diagnostic: Sendable, Hashable, Decodable {
    struct Position: Sendable, Hashable, Decodable {
        /// From 0.
        let line: Int
        /// From 0, in UTF-16 units, as the protocol has it.
        let character: Int
    }

    struct Range: Sendable, Hashable, Decodable {
        let start: Position
        let end: Position
    }

    let range: Range
    /// 1 error, 2 warning, 3 information, 4 hint; an error when missing, to be on the safe side.
    let severity: Int?
    let code: String?
    let message: String

    private enum CodingKeys: CodingKey {
        case range, severity, code, message
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        range = try container.decode(Range.self, forKey: .range)
        severity = try container.decodeIfPresent(Int.self, forKey: .severity)
        // The protocol allows a number here; Lean sends names.
        code = try? container.decodeIfPresent(String.self, forKey: .code)
        message = try container.decode(String.self, forKey: .message)
    }

    init(line: Int, character: Int = 0, severity: Int, code: String? = nil, message: String) {
        let position = Position(line: line, character: character)
        range = Range(start: position, end: position)
        self.severity = severity
        self.code = code
        self.message = message
    }

    var leanSeverity: LeanMessage.Severity {
        switch severity {
        case 2: .warning
        case 3, 4: .information
        default: .error
        }
    }
}
