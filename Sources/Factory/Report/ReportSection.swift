/// One part of a report, before it becomes a page or a text.
struct ReportSection: Sendable, Equatable {
    var title: String
    /// Sentences that say how to read it.
    var text: [String] = []
    var charts: [ReportChart] = []
    var tables: [ReportTable] = []
}

/// Numbers in rows; the same in every form of a report.
struct ReportTable: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        let title: String
        let isNumber: Bool

        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    var caption: String
    /// Whether a page shows it only to who asks: its numbers are in a drawing already.
    var isFolded = false
    var columns: [Column]
    var rows: [[String]]
}

/// A drawing; a page shows it, a text leaves it to the table beside it.
enum ReportChart: Sendable, Equatable {
    case bars(BarChart)
    case columns(ColumnChart)
}

/// A figure that stands above everything else.
struct ReportTile: Sendable, Equatable {
    let title: String
    let value: String
    let detail: String
    var tone = ReportTone.note
}
