/// How many calls an endpoint may have in flight: falls when it says that it has no room, rises while it takes what it is
/// given (additive increase and multiplicative decrease as in TCP: Chiu and Jain 1989; the way back after a cut follows
/// the binary search of BIC). Pure.
///
/// Two things differ from TCP. Model servers refuse within milliseconds but answer after a minute, so that the limit
/// rises by quiet time and not by answers, unless the failures themselves were slow. And a storm, in which nothing begun
/// after a cut is taken, says nothing about how much the endpoint takes in good times: that is remembered, and reached
/// again within seconds.
package struct AdaptiveLimit: Sendable {
    package let floor: Int
    package let ceiling: Int
    private var value: Double
    /// Up to here it rises by doubling.
    private var good: Double
    /// The value before the first of the cuts in a row.
    private var peak: Double
    /// Cuts since the last sign that calls are taken.
    private var cuts = 0
    private var cutAt: Duration?
    private var raisedAt = Duration.zero
    /// Raises over `good` since the last cut; each is twice the one before.
    private var steps = 0
    /// Whether it has to wait for an answer before it rises, because failures came slowly.
    private var needsAnswer = false

    /// What a cut leaves.
    private static let cut = 0.7
    /// Wait before the first raise after a cut.
    private static let hold = Duration.milliseconds(500)
    private static let doublingTime = Duration.milliseconds(250)
    private static let stepTime = Duration.seconds(1)
    /// Failures that took longer than this are slow ones.
    private static let slow = Duration.seconds(5)

    /// A limit that begins at its ceiling: the user has said what the endpoint takes.
    package init(floor: Int, ceiling: Int) {
        self.ceiling = max(1, ceiling)
        self.floor = min(max(1, floor), self.ceiling)
        value = Double(self.ceiling)
        good = value
        peak = value
    }

    /// Calls that may be in flight now.
    package var current: Int { max(floor, Int(value)) }

    /// A try was answered.
    package mutating func answered(started: Duration) {
        guard isNews(started) else { return }
        needsAnswer = false
        guard cuts > 0 else { return }
        // A single cut was the edge of what the endpoint takes: come closer to it carefully.
        if cuts == 1 { good = (peak + value) / 2 }
        cuts = 0
    }

    /// A try was refused for want of room, or timed out.
    package mutating func overloaded(started: Duration, at now: Duration) {
        // All that began before a cut belongs to that cut.
        guard isNews(started) else { return }
        fall(to: value * AdaptiveLimit.cut, started: started, at: now)
    }

    /// The circuit breaker opened: begin again from the floor, and remember what was good.
    package mutating func collapse(started: Duration, at now: Duration) {
        fall(to: Double(floor), started: started, at: now)
        cuts = max(cuts, 2)
    }

    /// When it rises next if calls wait for it; nil when it does not by itself.
    package var nextRaise: Duration? {
        guard !needsAnswer, current < ceiling else { return nil }
        guard let cutAt else { return raisedAt + interval }
        return max(cutAt + AdaptiveLimit.hold, raisedAt + interval)
    }

    /// Lets time pass while calls wait for this limit.
    package mutating func rise(at now: Duration) {
        guard let due = nextRaise, now >= due else { return }
        raisedAt = now
        if value < good {
            value = min(good, value * 2)
        } else {
            steps += 1
            value += Double(ceiling) / 50 * Double(1 << min(steps - 1, 6))
        }
        value = min(value, Double(ceiling))
    }

    private var interval: Duration { value < good ? AdaptiveLimit.doublingTime : AdaptiveLimit.stepTime }

    private mutating func fall(to target: Double, started: Duration, at now: Duration) {
        if cuts == 0 { peak = value }
        cuts += 1
        good = peak
        value = max(Double(floor), target)
        cutAt = now
        raisedAt = now
        steps = 0
        needsAnswer = now - started >= AdaptiveLimit.slow
    }

    private func isNews(_ started: Duration) -> Bool {
        cutAt.map { started > $0 } ?? true
    }
}
