/// Strings of JSON as bytes, for writers that make their text piece by piece.
package enum JSONText {
    /// Appends the text as a string of JSON in its quotation marks, with as few escapes as there can be, in the spelling of
    /// `CanonicalJSON`.
    ///
    /// - Parameter text: UTF-8.
    package static func append(string text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        // Stretches without escapes go over in one piece.
        var start = 0
        while true {
            let position = nextEscape(in: text, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<position]))
            guard position < text.count else { break }
            escape(text[position], to: &bytes)
            start = position + 1
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The first byte from there on that cannot stand in a string of JSON as it is, or the end. Eight bytes at a time as one
    /// number, in which a byte that is zero, or smaller than another, is found by its borrow (Warren, Hacker's Delight, 6-1).
    private static func nextEscape(in source: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(source)
        var position = start
        while position + 8 <= source.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let control = (word &- ones &* 0x20) & ~word
            // A borrow may mark bytes behind the first that is meant, so the bytes of a marked word are looked at one by one.
            if (control | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & tops != 0 { break }
            position += 8
        }
        while position < source.count {
            let byte = source[position]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            position += 1
        }
        return position
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digit(byte >> 4))
            bytes.append(digit(byte & 15))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}
