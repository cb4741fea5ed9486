/// How much happened within the last quarter of an hour, in slices of five seconds: pure, and of constant size.
package struct RateWindow: Sendable {
    private static let slice = 5
    private static let slices = 180

    /// Counts by number of the slice since the start of the clock; a place is used again after a quarter of an hour.
    private var counts = Array(repeating: 0, count: RateWindow.slices)
    private var numbers = Array(repeating: -1, count: RateWindow.slices)

    /// A window in which nothing has happened.
    package init() {}

    /// Something happened at this time, on a clock that begins near zero.
    package mutating func add(_ count: Int = 1, at now: Duration) {
        let number = Self.number(at: now)
        let place = number % Self.slices
        if numbers[place] != number {
            numbers[place] = number
            counts[place] = 0
        }
        counts[place] += count
    }

    /// How much happened in the last `span`, at most 15 minutes; the present slice counts as far as it has come.
    package func count(last span: Duration, at now: Duration) -> Int {
        let newest = Self.number(at: now)
        let oldest = newest - Int(span.components.seconds) / Self.slice
        return zip(numbers, counts).reduce(0) { $0 + ($1.0 > oldest && $1.0 <= newest ? $1.1 : 0) }
    }

    private static func number(at now: Duration) -> Int { Int(now.components.seconds) / slice }
}
