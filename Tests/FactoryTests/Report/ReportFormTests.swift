import Foundation
import Support
import Testing

@testable import Factory
@testable import Ledger

#if canImport(FoundationXML)
import FoundationXML
#endif

struct ReportTextTests {
    @Test func `the Markdown has the numbers, row by row`() {
        let text = ReportText.markdown(ReportSample.data())
        for line in [
            "# The run in run.sqlite", "Written 2025-06-15 15:06:40 UTC by dsprover 1.2, ledger id-1.",
            "- **Problems solved:** 3 (30.0 % of 10)", "- **Cost per proof:** 1.00 (USD; 4.00 USD in all)",
            "| formalize | 10 | formalized 8, unformalizable 2 | 80.0 % | 10 | 100 | 1.00 | – |",
            "| excellent | 4 | 3 | 0 | 0 | 1 | 0 | 75.0 % |", "| 5 to 8 | 2 | 0 |", "| over 256 | 1 | 0 |",
            "| money | 4.00 USD | 1.00 |", "| contaminated | 2 |",
            "Verified statements that exports leave out because of flags: 1.",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        #expect(ReportText.markdown(ReportSample.data(round: 2)).hasPrefix("# Round 2 of run.sqlite"))
    }

    @Test func `no foreign text is taken for Markdown or HTML`() {
        let text = ReportText.markdown(ReportSample.data())
        #expect(!text.contains("<script"))
        #expect(text.contains("&lt;script&gt;alert('x')&lt;/script&gt;&amp;\"\\|\\`"))
        #expect(ReportText.escape("a\nb\u{2028}c\u{0}") == "a b c ")
        // Every row of a table has as many cells as its head.
        for block in text.components(separatedBy: "\n\n") where block.hasPrefix("| ") {
            let counts = block.split(separator: "\n").map { $0.replacing("\\|", with: "").split(separator: "|").count }
            #expect(Set(counts).count == 1, "\(block)")
        }
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1234567, "-1,234,567"), (12_345_678, "12,345,678"),
    ])
    func `thousands are told apart`(value: Int, text: String) {
        #expect(ReportNumber.integer(value) == text)
    }

    @Test func `shares, times and money read well`() {
        #expect(ReportNumber.percent(1, of: 3) == "33.3 %" && ReportNumber.percent(1, of: 0) == "–")
        #expect(ReportNumber.decimal(-0.04, places: 1) == "0.0" && ReportNumber.decimal(2.345, places: 2) == "2.35")
        let times = [5, 1500, 125_000, 7_200_000, 172_800_000].map { ReportNumber.duration(milliseconds: $0) }
        #expect(times == ["5 ms", "1.5 s", "2.1 min", "2.0 h", "2.0 d"])
        #expect(ReportNumber.short(Money(nano: 56_739_000)) == "0.0567")
        #expect(ReportNumber.short(Money(nano: 12_000)) == "0.000012")
        #expect(ColumnChart.short(9999) == "9,999" && ColumnChart.short(123_456) == "123k")
    }
}

struct ReportPageTests {
    @Test func `the page needs nothing from outside and runs nothing`() {
        let html = ReportPage.html(ReportSample.data())
        #expect(html.contains("default-src 'none'"))
        for sign in ["<script", "http:", "https:", " src=", "@import", "url(", " onload", "javascript:"] {
            #expect(!html.contains(sign), "\(sign)")
        }
        #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;|`"))
    }

    @Test func `every drawing is well formed and says what it shows`() throws {
        let html = ReportPage.html(ReportSample.data())
        let drawings = html.components(separatedBy: "<svg ").dropFirst().map {
            "<svg " + ($0.components(separatedBy: "</svg>").first ?? "") + "</svg>"
        }
        #expect(drawings.count == 8)
        for drawing in drawings {
            #expect(XMLParser(data: Data(drawing.utf8)).parse(), "\(drawing)")
            #expect(drawing.contains("<title id=") && drawing.contains("<desc id=") && drawing.contains("role=\"img\""))
            #expect(!drawing.contains("nan") && !drawing.contains("inf%"))
        }
        let ids = html.components(separatedBy: " id=\"").dropFirst().compactMap {
            $0.components(separatedBy: "\"").first
        }
        #expect(Set(ids).count == ids.count)
        #expect(ids.contains("s1-c1-desc"))
    }

    @Test func `links lead to sections`() {
        let html = ReportPage.html(ReportSample.data())
        let links = html.components(separatedBy: "href=\"#").dropFirst().compactMap {
            $0.components(separatedBy: "\"").first
        }
        #expect(links.count == 11)
        for link in links { #expect(html.contains("<section id=\"\(link)\""), "\(link)") }
    }

    @Test func `an empty ledger has a page too`() {
        let data = ReportBuilder.build(
            .init(), .init(ledger: "l", generatedAt: 0, toolVersion: "1", currency: "USD"))
        let html = ReportPage.html(data)
        #expect(html.contains("1970-01-01 00:00:00 UTC") && html.contains("<p class=\"figure\">–</p>"))
        #expect(ReportText.markdown(data).contains("- **Alarms:** 0 (nothing contradicts the checker)"))
    }

    @Test func `alarms come first`() throws {
        let data = ReportSample.data { figures in
            figures.alarmCount = 12
            figures.alarms = [.sample]
        }
        let html = ReportPage.html(data)
        let alarms = try #require(html.range(of: ">Alarms</h2>"))
        let funnel = try #require(html.range(of: ">Funnel</h2>"))
        #expect(alarms.lowerBound < funnel.lowerBound)
        #expect(html.contains("both-sides: &lt;b&gt;") && html.contains("Newest first, 1 of 12"))
    }

    @Test(arguments: [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"), ("tab\tline\n", "tab\tline\n"),
        ("\u{0}\u{1B}\u{7F}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("\u{202E}x", "[U+202E]x"), ("é∀\u{301}", "é∀\u{301}"),
    ])
    func `foreign text is shown and never obeyed`(text: String, escaped: String) {
        #expect(Markup.escape(text).unicodeScalars.elementsEqual(escaped.unicodeScalars))
    }
}
