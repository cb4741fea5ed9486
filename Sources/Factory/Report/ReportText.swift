/// The report as Markdown.
package enum ReportText {
    package static func markdown(_ data: ReportData) -> String {
        let layout = ReportLayout(data: data)
        var lines = ["# \(escape(layout.title))", "", escape(layout.origin), ""]
        lines += layout.tiles.map { "- **\(escape($0.title)):** \(escape($0.value)) (\(escape($0.detail)))" }
        for section in layout.sections {
            lines += ["", "## \(escape(section.title))"]
            for sentence in section.text { lines += ["", escape(sentence)] }
            for table in section.tables { lines += [""] + self.lines(table) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ table: ReportTable) -> [String] {
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        return ["**\(escape(table.caption))**", ""]
            + [row(table.columns.map { escape($0.title) }), row(table.columns.map { $0.isNumber ? "---:" : ":---" })]
            + table.rows.map { row($0.map(escape)) }
    }

    /// Foreign text on one line, in which nothing is taken for Markdown or HTML.
    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "$": result += "\\\(scalar)"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
