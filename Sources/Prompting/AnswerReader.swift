/// What an answer says.
package enum AnswerReading: Hashable, Sendable {
    /// The answer proper: Lean text, or one of the template's values.
    case found(String)
    /// The model refused in the agreed form, with this reason.
    case cannot(String)
    /// No answer was found; the text says why, for the gate's record.
    case missing(String)
}

/// Reads the answers to one template's prompts by the rules in its file.
///
/// Total and linear: any text of any size gives a reading, and a pattern that takes too many steps is stopped and reported.
/// A block without a closing fence is read like a closed one, but only when no closed one fits: what a cut answer holds is
/// for Lean to judge.
package struct AnswerReader: Sendable {
    private let rules: AnswerRules
    private let limits: PatternLimits

    init(_ part: YAMLPart, limits: PatternLimits = PatternLimits()) throws(PromptingError) {
        rules = try AnswerRules(part)
        self.limits = limits
    }

    private init(rules: AnswerRules, limits: PatternLimits) {
        self.rules = rules
        self.limits = limits
    }

    /// The same reader with other limits.
    package func with(limits: PatternLimits) -> AnswerReader {
        AnswerReader(rules: rules, limits: limits)
    }

    /// Reads an answer.
    package func read(_ answer: String) -> AnswerReading {
        var cost = ReadingCost()
        return read(answer, cost: &cost)
    }

    /// As `read`, and says what it cost.
    func read(_ answer: String, cost: inout ReadingCost) -> AnswerReading {
        var matcher = Matcher(limits: limits)
        defer { cost = matcher.cost }
        do throws(Matcher.LimitReached) {
            return try read(AnswerText.normalised(answer), matcher: &matcher)
        } catch {
            return .missing("a pattern of the template needs too many steps on this answer (PCRE2 code \(error.code))")
        }
    }

    private func read(_ bytes: [UInt8], matcher: inout Matcher) throws(Matcher.LimitReached) -> AnswerReading {
        guard !AnswerText.isBlank(bytes) else { return .missing("the answer is empty") }
        guard rules.skipsThinking else {
            let visible = AnswerText.Visible(bytes: bytes, endsInThinking: false)
            return try read(visible, matcher: &matcher)
        }
        let visible = try bytes.reading { buffer throws(Matcher.LimitReached) in
            try AnswerText.visible(buffer, matcher: &matcher)
        }
        return try read(visible, matcher: &matcher)
    }

    private func read(
        _ visible: AnswerText.Visible, matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> AnswerReading {
        try visible.bytes.reading { buffer throws(Matcher.LimitReached) in
            let fenced = try FencedBlocks.nested(in: buffer, matcher: &matcher)
            var prose: [UInt8] = []
            for range in fenced.prose {
                prose.append(contentsOf: buffer[range])
                prose.append(0x0A)
            }
            if let reason = try refusal(in: prose, matcher: &matcher) { return .cannot(reason) }
            for rule in rules.rules {
                let reading: AnswerReading? =
                    switch rule.place {
                    case .block: try read(rule, in: fenced.blocks, of: buffer, matcher: &matcher)
                    case .prose: try read(rule, in: prose, matcher: &matcher)
                    case .text: try read(rule, in: visible.bytes, matcher: &matcher)
                    }
                if let reading { return reading }
            }
            // A refusal inside a fence: only when nothing else could be read.
            if let reason = try refusal(in: visible.bytes, matcher: &matcher) { return .cannot(reason) }
            return .missing(complaint(visible, blocks: fenced.blocks))
        }
    }

    private func refusal(in text: [UInt8], matcher: inout Matcher) throws(Matcher.LimitReached) -> String? {
        guard let cannot = rules.cannot else { return nil }
        return try text.reading { buffer throws(Matcher.LimitReached) in
            guard try matcher.find(cannot.pattern, in: buffer) else { return nil }
            return AnswerText.trimmed(buffer[matcher.range(of: cannot.group) ?? 0..<0])
        }
    }

    /// The blocks that fit, closed ones first, in the order of the rule.
    private func read(
        _ rule: AnswerRules.Rule, in blocks: [FencedBlocks.Block], of buffer: UnsafeBufferPointer<UInt8>,
        matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> AnswerReading? {
        for closed in [true, false] {
            for index in blocks.indices {
                let block = blocks[rule.take == .first ? index : blocks.count - 1 - index]
                guard block.closed == closed else { continue }
                if let info = rule.info {
                    let text = UnsafeBufferPointer(rebasing: buffer[block.info])
                    guard try matcher.find(info, in: text) else { continue }
                }
                let code = FencedBlocks.code(of: block, in: buffer)
                if let reading = try read(rule, in: code, matcher: &matcher) { return reading }
            }
        }
        return nil
    }

    private func read(
        _ rule: AnswerRules.Rule, in text: [UInt8], matcher: inout Matcher
    ) throws(Matcher.LimitReached) -> AnswerReading? {
        try text.reading { buffer throws(Matcher.LimitReached) in
            var position = 0
            var match: (all: Range<Int>, answer: Range<Int>?)?
            while position <= buffer.count, try matcher.find(rule.pattern, in: buffer, from: position),
                let all = matcher.range(of: 0)
            {
                match = (all, matcher.range(of: rule.group))
                if rule.take == .first { break }
                // After an empty match go on behind the next whole character.
                position = all.isEmpty ? Self.characterEnd(after: all.upperBound, in: buffer) : all.upperBound
            }
            guard let match else { return nil }
            let text = AnswerText.trimmed(buffer[match.answer ?? 0..<0])
            guard let values = rules.values else { return text.isEmpty ? nil : .found(text) }
            let value = AnswerRules.normalised(text)
            if values.contains(value) { return .found(value) }
            let line = AnswerText.trimmed(buffer[match.all].prefix(200))
            return .missing("'\(line)' names none of \(values.sorted().joined(separator: ", "))")
        }
    }

    private static func characterEnd(after index: Int, in buffer: UnsafeBufferPointer<UInt8>) -> Int {
        var next = index + 1
        while next < buffer.count, buffer[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    private func complaint(_ visible: AnswerText.Visible, blocks: [FencedBlocks.Block]) -> String {
        if visible.endsInThinking { return "the answer ends inside its thinking" }
        if AnswerText.isBlank(visible.bytes) { return "the answer holds nothing but its thinking" }
        return blocks.isEmpty
            ? "the answer holds prose only" : "none of the \(blocks.count) code blocks holds what was asked for"
    }
}

extension [UInt8] {
    /// `withUnsafeBufferPointer` that keeps the type of the error.
    fileprivate func reading<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer(body)
    }
}
