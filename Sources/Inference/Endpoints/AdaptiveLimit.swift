/// How many calls an endpoint may have in flight: falls when it says that it has no room, rises while it takes what it is
/// given. Additive increase and multiplicative decrease (Chiu and Jain 1989) with what model servers need besides. Pure.
///
/// - A refusal comes within milliseconds and says what fits: what is in flight now. The limit falls to that. A time limit
///   that passes says less; the limit falls to seven tenths, once for all calls that began before.
/// - One failure in twenty answers is tolerated: a gateway that drops one call in a hundred has room all the same.
/// - Answers take a minute, so that the limit rises by quiet time and not by answers, unless the failures were slow.
/// - When the circuit breaker opens, the limit begins again at its floor, but remembers from where the trouble began, and
///   is back there within seconds. A few answers in the midst of a storm do not make it forget.
package struct AdaptiveLimit: Sendable {
    package private(set) var floor: Int
    package private(set) var ceiling: Int
    private var value: Double
    /// Up to here it rises by doubling.
    private var good: Double
    /// The value when the present trouble began. The trouble is over when the limit is back there, or when it has not fallen
    /// for a while.
    private var peak: Double?
    private var cutAt: Duration?
    private var raisedAt = Duration.zero
    /// Raises over `good` since the last cut; each is twice the one before.
    private var steps = 0
    /// Failures that are passed over, because so many answers came.
    private var tolerance = 0.0
    /// Whether it has to wait for an answer before it rises, because failures came slowly.
    private var needsAnswer = false

    /// What a slow failure leaves.
    private static let cut = 0.7
    /// Failures passed over for each answer, and at most.
    private static let toleranceGain = 0.05
    private static let mostTolerance = 10.0
    /// Wait before the first raise after a cut.
    private static let hold = Duration.milliseconds(500)
    private static let doublingTime = Duration.milliseconds(250)
    private static let stepTime = Duration.seconds(1)
    /// A limit that has not fallen for so long has found what the endpoint takes.
    private static let memory = Duration.seconds(30)
    /// Failures that took longer than this are slow ones.
    package static let slow = Duration.seconds(5)

    /// A limit that begins at its ceiling: the user has said what the endpoint takes.
    package init(floor: Int, ceiling: Int) {
        self.ceiling = max(1, ceiling)
        self.floor = min(max(1, floor), self.ceiling)
        value = Double(self.ceiling)
        good = value
    }

    /// Other bounds from now on. One that stood at its ceiling stands at the new one; what was learned below it stays.
    package mutating func change(floor: Int, ceiling: Int) {
        let wasFull = value >= Double(self.ceiling)
        self.ceiling = max(1, ceiling)
        self.floor = min(max(1, floor), self.ceiling)
        let top = Double(self.ceiling)
        value = wasFull ? top : min(value, top)
        good = wasFull ? top : min(good, top)
        peak = peak.map { min($0, top) }
    }

    /// Calls that may be in flight now.
    package var current: Int { max(floor, Int(value)) }

    /// A try was answered.
    package mutating func answered(started: Duration) {
        tolerance = min(AdaptiveLimit.mostTolerance, tolerance + AdaptiveLimit.toleranceGain)
        if isNews(started) { needsAnswer = false }
        if let cutAt, started > cutAt + AdaptiveLimit.memory || value >= peak ?? 0 { peak = nil }
    }

    /// A try was refused for want of room, or timed out.
    ///
    /// - Parameter inFlight: the calls that are in flight without it.
    package mutating func overloaded(started: Duration, at now: Duration, inFlight: Int) {
        let isSlow = now - started >= AdaptiveLimit.slow
        // All calls that began before a slow failure belong to the same one.
        if isSlow, !isNews(started) { return }
        guard tolerance < 1 else {
            tolerance -= 1
            return
        }
        fall(to: min(value, isSlow ? value * AdaptiveLimit.cut : Double(inFlight)), isSlow: isSlow, at: now)
        good = value
    }

    /// The circuit breaker opened: begin again from the floor, and come back to where the trouble began.
    package mutating func collapse(started: Duration, at now: Duration) {
        fall(to: 0, isSlow: now - started >= AdaptiveLimit.slow, at: now)
        good = peak ?? good
        tolerance = 0
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
            value += max(1, Double(ceiling) / 50 * Double(1 << min(steps - 1, 6)))
        }
        value = min(value, Double(ceiling))
    }

    private var interval: Duration { value < good ? AdaptiveLimit.doublingTime : AdaptiveLimit.stepTime }

    private mutating func fall(to target: Double, isSlow: Bool, at now: Duration) {
        peak = peak ?? value
        value = max(Double(floor), target)
        cutAt = now
        raisedAt = now
        steps = 0
        needsAnswer = isSlow
    }

    private func isNews(_ started: Duration) -> Bool {
        cutAt.map { started > $0 } ?? true
    }
}
