import Support
import Testing

@testable import Ledger

struct LatencyHistogramTests {
    @Test func `buckets follow one another without gap or overlap`() {
        var next = 0
        for bucket in 0...(LatencyHistogram.bucket(of: 1 << 28)) {
            let range = LatencyHistogram.range(of: bucket)
            #expect(range.lowerBound == next)
            #expect(LatencyHistogram.bucket(of: range.lowerBound) == bucket)
            if range.upperBound < 1 << 28 { #expect(LatencyHistogram.bucket(of: range.upperBound) == bucket) }
            if range.lowerBound >= 16 { #expect(range.count * 16 <= range.lowerBound) }
            next = range.upperBound + 1
        }
        #expect(LatencyHistogram.bucket(of: -5) == 0)
        #expect(LatencyHistogram.bucket(of: .max) == LatencyHistogram.bucket(of: 1 << 28))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a percentile is within 3.2 per cent of the sample of its rank`(seed: UInt64) throws {
        var random = StableRandom(seed: seed)
        let samples = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
            // From 1 ms to some hours, evenly on the logarithmic scale.
            Int.random(in: 0..<(1 << Int.random(in: 1...24, using: &random)), using: &random)
        }
        var histogram = LatencyHistogram()
        for sample in samples { histogram.add(sample) }
        let sorted = samples.sorted()
        for share in [0.01, 0.5, 0.95, 0.99, 1] {
            let rank = max(1, Int((share * Double(samples.count)).rounded(.up)))
            let exact = Double(sorted[rank - 1])
            let found = Double(try #require(histogram.percentile(share)))
            #expect(abs(found - exact) <= exact / 31.25, "\(share): \(found) for \(exact)")
        }
    }

    @Test func `histograms add up to that of all samples`() {
        var all = LatencyHistogram()
        var parts = [LatencyHistogram(), LatencyHistogram(), LatencyHistogram()]
        for sample in 0..<900 {
            all.add(sample * sample)
            parts[sample % 3].add(sample * sample)
        }
        var sum = LatencyHistogram()
        for part in parts { sum.merge(part) }
        #expect(sum == all)
        #expect(sum.total == 900)
        #expect(sum.summary == all.summary)
    }

    @Test func `nothing counted has no percentiles`() {
        #expect(LatencyHistogram().summary == nil)
        #expect(LatencyHistogram().percentile(0.5) == nil)
    }
}
