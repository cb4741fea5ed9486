internal import Foundation
internal import Inference
internal import Testing

@Suite struct RetryAfterTests {
    // 1994-11-06 08:49:37 UTC, the date of RFC 9110.
    private let moment = 784_111_777.0

    @Test(
        arguments: [
            (["retry-after": "120"], 120.0),
            (["retry-after": "0"], 0),
            (["retry-after": "0.25"], 0.25),
            (["retry-after-ms": "1500", "retry-after": "9"], 1.5),
            (["retry-after": "99999999999999999999"], 31_536_000),
            (["retry-after": "Sun, 06 Nov 1994 08:50:07 GMT"], 30),
            (["retry-after": "Sunday, 06-Nov-94 08:50:07 GMT"], 30),
            (["retry-after": "Sun Nov  6 08:50:07 1994"], 30),
            (["retry-after": "Sun, 06 Nov 1994 08:00:00 GMT"], 0),
            // The server's own clock counts: it runs ten seconds behind ours here.
            (["retry-after": "Sun, 06 Nov 1994 08:50:07 GMT", "date": "Sun, 06 Nov 1994 08:49:27 GMT"], 40),
        ] as [([String: String], Double)])
    func `seconds, milliseconds and dates are understood`(headers: [String: String], seconds: Double) {
        let delay = RetryAfter.delay(in: headers, now: Date(timeIntervalSince1970: moment))
        #expect(delay == .seconds(seconds))
    }

    @Test(arguments: ["", "soon", "-5", "nan", "inf", "12 minutes"])
    func `nonsense is no wish`(text: String) {
        let delay = RetryAfter.delay(in: ["retry-after": text], now: Date(timeIntervalSince1970: moment))
        #expect(delay == nil)
    }

    @Test func `no header is no wish`() {
        #expect(RetryAfter.delay(in: ["date": "Sun, 06 Nov 1994 08:49:27 GMT"], now: Date()) == nil)
    }
}
