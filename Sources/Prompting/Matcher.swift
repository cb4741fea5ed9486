internal import CPCRE2

/// How much work the reading of one answer may take.
package struct PatternLimits: Sendable, Hashable {
    /// PCRE2 match limit of one match: `matchLimitBase + matchLimitPerByte * bytes`.
    package var matchLimitBase = 50_000
    /// See `matchLimitBase`. A pattern that needs more steps per byte is not linear and is stopped.
    package var matchLimitPerByte = 16
    /// Whether compiled machine code is used; false interprets, with an exact count of steps.
    package var usesJIT = true

    package init() {}
}

/// What the reading of an answer cost, for tests of its linearity.
struct ReadingCost: Equatable {
    /// Calls of PCRE2.
    var calls = 0
    /// Bytes gone over by these calls, without backtracking (which the match limit bounds).
    var bytes = 0
}

/// The working memory of matching: match data, limits and JIT stack, made once per answer.
struct Matcher: ~Copyable {
    /// The match limit was reached, or memory for matching ran out.
    struct LimitReached: Error, Equatable {
        let code: Int32
    }

    private(set) var cost = ReadingCost()
    private let data: OpaquePointer
    private let context: OpaquePointer
    private let stack: OpaquePointer?
    private let limits: PatternLimits
    /// Most groups that a match can report, group 0 included.
    static let groups = 32

    init(limits: PatternLimits) {
        data = pcre2_match_data_create_8(UInt32(Self.groups), nil)
        context = pcre2_match_context_create_8(nil)
        // The JIT's own 32 KiB of machine stack is too small for long subjects.
        stack = limits.usesJIT ? pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil) : nil
        if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
        pcre2_set_heap_limit_8(context, 64 << 10)
        self.limits = limits
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
        if let stack { pcre2_jit_stack_free_8(stack) }
    }

    /// Searches the pattern in the bytes (valid UTF-8) from an offset on; the bytes before are visible to look-behinds.
    ///
    /// - Throws: `LimitReached`.
    mutating func find(
        _ pattern: Pattern, in bytes: UnsafeBufferPointer<UInt8>, from offset: Int = 0
    ) throws(LimitReached) -> Bool {
        let limit = limits.matchLimitBase + limits.matchLimitPerByte * (bytes.count - offset)
        pcre2_set_match_limit_8(context, UInt32(clamping: limit))
        // A null subject is not allowed, not even for zero bytes.
        var nothing: UInt8 = 0
        let subject = bytes.baseAddress
        let options = PCRE2_NO_UTF_CHECK | (limits.usesJIT ? 0 : PCRE2_NO_JIT)
        var result = withUnsafePointer(to: &nothing) { empty in
            pcre2_match_8(pattern.code, subject ?? empty, bytes.count, offset, options, data, context)
        }
        if result == PCRE2_ERROR_JIT_STACKLIMIT {
            result = withUnsafePointer(to: &nothing) { empty in
                pcre2_match_8(
                    pattern.code, subject ?? empty, bytes.count, offset, options | PCRE2_NO_JIT, data, context)
            }
        }
        cost.calls += 1
        if result >= 0 {
            cost.bytes += max(0, (range(of: 0)?.upperBound ?? offset) - offset)
            return true
        }
        cost.bytes += bytes.count - offset
        guard result == PCRE2_ERROR_NOMATCH else { throw LimitReached(code: result) }
        return false
    }

    /// The byte range of a group in the last match, or nil when it took no part.
    func range(of group: Int) -> Range<Int>? {
        let vector = pcre2_get_ovector_pointer_8(data)!
        // PCRE2_UNSET, all bits one, arrives as -1; a look-behind with \K may put the start after the end.
        let (start, end) = (vector[2 * group], vector[2 * group + 1])
        return start >= 0 && end >= start ? start..<end : nil
    }
}
