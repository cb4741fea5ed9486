internal import LeanChecking
internal import LeanSource

/// A refused proof with Lean's messages in it, for the model that wrote it. The marks are those of Goedel-Prover-V2
/// (github.com/Goedel-LM/Goedel-Prover-V2): `<error>…</error>`, here on a line of its own below the line that is meant.
struct MarkedProof {
    let text: String

    /// Most Unicode scalars of one message.
    private static let longest = 600

    /// - Parameter limit: most messages that are marked, the first ones.
    init(_ proof: ProofBody, _ result: CheckResult, limit: Int) {
        let lines = proof.wholeText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let errors = result.messages.filter { $0.severity == .error }
        let shown = (errors.isEmpty ? Array(result.messages.prefix(1)) : errors).prefix(limit)
        var marks: [Int: [String]] = [:]
        var behind: [String] = []
        for message in shown {
            let mark = "<error>\(Self.shortened(message.text))</error>"
            if !message.isInStatement, lines.indices.contains(message.line - 1) {
                marks[message.line, default: []].append(mark)
            } else {
                behind.append(mark)
            }
        }
        if marks.isEmpty && behind.isEmpty { behind = ["<error>\(Self.shortened(result.summary))</error>"] }
        var marked: [String] = []
        for (index, line) in lines.enumerated() {
            marked.append(line)
            marked += marks[index + 1] ?? []
        }
        text = (marked + behind).joined(separator: "\n")
    }

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > longest else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(longest))) + "…"
    }
}
