internal import FakeModelServerKit
internal import Foundation

/// Finds the rule that answers a call.
struct RuleMatcher: Sendable {
    private let rules: [ScriptRule]
    private let expressions: [NSRegularExpression?]
    private let parts: [[UInt8]?]

    /// - Throws: the error of a regular expression that is none.
    init(rules: [ScriptRule]) throws {
        self.rules = rules
        expressions = try rules.map { rule in try rule.matches.map { try NSRegularExpression(pattern: $0) } }
        parts = rules.map { rule in rule.contains.map { Array($0.utf8) } }
    }

    /// The first rule whose conditions all hold, with the groups of its expression.
    func match(_ call: CompletionCall) -> (position: Int, rule: ScriptRule, groups: [String: String])? {
        let text = call.lastUserMessage
        for (position, rule) in rules.enumerated() {
            if let model = rule.model, !call.model.contains(model) { continue }
            if let field = rule.field, !call.fields.contains(field) { continue }
            if let part = parts[position], !Self.contains(text, part) { continue }
            guard let expression = expressions[position] else { return (position, rule, [:]) }
            let whole = NSRange(text.startIndex..., in: text)
            guard let match = expression.firstMatch(in: text, range: whole) else { continue }
            var groups: [String: String] = [:]
            for number in 0..<match.numberOfRanges {
                groups["\(number)"] = Range(match.range(at: number), in: text).map { String(text[$0]) } ?? ""
            }
            return (position, rule, groups)
        }
        return nil
    }

    /// Bytes: a search by characters would cost more than all the rest of a call.
    private static func contains(_ text: String, _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return false }
            var start = 0
            while start + part.count <= bytes.count {
                guard let hit = memchr(base + start, Int32(first), bytes.count - part.count - start + 1) else { break }
                start = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
                if memcmp(base + start, part, part.count) == 0 { return true }
                start += 1
            }
            return false
        }
    }
}
