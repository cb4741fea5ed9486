internal import Support

/// A rate per minute as a bucket that fills steadily (RFC 2697 calls it a token bucket). It holds ten seconds' worth: a
/// burst passes, and no window of a minute sees more than 7/6 of the rate. Pure.
package struct TokenBucket: Sendable {
    private let capacity: Double
    private let perSecond: Double
    private var level: Double
    private var filledAt = Duration.zero

    /// A full bucket.
    package init(perMinute: Int) {
        perSecond = Double(max(1, perMinute)) / 60
        capacity = max(1, perSecond * 10)
        level = capacity
    }

    /// How long until so much may be taken; zero for now. More than the bucket holds may go when it is full.
    package mutating func wait(for amount: Int, at now: Duration) -> Duration {
        fill(to: now)
        let missing = min(Double(amount), capacity) - level
        // A hair over: rounding must not ask for the same moment again.
        return missing <= 0 ? .zero : .seconds(missing / perSecond) + .microseconds(1)
    }

    /// Takes the amount; the bucket may go below empty.
    package mutating func take(_ amount: Int, at now: Duration) {
        fill(to: now)
        level -= Double(amount)
    }

    /// Puts right what was taken on an estimate: a positive amount goes back, a negative one is taken too.
    package mutating func correct(by amount: Int) {
        level = min(capacity, level + Double(amount))
    }

    private mutating func fill(to now: Duration) {
        guard now > filledAt else { return }
        level = min(capacity, level + (now - filledAt).seconds * perSecond)
        filledAt = now
    }
}
