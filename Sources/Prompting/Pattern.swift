internal import CPCRE2

/// A compiled PCRE2 pattern over UTF-8 bytes.
final class Pattern: Sendable {
    /// Why a pattern does not compile.
    struct Fault: Error, Equatable {
        /// Byte offset in the pattern.
        let offset: Int
        let detail: String
    }

    /// Compiled code is read-only after the JIT step in `init`; PCRE2 documents it as shareable between threads.
    nonisolated(unsafe) let code: OpaquePointer
    /// Capture groups of the pattern, without group 0.
    let groupCount: Int

    /// Compiles the pattern; lines end with LF, letters beyond ASCII are whole characters.
    ///
    /// - Throws: `Fault` with PCRE2's own message.
    init(_ source: String) throws(Fault) {
        var errorNumber: Int32 = 0
        var errorOffset = 0
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        let options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C
        let bytes = Array(source.utf8)
        let compiled = bytes.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress, $0.count, options, &errorNumber, &errorOffset, context)
        }
        guard let compiled else {
            var buffer = [UInt8](repeating: 0, count: 256)
            let length = pcre2_get_error_message_8(errorNumber, &buffer, buffer.count)
            let detail = String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
            throw Fault(offset: errorOffset, detail: detail)
        }
        // Without JIT (some hardened systems) the interpreter does the same, only slower.
        _ = pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
        var count: UInt32 = 0
        _ = pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        code = compiled
        groupCount = Int(count)
    }

    deinit { pcre2_code_free_8(code) }

    /// The number of the named group, or nil when there is none or several.
    func group(named name: String) -> Int? {
        let number = (Array(name.utf8) + [0]).withUnsafeBufferPointer {
            pcre2_substring_number_from_name_8(code, $0.baseAddress)
        }
        return number > 0 ? Int(number) : nil
    }

    /// A pattern of this program itself.
    static func builtIn(_ source: String) -> Pattern {
        do throws(Fault) {
            return try Pattern(source)
        } catch {
            preconditionFailure("built-in pattern \(source): \(error.detail) at \(error.offset)")
        }
    }
}
