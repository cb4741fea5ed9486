/// How well a judge agrees with labels; positive means faithful.
package struct JudgeMeasure: Sendable, Hashable, Codable {
    /// Faithful, and judged so.
    package private(set) var truePositives = 0
    /// Not faithful, and judged faithful: what a judge is there to prevent.
    package private(set) var falsePositives = 0
    /// Not faithful, and judged so.
    package private(set) var trueNegatives = 0
    /// Faithful, and refused.
    package private(set) var falseNegatives = 0
    /// Pairs on which no vote could be read; in none of the four.
    package private(set) var unreadable = 0
    /// Pairs on which a model failed; in none of the four.
    package private(set) var failed = 0

    package init() {}

    /// What became of a pair.
    package enum Result: Sendable, Hashable {
        case judged(Bool)
        case unreadable
        case failed
    }

    /// Counts a pair.
    package mutating func add(_ result: Result, label: Bool) {
        switch (result, label) {
        case (.judged(true), true): truePositives += 1
        case (.judged(true), false): falsePositives += 1
        case (.judged(false), true): falseNegatives += 1
        case (.judged(false), false): trueNegatives += 1
        case (.unreadable, _): unreadable += 1
        case (.failed, _): failed += 1
        }
    }

    /// Pairs that were judged.
    package var judged: Int { truePositives + falsePositives + trueNegatives + falseNegatives }
    /// All pairs.
    package var pairs: Int { judged + unreadable + failed }
    /// Of what was judged faithful, the share that is; nil when nothing was.
    package var precision: Double? { Self.share(truePositives, of: truePositives + falsePositives) }
    /// Of what is faithful, the share that was judged so; nil when nothing is.
    package var recall: Double? { Self.share(truePositives, of: truePositives + falseNegatives) }
    /// The harmonic mean of both; nil without any positive.
    package var f1: Double? { Self.share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives) }
    /// The share that was judged as the label says; nil when nothing was judged.
    package var accuracy: Double? { Self.share(truePositives + trueNegatives, of: judged) }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
