/// Getting an answer into the form in which it is read: line ends LF, no byte order mark, no thinking.
enum AnswerText {
    /// What is left of an answer without its thinking.
    struct Visible {
        let bytes: [UInt8]
        /// The last thinking block is not closed: the answer was cut while the model was thinking.
        let endsInThinking: Bool
    }

    /// Opening and closing tags of the thinking of the known model families; group 1 takes part in closing ones.
    private static let tags = Pattern.builtIn(
        #"(?i)(</(?:think(?:ing)?|thoughts?|reasoning)\s{0,8}+>|<\|end_of_thought\|>|◁/think▷|\[/THINK\])"#
            + #"|<(?:think(?:ing)?|thoughts?|reasoning)(?:\s[^<>\n]{0,200}+)?+>|<\|begin_of_thought\|>|◁think▷|\[THINK\]"#
    )

    /// The bytes of the answer with every line end as LF and without a byte order mark.
    static func normalised(_ answer: String) -> [UInt8] {
        var bytes = Array(answer.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard bytes.contains(0x0D) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte != 0x0D {
                result.append(byte)
            } else if index + 1 == bytes.count || bytes[index + 1] != 0x0A {
                result.append(0x0A)
            }
        }
        return result
    }

    /// Takes the thinking out.
    ///
    /// Thinking ends at the first closing tag; an opening tag inside it means nothing. A closing tag without an opening
    /// one ends a thinking whose start is in the prompt (as some chat templates have it): all before it goes, unless
    /// nothing follows it.
    static func visible(
        _ bytes: UnsafeBufferPointer<UInt8>, matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> Visible {
        var kept: [UInt8] = []
        var beforeStrayClose: [UInt8] = []
        var start = 0
        var position = 0
        var thinking = false
        while try matcher.find(tags, in: bytes, from: position), let tag = matcher.range(of: 0) {
            let closes = matcher.range(of: 1) != nil
            if !thinking { kept.append(contentsOf: bytes[start..<tag.lowerBound]) }
            if closes && !thinking {
                if !isBlank(kept) { beforeStrayClose = kept }
                kept = []
            }
            thinking = !closes
            position = tag.upperBound
            if closes { start = position }
        }
        if !thinking { kept.append(contentsOf: bytes[start...]) }
        if isBlank(kept) && !beforeStrayClose.isEmpty { kept = beforeStrayClose }
        return Visible(bytes: kept, endsInThinking: thinking)
    }

    /// Whether the bytes are ASCII white space only.
    static func isBlank(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }

    /// The text without blank lines at its start and white space at its end. The first line keeps its indentation: tactic
    /// lines are aligned with it.
    static func trimmed(_ bytes: some Collection<UInt8>) -> String {
        var lineStart = bytes.startIndex
        var index = bytes.startIndex
        while index != bytes.endIndex, bytes[index] == 0x20 || (0x09...0x0D).contains(bytes[index]) {
            if bytes[index] == 0x0A { lineStart = bytes.index(after: index) }
            index = bytes.index(after: index)
        }
        let kept = Array(bytes[lineStart...])
        let end = kept.lastIndex { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
        return end.map { String(decoding: kept[...$0], as: UTF8.self) } ?? ""
    }
}
