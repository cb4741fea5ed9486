internal import Foundation
internal import Support

/// When two problems are the same problem: by their words, whatever the white space and the Unicode spelling.
package enum ProblemIdentity {
    /// SHA-256 of the text in normal form NFC, trimmed, every run of white space as one space.
    ///
    /// Case, punctuation and notation count: near duplicates are another gate's matter.
    package static func hash(of statement: String) -> String {
        Digest.sha256(normalForm(of: statement))
    }

    /// The text that `hash(of:)` digests.
    static func normalForm(of statement: String) -> String {
        var text = statement
        let collapsed = text.withUTF8 { bytes -> String? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count)
            for byte in bytes {
                if byte != 0x20 && !(0x09...0x0D).contains(byte) {
                    result.append(byte)
                } else if let last = result.last, last != 0x20 {
                    result.append(0x20)
                }
            }
            if result.last == 0x20 { result.removeLast() }
            return String(decoding: result, as: UTF8.self)
        }
        if let collapsed { return collapsed }
        return statement.precomposedStringWithCanonicalMapping.unicodeScalars
            .split { $0.properties.isWhitespace }
            .map { String($0) }
            .joined(separator: " ")
    }

    /// The text without white space and control characters at its ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: isContent), let last = scalars.lastIndex(where: isContent) else {
            return ""
        }
        return String(scalars[first...last])
    }

    private static func isContent(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F
            && (scalar.value < 0x80
                || !(scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
                    || scalar == "\u{200B}" || scalar == "\u{FEFF}"))
    }
}
