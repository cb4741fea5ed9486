/// Columns side by side, each a pile of series: a histogram, or something that grows from round to round.
struct ColumnChart: Sendable, Equatable {
    struct Series: Sendable, Equatable {
        let name: String
        /// The class of its colour.
        let style: String
        /// As many as there are labels.
        let counts: [Int]
    }

    let title: String
    /// Short words under the columns.
    let labels: [String]
    let series: [Series]
    /// What the labels count.
    let axis: String

    private static let height = 160.0
    private static let top = 20.0

    func svg(id: String) -> String {
        var writer = SVGWriter()
        let totals = labels.indices.map { place in series.reduce(0) { $0 + $1.counts[place] } }
        let largest = Double(max(1, totals.max() ?? 1))
        let base = Self.top + Self.height
        let step = 1 / Double(max(1, labels.count))
        // Where there are many columns only some have room for words.
        let stride = max(1, (labels.count + 11) / 12)
        for share in [0.5, 1.0] {
            let y = base - share * Self.height
            writer.line(x1: 0, y1: y, x2: 1, y2: y, style: "grid")
        }
        for place in labels.indices {
            let middle = (Double(place) + 0.5) * step
            var y = base
            for one in series where one.counts[place] > 0 {
                let height = Double(one.counts[place]) / largest * Self.height
                y -= height
                writer.rectangle(
                    x: middle - step * 0.36, y: y, width: step * 0.72, height: max(height, 1), style: one.style,
                    rounding: 2, hint: "\(labels[place]): \(one.name) \(ReportNumber.integer(one.counts[place]))")
            }
            guard place.isMultiple(of: stride) else { continue }
            if totals[place] > 0 {
                writer.text(Self.short(totals[place]), x: middle, y: y - 6, style: "value", anchor: .middle)
            }
            writer.text(labels[place], x: middle, y: base + 17, style: "tick", anchor: .middle)
        }
        writer.line(x1: 0, y1: base, x2: 1, y2: base, style: "axis")
        writer.text(axis, x: 0.5, y: base + 37, style: "tick", anchor: .middle)
        let summary = series.map { one in
            "\(one.name): "
                + zip(labels, one.counts).map { "\($0) \(ReportNumber.integer($1))" }.joined(separator: ", ")
        }.joined(separator: ". ")
        return writer.element(id: id, title: title, summary: "\(axis). \(summary)", height: base + 44)
    }

    /// A number that has room over a narrow column.
    static func short(_ value: Int) -> String {
        switch value {
        case ..<10_000: ReportNumber.integer(value)
        case ..<1_000_000: "\(value / 1000)k"
        default: "\(ReportNumber.decimal(Double(value) / 1_000_000, places: 1))M"
        }
    }
}
