extension FencedBlocks {
    /// Info strings of blocks that hold Markdown, in which models wrap a whole answer.
    private static let markdown = Pattern.builtIn(#"(?i)\A[ \t]*+(?:(?:markdown|md|text|txt|plaintext)[ \t]*+)?\z"#)
    private static let lean = Pattern.builtIn(#"(?i)\A[ \t]*+\{?\.?lean(?![a-z])"#)
    /// Deepest wrapping that is opened.
    private static let maximumDepth = 3

    /// The blocks of the text, where a block of Markdown that itself holds a block marked as Lean is replaced by the
    /// blocks in it.
    static func nested(
        in bytes: UnsafeBufferPointer<UInt8>, matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> FencedBlocks {
        var fenced = try FencedBlocks(in: bytes, range: 0..<bytes.count, matcher: &matcher)
        fenced.blocks = try opened(fenced.blocks, in: bytes, depth: 0, matcher: &matcher)
        return fenced
    }

    private static func opened(
        _ blocks: [Block], in bytes: UnsafeBufferPointer<UInt8>, depth: Int, matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> [Block] {
        var result: [Block] = []
        for block in blocks {
            guard depth < maximumDepth, try matcher.find(markdown, in: UnsafeBufferPointer(rebasing: bytes[block.info]))
            else {
                result.append(block)
                continue
            }
            let inner = try FencedBlocks(in: bytes, range: block.content, matcher: &matcher).blocks
            var holdsLean = false
            for block in inner where !holdsLean {
                holdsLean = try matcher.find(lean, in: UnsafeBufferPointer(rebasing: bytes[block.info]))
            }
            result += holdsLean ? try opened(inner, in: bytes, depth: depth + 1, matcher: &matcher) : [block]
        }
        return result
    }
}
