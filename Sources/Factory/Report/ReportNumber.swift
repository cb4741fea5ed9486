internal import Foundation
internal import Support

/// Numbers as people read them, the same on every machine whatever its language.
enum ReportNumber {
    /// What stands where there is no number.
    static let none = "–"

    /// With commas between thousands.
    static func integer(_ value: Int) -> String {
        var digits = Array(String(value.magnitude))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    /// A share with one decimal; none of nothing.
    static func percent(_ part: Int, of whole: Int) -> String {
        whole > 0 ? percent(Double(part) / Double(whole)) : none
    }

    /// A share with one decimal.
    static func percent(_ share: Double?) -> String {
        share.map { "\(decimal($0 * 100, places: 1)) %" } ?? none
    }

    /// With so many decimals, rounded half up.
    static func decimal(_ value: Double, places: Int) -> String {
        let scale = places == 1 ? 10 : 100
        let rounded = Int((abs(value) * Double(scale)).rounded())
        let fraction = String(rounded % scale)
        let zeros = String(repeating: "0", count: places - fraction.count)
        return (value < 0 && rounded > 0 ? "-" : "") + "\(integer(rounded / scale)).\(zeros)\(fraction)"
    }

    /// A time in the unit that suits it.
    static func duration(milliseconds: Int) -> String {
        let seconds = Double(milliseconds) / 1000
        switch milliseconds {
        case ..<1000: return "\(milliseconds) ms"
        case ..<120_000: return "\(decimal(seconds, places: 1)) s"
        case ..<7_200_000: return "\(decimal(seconds / 60, places: 1)) min"
        case ..<172_800_000: return "\(decimal(seconds / 3600, places: 1)) h"
        default: return "\(decimal(seconds / 86_400, places: 1)) d"
        }
    }

    /// Money in few digits: four decimals below 1, as long as they say something.
    static func short(_ amount: Money) -> String {
        let tenThousandths = (amount.nano + 50_000) / 100_000
        guard amount.nano < 1_000_000_000, tenThousandths >= 10 else { return "\(amount)" }
        return "\(Money(nano: tenThousandths * 100_000))"
    }

    static func money(_ amount: Money, _ currency: String) -> String { "\(amount) \(currency)" }

    /// A moment, in UTC.
    static func moment(_ milliseconds: Int) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let style = Date.ISO8601FormatStyle(dateSeparator: .dash, timeZone: .gmt)
        return date.formatted(
            style.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
            + " UTC"
    }
}
