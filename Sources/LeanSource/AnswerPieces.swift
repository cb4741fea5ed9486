/// Cuts an answer at the fences that are still in it.
enum AnswerPieces {
    /// The texts between fences, in order, the last one perhaps without its closing line; nil when there is no fence. A
    /// fence inside a comment of the code is none: doc comments hold examples.
    static func fenced(_ bytes: [UInt8]) -> [[UInt8]]? {
        var fences = fenceLines(bytes)
        guard let first = fences.first else { return nil }
        let isCode = bytes[..<first.line.lowerBound].contains { $0 > 0x20 }
        if isCode {
            // Only what Lean reads as code before the first fence decides what is a comment.
            let comments = LeanLexer.tokens(in: bytes).filter { $0.kind == .blockComment || $0.kind == .docComment }
            fences.removeAll { fence in comments.contains { $0.range.contains(fence.line.lowerBound) } }
            if fences.isEmpty { return nil }
        }
        var pieces: [[UInt8]] = []
        var open: Int?
        for fence in fences {
            if let start = open, fence.isBare {
                pieces.append(Array(bytes[start..<fence.line.lowerBound]))
                open = nil
            } else if open == nil {
                open = fence.line.upperBound
            }
        }
        if let start = open { pieces.append(Array(bytes[start...])) }
        return pieces
    }

    private struct FenceLine {
        /// The bytes of the line with its line feed.
        let line: Range<Int>
        /// Whether no language follows the fence.
        let isBare: Bool
    }

    private static func fenceLines(_ bytes: [UInt8]) -> [FenceLine] {
        var fences: [FenceLine] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            let text = bytes[start..<end].drop { $0 == 0x20 || $0 == 0x09 }
            if text.starts(with: [0x60, 0x60, 0x60]) || text.starts(with: [0x7E, 0x7E, 0x7E]) {
                let rest = text.drop { $0 == 0x60 || $0 == 0x7E }
                fences.append(FenceLine(line: start..<end, isBare: rest.allSatisfy { $0 <= 0x20 }))
            }
            start = end
        }
        return fences
    }
}
