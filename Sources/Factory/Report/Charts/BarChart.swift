/// Rows of bars, each cut into parts: how many went where.
struct BarChart: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        let name: String
        let count: Int
        let tone: ReportTone
    }

    struct Row: Sendable, Equatable {
        let title: String
        /// What stands at the right end of the row.
        let note: String
        /// The same in fewer words, for narrow screens.
        var shortNote: String?
        let parts: [Part]

        var total: Int { parts.reduce(0) { $0 + $1.count } }
    }

    let title: String
    let rows: [Row]
    /// False where the rows say it all.
    var hasLegend = true

    /// Longer words beside the bars are cut on narrow screens.
    private static let narrow = 24
    private static let rowHeight = 44.0

    func svg(id: String) -> String {
        var writer = SVGWriter()
        let largest = Double(max(1, rows.map(\.total).max() ?? 1))
        for (index, row) in rows.enumerated() {
            let top = Double(index) * Self.rowHeight
            if row.title.count > Self.narrow {
                let cut = "\(row.title.prefix(Self.narrow / 2 - 1))…\(row.title.suffix(Self.narrow / 2))"
                writer.text(row.title, x: 0, y: top + 14, style: "label on-wide")
                writer.text(cut, x: 0, y: top + 14, style: "label on-narrow")
            } else {
                writer.text(row.title, x: 0, y: top + 14, style: "label")
            }
            let style = row.shortNote == nil ? "value" : "value on-wide"
            writer.text(row.note, x: 1, y: top + 14, style: style, anchor: .end)
            if let short = row.shortNote {
                writer.text(short, x: 1, y: top + 14, style: "value on-narrow", anchor: .end)
            }
            writer.rectangle(x: 0, y: top + 21, width: 1, height: 14, style: "track", rounding: 3)
            var left = 0.0
            for part in row.parts where part.count > 0 {
                let width = Double(part.count) / largest
                writer.rectangle(
                    x: left, y: top + 21, width: width, height: 14, style: part.tone.rawValue, rounding: 2,
                    hint: "\(row.title): \(part.name) \(ReportNumber.integer(part.count))")
                left += width
            }
        }
        let summary = rows.map { row in
            "\(row.title): " + row.parts.map { "\($0.name) \(ReportNumber.integer($0.count))" }.joined(separator: ", ")
        }.joined(separator: ". ")
        return writer.element(
            id: id, title: title, summary: summary, height: Double(rows.count) * Self.rowHeight)
    }

    /// The tones that occur, in their order; none where no legend is wanted.
    var tones: [ReportTone] {
        guard hasLegend else { return [] }
        let used = Set(rows.flatMap { $0.parts.filter { $0.count > 0 }.map(\.tone) })
        return ReportTone.allCases.filter(used.contains)
    }
}
