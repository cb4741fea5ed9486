/// The report as one HTML file that needs nothing else: no network, no script, no other file.
package enum ReportPage {
    package static func html(_ data: ReportData) -> String {
        let layout = ReportLayout(data: data)
        let sections = layout.sections
        var html = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>\(Markup.escape(layout.title)) – dsprover</title>
            <style>
            \(ReportStyle.sheet)
            </style>
            </head>
            <body>
            <header>
            <p class="product">dsprover report</p>
            <h1>\(Markup.escape(layout.title))</h1>
            <p class="origin">\(Markup.escape(layout.origin))</p>
            </header>
            <main>
            <div class="tiles">

            """
        for tile in layout.tiles {
            html += """
                <div class="tile \(tile.tone.rawValue)-edge"><p class="name">\(Markup.escape(tile.title))</p>\
                <p class="figure">\(Markup.escape(tile.value))</p><p class="detail">\(Markup.escape(tile.detail))</p></div>

                """
        }
        html += "</div>\n<nav aria-label=\"Sections\">\n"
        for (index, section) in sections.enumerated() {
            html += "<a href=\"#s\(index + 1)\">\(Markup.escape(section.title))</a>\n"
        }
        html += "</nav>\n"
        for (index, section) in sections.enumerated() { html += self.section(section, id: "s\(index + 1)") }
        return html + "</main>\n</body>\n</html>\n"
    }

    private static func section(_ section: ReportSection, id: String) -> String {
        var html = "<section id=\"\(id)\" aria-labelledby=\"\(id)-head\">\n"
        html += "<h2 id=\"\(id)-head\">\(Markup.escape(section.title))</h2>\n"
        for sentence in section.text { html += "<p>\(Markup.escape(sentence))</p>\n" }
        for (index, chart) in section.charts.enumerated() { html += figure(chart, id: "\(id)-c\(index + 1)") }
        for table in section.tables { html += self.table(table) }
        return html + "</section>\n"
    }

    private static func figure(_ chart: ReportChart, id: String) -> String {
        let drawing: String
        let title: String
        let legend: [(style: String, name: String)]
        switch chart {
        case .bars(let bars):
            (drawing, title) = (bars.svg(id: id), bars.title)
            legend = bars.tones.map { ($0.rawValue, $0.title) }
        case .columns(let columns):
            (drawing, title) = (columns.svg(id: id), columns.title)
            legend = columns.series.map { ($0.style, $0.name) }
        }
        var html = "<figure>\n<figcaption>\(Markup.escape(title))"
        if !legend.isEmpty {
            let items = legend.map { "<span><i class=\"\($0.style)-fill\"></i>\(Markup.escape($0.name))</span>" }
            html += "<span class=\"legend\">\(items.joined())</span>"
        }
        return html + "</figcaption>\n\(drawing)</figure>\n"
    }

    /// Wide tables move inside of their own frame, never the page.
    private static func table(_ table: ReportTable) -> String {
        let caption = Markup.escape(table.caption)
        let styles = table.columns.indices.map { place in
            let isLong = table.rows.contains { $0[place].count > longText }
            return table.columns[place].isNumber ? " class=\"n\"" : isLong ? " class=\"w\"" : ""
        }
        func row(_ tag: String, _ scope: String, _ cells: [String]) -> String {
            zip(styles, cells).map { "<\(tag)\(scope)\($0)>\(Markup.escape($1))</\(tag)>" }.joined()
        }
        var html = "<div class=\"frame\" role=\"region\" aria-label=\"\(caption)\" tabindex=\"0\">\n<table>\n"
        if !table.isFolded { html += "<caption>\(caption)</caption>\n" }
        html += "<thead><tr>\(row("th", " scope=\"col\"", table.columns.map(\.title)))</tr></thead>\n<tbody>\n"
        for cells in table.rows { html += "<tr>\(row("td", "", cells))</tr>\n" }
        html += "</tbody>\n</table>\n</div>\n"
        return table.isFolded ? "<details><summary>\(caption)</summary>\n\(html)</details>\n" : html
    }

    /// Cells with more characters get the room of a sentence.
    private static let longText = 24
}
