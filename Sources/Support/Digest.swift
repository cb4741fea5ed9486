internal import CCrypto

/// SHA-256 for content addresses: cache keys, problem identities, normal forms.
package enum Digest {
    /// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
    package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        hexadecimal(sha256Bytes(Array(bytes)))
    }

    /// The SHA-256 of the bytes, as 32 bytes.
    package static func sha256Bytes(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        // The one-shot form cannot fail: it allocates nothing and takes any length.
        _ = SHA256(bytes, bytes.count, &output)
        return output
    }

    /// The SHA-256 of the string's UTF-8 bytes, as 64 lower-case hexadecimal digits.
    package static func sha256(_ text: String) -> String {
        sha256(text.utf8)
    }

    /// The SHA-256 of several strings, each preceded by its length, so that no two different lists have the same digest.
    package static func sha256(parts: [String]) -> String {
        var bytes: [UInt8] = []
        for part in parts {
            bytes.append(contentsOf: "\(part.utf8.count):".utf8)
            bytes.append(contentsOf: part.utf8)
        }
        return sha256(bytes)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
