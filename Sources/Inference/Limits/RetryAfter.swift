internal import CCurl
package import Foundation

/// The `Retry-After` header (RFC 9110 §10.2.3), and `retry-after-ms` of some providers.
package enum RetryAfter {
    /// How long the server asks to wait; nil when it does not say, or says it in no known form.
    ///
    /// - Parameters:
    ///   - headers: header fields by lower-case name. A date is measured from the answer's own `Date`, because the clocks
    ///     of client and server may differ.
    ///   - now: the time to measure a date from when the answer has none.
    package static func delay(in headers: [String: String], now: Date) -> Duration? {
        if let text = headers["retry-after-ms"], let milliseconds = number(text) {
            return .seconds(milliseconds / 1000)
        }
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = number(text) { return .seconds(seconds) }
        guard let date = time(text) else { return nil }
        let reference = headers["date"].flatMap(time) ?? now.timeIntervalSince1970
        return .seconds(max(0, date - reference))
    }

    /// A number of seconds from 0 to a year. Fractions are no part of the standard, but servers send them.
    private static func number(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return min(value, 31_536_000)
    }

    private static func time(_ text: String) -> Double? {
        // libcurl reads all three forms of dates that HTTP allows.
        let time = curl_getdate(text, nil)
        return time < 0 ? nil : Double(time)
    }
}
