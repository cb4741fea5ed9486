/// Reads answers whose prompt is not known: what a model said to somebody else's template.
package enum LeanAnswer {
    /// Most code blocks of one answer that are returned.
    private static let blockLimit = 16

    /// The texts in which the proof may stand, most likely first: the answer without its thinking, then its code blocks from
    /// the last to the first, for fences that only a reader of Markdown finds. Never empty; an answer in which nothing can
    /// be told apart is its own only text.
    package static func texts(in answer: String) -> [String] {
        var matcher = Matcher(limits: PatternLimits())
        do throws(Matcher.LimitReached) {
            return try texts(in: AnswerText.normalised(answer), &matcher)
        } catch {
            return [answer]
        }
    }

    private static func texts(in bytes: [UInt8], _ matcher: inout Matcher) throws(Matcher.LimitReached) -> [String] {
        let visible = try bytes.withBuffer { buffer throws(Matcher.LimitReached) in
            try AnswerText.visible(buffer, matcher: &matcher).bytes
        }
        return try visible.withBuffer { buffer throws(Matcher.LimitReached) in
            let blocks = try FencedBlocks.nested(in: buffer, matcher: &matcher).blocks
            let codes = blocks.suffix(blockLimit).reversed().map {
                AnswerText.trimmed(FencedBlocks.code(of: $0, in: buffer))
            }
            return [String(decoding: buffer, as: UTF8.self)] + codes.filter { !$0.isEmpty }
        }
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
