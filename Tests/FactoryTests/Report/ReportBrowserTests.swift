import Foundation
import Support
import TestSupport
import Testing

@testable import Factory
@testable import Ledger

/// The page as a browser shows it, in frames as wide as a telephone and as a screen.
@Suite(.enabled(if: Chromium.works, Chromium.whyNot))
struct ReportBrowserTests {
    private static let widths = [400, 1280]

    /// A page that shows another in frames and writes down what it measures.
    private func frames(of file: String) -> String {
        let frames = Self.widths.map {
            "<iframe id=\"f\($0)\" src=\"\(file)\" style=\"width:\($0)px;height:900px\"></iframe>"
        }
        return """
            <!DOCTYPE html><meta charset="utf-8"><body>\(frames.joined())<pre id="result">none</pre><script>
            addEventListener('load', () => {
              const found = {};
              for (const frame of document.querySelectorAll('iframe')) {
                const page = frame.contentDocument, root = page.documentElement, width = root.clientWidth;
                const boxes = [...page.querySelectorAll('svg text')].filter(x => getComputedStyle(x).display !== 'none')
                  .map(x => ({box: x.getBoundingClientRect(), chart: x.ownerSVGElement})).filter(x => x.box.width > 0);
                let meets = 0;
                for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
                  const a = boxes[i].box, b = boxes[j].box;
                  if (boxes[i].chart === boxes[j].chart && a.left < b.right - 1 && b.left < a.right - 1
                      && a.top < b.bottom - 3 && b.top < a.bottom - 3) meets++;
                }
                found[frame.id] = {
                  client: width, scroll: root.scrollWidth, charts: page.querySelectorAll('svg').length,
                  texts: boxes.length, outside: boxes.filter(x => x.box.left < -1 || x.box.right > width + 1).length, meets,
                  styled: getComputedStyle(page.querySelector('.tile')).borderTopWidth };
              }
              document.getElementById('result').textContent = JSON.stringify(found);
            });
            </script>
            """
    }

    @Test(arguments: ["light", "dark"])
    func `it opens without a word on the console, and nothing is too wide at 400 and 1280 pixels`(
        scheme: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let data = ReportSample.data { figures in
                // Names as long as they get, in every place.
                figures.gates.append(
                    .init(
                        gate: String(repeating: "long-gate-", count: 8), verdict: String(repeating: "w", count: 90),
                        count: 123_456,
                        modelCalls: 1, tokens: 123_456_789, wallMilliseconds: 1))
                figures.provers.append(
                    .init(
                        model: String(repeating: "model", count: 12), template: "t", statements: 10_000, proved: 9_999))
                figures.rounds += (3...30).map { .init(number: $0, startedAt: nil, endedAt: nil, note: nil) }
            }
            try Data(ReportPage.html(data).utf8).write(to: folder.appending(path: "report.html"))
            let page = folder.appending(path: "frames.html")
            try Data(frames(of: "report.html").utf8).write(to: page)
            let dark = scheme == "dark" ? ["--blink-settings=preferredColorScheme=0"] : []
            let opened = try await Chromium.open(page, arguments: dark)
            #expect(opened.console == [])
            let text = opened.document.components(separatedBy: "<pre id=\"result\">").last?.components(
                separatedBy: "</pre>"
            ).first
            let result = try CanonicalJSON.decode(JSONValue.self, from: try #require(text))
            for width in Self.widths {
                let found = try #require(result["f\(width)"], "\(opened.document.suffix(400))")
                #expect(found["scroll"]?.integer == found["client"]?.integer, "\(width): \(found)")
                #expect(found["charts"]?.integer == 8 && found["texts"]?.integer ?? 0 > 60, "\(width): \(found)")
                #expect(found["outside"] == .integer(0), "\(width): \(found)")
                #expect(found["meets"] == .integer(0), "\(width): \(found)")
                #expect(found["styled"] == .string("3px"))
            }
        }
    }
}
