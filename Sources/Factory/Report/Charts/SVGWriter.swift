internal import Foundation

/// Writes one drawing. Lengths along the page are shares of its width and heights are pixels, so that a drawing is as wide
/// as its place and its letters are the same size on every screen.
struct SVGWriter {
    private(set) var body = ""

    /// A share of the width in percent, with as many decimals as a wide screen can show.
    static func percent(_ share: Double) -> String {
        let thousandths = Int((share * 100_000).rounded())
        guard thousandths % 1000 != 0 else { return "\(thousandths / 1000)%" }
        var fraction = String(thousandths.magnitude % 1000)
        fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1000).\(fraction)%"
    }

    /// - Parameter hint: what a pointer over it is told.
    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, style: String, rounding: Int = 0, hint: String? = nil
    ) {
        let corners = rounding > 0 ? " rx=\"\(rounding)\"" : ""
        body += "<rect class=\"\(style)\" x=\"\(Self.percent(x))\" y=\"\(Self.pixels(y))\""
        body += " width=\"\(Self.percent(width))\" height=\"\(Self.pixels(height))\"\(corners)"
        body += hint.map { "><title>\(Markup.escape($0))</title></rect>\n" } ?? "/>\n"
    }

    enum Anchor: String {
        case start, middle, end
    }

    mutating func text(_ text: String, x: Double, y: Double, style: String, anchor: Anchor = .start) {
        body += "<text class=\"\(style)\" x=\"\(Self.percent(x))\" y=\"\(Self.pixels(y))\""
        body += anchor == .start ? ">" : " text-anchor=\"\(anchor.rawValue)\">"
        body += "\(Markup.escape(text))</text>\n"
    }

    mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String) {
        body += "<line class=\"\(style)\" x1=\"\(Self.percent(x1))\" y1=\"\(Self.pixels(y1))\""
        body += " x2=\"\(Self.percent(x2))\" y2=\"\(Self.pixels(y2))\"/>\n"
    }

    /// The finished element.
    ///
    /// - Parameters:
    ///   - id: unlike those of all others on the page; title and description are known by it.
    ///   - summary: what it shows, for who cannot see it.
    func element(id: String, title: String, summary: String, height: Double) -> String {
        """
        <svg class="chart" role="img" aria-labelledby="\(id)-title \(id)-desc" width="100%" height="\(Self.pixels(height))">
        <title id="\(id)-title">\(Markup.escape(title))</title>
        <desc id="\(id)-desc">\(Markup.escape(summary))</desc>
        \(body)</svg>

        """
    }

    private static func pixels(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(Double(Int(value * 10)) / 10)"
    }
}
