/// Latencies counted in fixed buckets on a logarithmic scale, so that millions of calls take a few dozen numbers and the
/// counts of processes, runs and rounds add up.
///
/// Below 16 ms every millisecond has its bucket. From there on every power of two is cut into 16 equal parts, as in an HDR
/// histogram (Gil Tene, hdrhistogram.org): a bucket is at most 1/16 as wide as the least latency in it. A percentile is
/// given as the middle of the bucket that holds the sample of that rank, so it is off by at most half a bucket: 1/32,
/// that is 3.2 %, far below what the latency of a model server varies by from one minute to the next. Whole numbers only: the
/// same latency is in the same bucket on every machine.
package struct LatencyHistogram: Sendable, Hashable {
    /// Parts of a power of two, as a power of two.
    private static let bits = 4
    /// Latencies from 2^28 ms (three days) on share the last bucket.
    private static let longest = 1 << 28

    /// How many latencies are in each bucket.
    package private(set) var counts: [Int: Int] = [:]

    package init(counts: [Int: Int] = [:]) {
        self.counts = counts
    }

    /// The bucket of a latency in milliseconds.
    package static func bucket(of milliseconds: Int) -> Int {
        let value = min(max(milliseconds, 0), longest)
        guard value >= 1 << bits else { return value }
        let exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
        return ((exponent - bits + 1) << bits) + ((value >> (exponent - bits)) & ((1 << bits) - 1))
    }

    /// The latencies of a bucket, milliseconds.
    package static func range(of bucket: Int) -> ClosedRange<Int> {
        guard bucket >= 1 << bits else { return bucket...bucket }
        let shift = (bucket >> bits) - 1
        let low = ((1 << bits) + (bucket & ((1 << bits) - 1))) << shift
        return low...(low + (1 << shift) - 1)
    }

    /// Counts one latency.
    package mutating func add(_ milliseconds: Int) {
        counts[Self.bucket(of: milliseconds), default: 0] += 1
    }

    /// Adds another histogram.
    package mutating func merge(_ other: LatencyHistogram) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// How many latencies were counted.
    package var total: Int { counts.values.reduce(0, +) }

    /// The latency of the nearest rank, milliseconds; nil when nothing was counted.
    ///
    /// - Parameter share: over 0, up to 1; 0.95 for the 95th percentile.
    package func percentile(_ share: Double) -> Int? {
        let total = total
        guard total > 0 else { return nil }
        let rank = max(1, Int((share * Double(total)).rounded(.up)))
        var seen = 0
        for (bucket, count) in counts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen >= rank {
                let range = Self.range(of: bucket)
                return range.lowerBound + (range.upperBound - range.lowerBound) / 2
            }
        }
        return nil
    }

    /// What reports show; nil when nothing was counted.
    package var summary: LatencySummary? {
        guard let p50 = percentile(0.5), let p95 = percentile(0.95), let p99 = percentile(0.99) else { return nil }
        return LatencySummary(count: total, p50: p50, p95: p95, p99: p99)
    }
}

/// Percentiles of the latencies of answered calls, milliseconds, each right within 3.2 %.
package struct LatencySummary: Sendable, Hashable, Codable {
    /// Calls that were measured.
    package let count: Int
    package let p50: Int
    package let p95: Int
    package let p99: Int
}
