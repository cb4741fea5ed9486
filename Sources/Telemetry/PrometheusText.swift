/// The text exposition format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
package enum PrometheusText {
    /// The `Content-Type` of the text.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The name of the metric that counts refused series.
    package static let droppedName = "dsprover_metrics_dropped_series_total"

    /// All series of the registry that exist, by name and labels.
    package static func render(_ registry: MetricRegistry) -> String {
        var text = ""
        for family in registry.families where family.count > 0 {
            let description = family.description
            head(description.name, description.help, description.kind, &text)
            for (labels, series) in family.numbers.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let pairs = zip(description.labels, labels).map { ($0, $1) }
                line(description.name, pairs, series.value, &text)
            }
            for (labels, series) in family.histograms.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                histogram(description.name, zip(description.labels, labels).map { ($0, $1) }, series, &text)
            }
        }
        head(droppedName, "Sets of labels that were refused a series of their own.", .counter, &text)
        line(droppedName, [], Double(registry.dropped), &text)
        return text
    }

    private static func head(
        _ name: String, _ help: String, _ kind: MetricDescription.Kind, _ text: inout String
    ) {
        text += "# HELP \(name) \(escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private static func histogram(
        _ name: String, _ labels: [(String, String)], _ series: HistogramSeries, _ text: inout String
    ) {
        let counts = series.counts
        var below = 0
        for (bound, count) in zip(series.bounds, counts.buckets) {
            below += count
            line(name + "_bucket", labels + [("le", number(bound))], Double(below), &text)
        }
        let total = counts.buckets.reduce(0, +)
        line(name + "_bucket", labels + [("le", "+Inf")], Double(total), &text)
        line(name + "_sum", labels, counts.sum, &text)
        line(name + "_count", labels, Double(total), &text)
    }

    private static func line(_ name: String, _ labels: [(String, String)], _ value: Double, _ text: inout String) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.0)=\"\(escaped($0.1, quotes: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(number(value))\n"
    }

    /// A number as the format has it: whole ones without a point.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
        return "\(value)"
    }

    /// Backslashes and line feeds escaped, in label values quotes too; scalar by scalar, because a carriage return and a
    /// line feed are one `Character`.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
