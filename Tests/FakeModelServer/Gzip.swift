internal import Foundation

/// The gzip format (RFC 1952) with stored blocks: valid for every reader, and no compressor is needed.
enum Gzip {
    /// The bytes as a gzip member.
    static func wrap(_ data: Data) -> Data {
        var result = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        var rest = data[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            result.append(rest.isEmpty ? 1 : 0)
            append(length, to: &result)
            append(~length, to: &result)
            result.append(block)
        } while !rest.isEmpty
        append(checksum(data), to: &result)
        append(UInt32(truncatingIfNeeded: data.count), to: &result)
        return result
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to data: inout Data) {
        withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }

    /// CRC-32 bit by bit: the bodies are small.
    private static func checksum(_ data: Data) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
