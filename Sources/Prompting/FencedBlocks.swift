/// The fenced code blocks of a Markdown text as models write it, found in one pass.
///
/// Wider than CommonMark where models are: a fence may open in the middle of a line when a language follows, code may
/// start on the line of the opening fence, a closing fence may stand at the end of a line of code or have prose behind it,
/// and a new opening fence with a language ends a block that was not closed. A fence inside a Lean comment does not close.
struct FencedBlocks {
    struct Block: Equatable {
        /// The info string behind the opening fence.
        var info: Range<Int>
        /// The code, without the lines of the fences.
        var content: Range<Int>
        /// Whether a closing fence was there; false for an answer that was cut.
        var closed: Bool
        /// Bytes of indentation and quote marks before the opening fence.
        var indentation: Int
        var quoted: Bool
    }

    /// The blocks in the order of their ends.
    var blocks: [Block] = []
    /// The text outside of all blocks.
    private(set) var prose: [Range<Int>] = []

    // Groups: 1 indentation at the start of a line, 2 fence, 3 info | 4 info and 5 code of a block on one line.
    private static let opening = Pattern.builtIn(
        #"(?m)(?:^([ \t>]*+)|(?<![`~]))(`{3,}+|~{3,}+)([^`\n]*+)$|(?<!`)```([A-Za-z0-9]++)[ \t]++([^`\n]++)```(?!`)"#)
    // Groups: 1 fence and 2 info on a line of its own | 3 fence at the end of a line | 4 start of a comment.
    // The rest is Lean in which the others mean nothing: line comments, strings, escaped and quoted quotation marks.
    private static let inCode = Pattern.builtIn(
        #"(?m)^[ \t>]*+(`{3,}+|~{3,}+)([^`\n]*+)$|(?<!`)(`{3,}+)[ \t]*+$|(/-)"#
            + #"|--[^\n]*+|"(?:[^"\\\n]++|\\.)*+"|\\["\\]|'\\?"'"#)
    // Groups: 1 fence and 2 info on a line of its own | 3 start and 4 end of a comment.
    private static let inComment = Pattern.builtIn(#"(?m)^[ \t>]*+(`{3,}+|~{3,}+)([^`\n]*+)$|(/-)|(-/)"#)
    // Lean that starts on the line of the fence; group 1 is the language.
    private static let codeInInfo = Pattern.builtIn(
        #"(?i)\A([ \t]*+\{?\.?lean[ \t]?4?\}?)[ \t]++(?=(?-i:theorem|lemma|example|by|import|open|def|namespace)\b|/-|--|@\[)"#
    )

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    private let end: Int
    private var proseStart: Int
    /// Off once a comment turned out not to be closed: from there on a fence closes whatever stands before it.
    private var knowsComments = true

    /// The block being read and its fence.
    private struct Open {
        var block: Block
        let fence: UInt8
        let length: Int
    }

    /// What ended a block.
    private enum Ending {
        case textEnded
        case closed
        case reopened(Open)
    }

    /// Finds the blocks in a range of the bytes.
    ///
    /// - Throws: `LimitReached` when PCRE2 gives up; the patterns are linear, so only for lack of memory.
    init(
        in bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, matcher: inout Matcher
    ) throws(Matcher.LimitReached) {
        self.bytes = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
        position = range.lowerBound
        proseStart = range.lowerBound
        end = range.upperBound
        var open: Open?
        while true {
            if let current = open {
                switch try readCode(current, matcher: &matcher) {
                case .textEnded: return
                case .closed: open = nil
                case .reopened(let next): open = next
                }
            } else {
                guard try findOpening(into: &open, matcher: &matcher) else { break }
            }
        }
        if proseStart < end { prose.append(proseStart..<end) }
    }

    private mutating func findOpening(
        into open: inout Open?, matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> Bool {
        guard try matcher.find(Self.opening, in: bytes, from: position), let all = matcher.range(of: 0) else {
            return false
        }
        position = max(all.upperBound, position + 1)
        if let info = matcher.range(of: 4), let code = matcher.range(of: 5) {
            prose.append(proseStart..<all.lowerBound)
            proseStart = all.upperBound
            blocks.append(Block(info: info, content: code, closed: true, indentation: 0, quoted: false))
            return true
        }
        guard let fence = matcher.range(of: 2), let info = matcher.range(of: 3) else { return true }
        let indentation = matcher.range(of: 1)
        // In the middle of a line only a language makes a fence; three backticks alone are mostly a mention of them.
        if indentation == nil && !(bytes[fence.lowerBound] == 0x60 && isLanguage(info)) { return true }
        prose.append(proseStart..<all.lowerBound)
        let opened = try self.open(fence: fence, info: info, indentation: indentation ?? 0..<0, matcher: &matcher)
        open = opened
        return true
    }

    private mutating func open(
        fence: Range<Int>, info: Range<Int>, indentation: Range<Int>, matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> Open {
        var block = Block(
            info: info, content: min(info.upperBound + 1, end)..<end, closed: false, indentation: indentation.count,
            quoted: bytes[indentation].contains(UInt8(ascii: ">")))
        let line = UnsafeBufferPointer(rebasing: bytes[info])
        if try matcher.find(Self.codeInInfo, in: line), let language = matcher.range(of: 1),
            let all = matcher.range(of: 0)
        {
            block.info = info.lowerBound..<info.lowerBound + language.upperBound
            block.content = info.lowerBound + all.upperBound..<end
        }
        position = block.content.lowerBound
        return Open(block: block, fence: bytes[fence.lowerBound], length: fence.count)
    }

    /// Reads up to the end of the open block.
    private mutating func readCode(_ open: Open, matcher: inout Matcher) throws(Matcher.LimitReached) -> Ending {
        var depth = 0
        // The first fence met inside a comment: the close after all when that comment never ends.
        var hidden: (fence: Range<Int>, info: Range<Int>, all: Range<Int>)?
        while true {
            let pattern = depth > 0 ? Self.inComment : Self.inCode
            guard try matcher.find(pattern, in: bytes, from: position), let all = matcher.range(of: 0) else {
                guard let hidden else {
                    finish(open.block, contentEnd: end, closed: false)
                    return .textEnded
                }
                knowsComments = false
                return try close(open, at: hidden, matcher: &matcher)
            }
            position = max(all.upperBound, position + 1)
            if let fence = matcher.range(of: 1), let info = matcher.range(of: 2) {
                guard bytes[fence.lowerBound] == open.fence, fence.count >= open.length else { continue }
                if depth == 0 { return try close(open, at: (fence, info, all), matcher: &matcher) }
                hidden = hidden ?? (fence, info, all)
            } else if depth > 0 {
                depth += matcher.range(of: 3) != nil ? 1 : -1
                if depth == 0 { hidden = nil }
            } else if let fence = matcher.range(of: 3) {
                guard open.fence == 0x60, fence.count >= open.length else { continue }
                finish(open.block, contentEnd: fence.lowerBound, closed: true)
                proseStart = all.upperBound
                return .closed
            } else if matcher.range(of: 4) != nil && knowsComments {
                depth = 1
            }
        }
    }

    private mutating func close(
        _ open: Open, at place: (fence: Range<Int>, info: Range<Int>, all: Range<Int>), matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> Ending {
        let contentEnd = max(place.all.lowerBound, open.block.content.lowerBound)
        let opensAnother = isLanguage(place.info)
        finish(open.block, contentEnd: contentEnd, closed: !opensAnother)
        position = max(place.all.upperBound, contentEnd)
        proseStart = place.fence.upperBound
        guard opensAnother else { return .closed }
        let indentation = place.all.lowerBound..<place.fence.lowerBound
        let next = try self.open(fence: place.fence, info: place.info, indentation: indentation, matcher: &matcher)
        return .reopened(next)
    }

    private mutating func finish(_ block: Block, contentEnd: Int, closed: Bool) {
        var block = block
        block.content = block.content.lowerBound..<max(contentEnd, block.content.lowerBound)
        block.closed = closed
        blocks.append(block)
    }

    /// Whether the text behind a fence names a language: one word, or Lean with anything behind it.
    private func isLanguage(_ info: Range<Int>) -> Bool {
        let words = bytes[info].split { $0 == 0x20 || $0 == 0x09 }
        guard let first = words.first else { return false }
        return words.count == 1 || first.first == UInt8(ascii: "{")
            || String(decoding: first.prefix(5), as: UTF8.self).lowercased().hasPrefix("lean")
    }
}

extension FencedBlocks {
    /// The code of a block as it stands without the indentation and the quote marks of its fence.
    static func code(of block: Block, in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard block.indentation > 0 else { return Array(bytes[block.content]) }
        var code: [UInt8] = []
        code.reserveCapacity(block.content.count)
        var removable = block.indentation
        for byte in bytes[block.content] {
            let isMargin = byte == 0x20 || byte == 0x09 || (block.quoted && byte == UInt8(ascii: ">"))
            if removable > 0 && isMargin {
                removable -= 1
                continue
            }
            removable = byte == 0x0A ? block.indentation : 0
            code.append(byte)
        }
        return code
    }
}
