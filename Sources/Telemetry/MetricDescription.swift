/// What a metric is, as the exporter tells it.
package struct MetricDescription: Sendable, Hashable {
    /// The kinds of the Prometheus text format that are used here.
    package enum Kind: String, Sendable {
        /// Only rises, from the start of the process.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts in buckets, with their sum.
        case histogram
    }

    /// The name in the text format; counters end in `_total`, units stand in the name.
    package let name: String
    package let kind: Kind
    /// One sentence for people.
    package let help: String
    /// The label names that it may have. Others are left out.
    package let labels: [String]
    /// The upper bounds of a histogram's buckets, rising, without infinity; for times in seconds.
    package let buckets: [Double]

    package init(_ name: String, _ kind: Kind, _ help: String, labels: [String] = [], buckets: [Double] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.buckets = kind == .histogram && buckets.isEmpty ? Self.seconds : buckets
    }

    /// Bounds from a millisecond to ten minutes: a ledger write, a check, an answer of a large model.
    package static let seconds: [Double] = [
        0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600,
    ]
}
