internal import Support

/// What a problem file says about a problem beside its text: the answer, the proof or solution.
struct ReferenceAnswer: Sendable, Hashable {
    /// Names under which the answer may stand, in order of preference.
    static let answerNames = ["answer", "final_answer", "expected_answer", "reference_answer", "informal_answer"]
    /// Names under which the proof may stand, in order of preference.
    static let proofNames = [
        "solution", "proof", "informal_solution", "informal_proof", "nl_proof", "reference_solution",
    ]
    /// Longer proofs are cut, characters: a formalizer needs the idea, and prompts have an end.
    private static let longest = 4000

    /// Nil when there is none.
    let answer: String?
    let proof: String?

    /// - Parameter metadata: the members of the problem's line.
    init(_ metadata: JSONValue) {
        answer = Self.text(Self.answerNames, in: metadata)
        proof = Self.text(Self.proofNames, in: metadata)
    }

    /// The variables that it fills, as far as they are wanted and there.
    func inputs(_ wanted: FormalizeSettings.Reference) -> [String: String] {
        switch wanted {
        case .none: [:]
        case .answer: ["answer": answer].compactMapValues(\.self)
        case .all: ["answer": answer, "solution": proof].compactMapValues(\.self)
        }
    }

    private static func text(_ names: [String], in metadata: JSONValue) -> String? {
        names.lazy.compactMap { name -> String? in
            switch metadata[name] {
            case .string(let text):
                let trimmed = text.split(whereSeparator: \.isNewline).joined(separator: "\n")
                return trimmed.allSatisfy(\.isWhitespace) ? nil : String(trimmed.prefix(longest))
            case .integer(let number): return "\(number)"
            case .number(let number): return "\(number)"
            default: return nil
            }
        }.first
    }
}
