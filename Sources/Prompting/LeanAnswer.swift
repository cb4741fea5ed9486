/// Takes the Lean text out of an answer whose prompt is not known: what a model said to somebody else's template.
///
/// Total: an answer in which nothing can be told apart is returned as it is, for Lean to judge.
package enum LeanAnswer {
    private static let lean = Pattern.builtIn(#"(?i)\A[ \t]*+\{?\.?lean(?![a-z])"#)
    private static let declaration = Pattern.builtIn(#"(?m)^[ \t]*+(?:private[ \t]++)?(?:theorem|lemma|example)\b"#)
    /// A block that only prints something is no proof.
    private static let printing = Pattern.builtIn(#"\A\s*+(?:#|\z)"#)
    /// Prose begins with a word that begins no Lean: a capital letter, then small ones, then no dot and no other name.
    private static let prose = Pattern.builtIn(#"\A\s*+(?:[*#>_]++[ \t]*+)?[A-Z][a-z']*+[ ,:;!]"#)
    /// Without a fence: from a line with a theorem or with `by` alone up to the first line that is prose again.
    private static let bare = Pattern.builtIn(
        #"(?m)^(?:(?:theorem|lemma)[ \t]++[^\s:(\[{⦃]++\s*+[:(\[{⦃]|by[ \t]*+$|:=[ \t]*+by\b)[^\n]*+"#
            + #"(?:\n(?![A-Z*>]|[#]|\d++[.)])[^\n]*+)*+"#)

    /// The Lean text of the answer.
    package static func code(in answer: String) -> String {
        var matcher = Matcher(limits: PatternLimits())
        do throws(Matcher.LimitReached) {
            return try code(in: AnswerText.normalised(answer), &matcher)
        } catch {
            return answer
        }
    }

    private static func code(in bytes: [UInt8], _ matcher: inout Matcher) throws(Matcher.LimitReached) -> String {
        let visible = try bytes.withBuffer { buffer throws(Matcher.LimitReached) in
            try AnswerText.visible(buffer, matcher: &matcher).bytes
        }
        return try visible.withBuffer { buffer throws(Matcher.LimitReached) in
            if let block = try block(in: buffer, &matcher) { return AnswerText.trimmed(block) }
            guard try matcher.find(prose, in: buffer) else { return String(decoding: buffer, as: UTF8.self) }
            var last: Range<Int>?
            var position = 0
            while try matcher.find(bare, in: buffer, from: position), let all = matcher.range(of: 0) {
                last = all
                position = max(all.upperBound, position + 1)
            }
            return last.map { AnswerText.trimmed(buffer[$0]) } ?? String(decoding: buffer, as: UTF8.self)
        }
    }

    /// The code of the block that holds the proof: one marked as Lean before others, one with a declaration before others,
    /// a closed one before one that was cut, the last before those above it.
    private static func block(
        in buffer: UnsafeBufferPointer<UInt8>, _ matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> [UInt8]? {
        let fenced = try FencedBlocks.nested(in: buffer, matcher: &matcher)
        guard let first = fenced.blocks.map(\.info.lowerBound).min(), !isInComment(first, of: buffer) else { return nil }
        var best: (rank: Int, code: [UInt8])?
        for block in fenced.blocks {
            let code = FencedBlocks.code(of: block, in: buffer)
            if try code.withBuffer({ code throws(Matcher.LimitReached) in try matcher.find(printing, in: code) }) { continue }
            let isLean = try matcher.find(lean, in: UnsafeBufferPointer(rebasing: buffer[block.info]))
            let declares = try code.withBuffer { code throws(Matcher.LimitReached) in
                try matcher.find(declaration, in: code)
            }
            let isUnmarked = buffer[block.info].allSatisfy { $0 <= 0x20 }
            guard isLean || declares || isUnmarked else { continue }
            let rank = (declares ? 4 : 0) + (isLean ? 2 : 0) + (block.closed ? 1 : 0)
            if rank >= best?.rank ?? 0 { best = (rank, code) }
        }
        return best?.code
    }

    /// Whether a Lean comment is open at the place: a fence in it belongs to the code around it.
    private static func isInComment(_ place: Int, of buffer: UnsafeBufferPointer<UInt8>) -> Bool {
        var depth = 0
        var isInLine = false
        var index = 0
        while index < place {
            let byte = buffer[index]
            let next: UInt8 = index + 1 < place ? buffer[index + 1] : 0
            if byte == 0x0A {
                isInLine = false
            } else if byte == 0x2F, next == 0x2D, !isInLine {
                depth += 1
                index += 1
            } else if byte == 0x2D, next == 0x2F, depth > 0 {
                depth -= 1
                index += 1
            } else if byte == 0x2D, next == 0x2D, depth == 0 {
                isInLine = true
            }
            index += 1
        }
        return isInLine || depth > 0
    }
}

extension [UInt8] {
    /// `withUnsafeBufferPointer` that keeps the type of the error.
    fileprivate func withBuffer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer(body)
    }
}
