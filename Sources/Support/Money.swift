/// An amount of money in billionths of the unit of whatever currency the configuration names. Whole numbers, so that sums
/// over millions of calls are exact; the largest amount is 9.2 thousand million units.
package struct Money: Sendable, Hashable, Comparable, Codable, AdditiveArithmetic, CustomStringConvertible {
    /// Billionths of a unit.
    package var nano: Int

    package static let zero = Money(nano: 0)

    package init(nano: Int) {
        self.nano = nano
    }

    /// So many units, rounded to a billionth; nil for what is no number or too large.
    package init?(units: Double) {
        guard let nano = Int(exactly: (units * 1e9).rounded()) else { return nil }
        self.nano = nano
    }

    /// The amount in units, for reports.
    package var units: Double { Double(nano) / 1e9 }

    package static func + (left: Money, right: Money) -> Money { Money(nano: left.nano + right.nano) }
    package static func - (left: Money, right: Money) -> Money { Money(nano: left.nano - right.nano) }
    package static func < (left: Money, right: Money) -> Bool { left.nano < right.nano }

    /// In units, with two decimals from 1 on and as many as six below, for people.
    package var description: String {
        let digits = abs(nano) >= 1_000_000_000 ? 2 : 6
        let step = digits == 2 ? 10_000_000 : 1000
        let rounded = (nano.magnitude + UInt(step / 2)) / UInt(step)
        let scale: UInt = digits == 2 ? 100 : 1_000_000
        let fraction = String(rounded % scale)
        var decimals = String(repeating: "0", count: digits - fraction.count) + fraction
        while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
        return (nano < 0 ? "-" : "") + "\(rounded / scale).\(decimals)"
    }

    /// JSON holds the units as a number.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let money = Money(units: try container.decode(Double.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "too large for an amount of money")
        }
        self = money
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(units)
    }
}
