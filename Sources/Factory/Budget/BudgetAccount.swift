internal import Ledger
package import Support

/// What may be used up; nil for no limit.
package struct BudgetLimits: Sendable, Hashable {
    package var money: Money?
    package var tokens: Int?
    package var hours: Double?

    package init(money: Money? = nil, tokens: Int? = nil, hours: Double? = nil) {
        self.money = money
        self.tokens = tokens
        self.hours = hours
    }

    /// Whether anything is limited.
    package var isLimited: Bool { money != nil || tokens != nil || hours != nil }
}

/// Which limit was reached, and how much was used up.
package struct BudgetReport: Sendable, Hashable {
    package enum Limit: Sendable, Hashable {
        case money(limit: Money, spent: Money, wanted: Money)
        case tokens(limit: Int, spent: Int, wanted: Int)
        case hours(limit: Double, spent: Double)
    }

    package let limit: Limit

    /// For people: `budget.money: 49.98 of 50.00 USD are spent …`.
    package func description(currency: String) -> String {
        switch limit {
        case .money(let limit, let spent, let wanted):
            "budget.money: \(spent) of \(limit) \(currency) are spent, and the next call may cost \(wanted)"
        case .tokens(let limit, let spent, let wanted):
            "budget.tokens: \(spent) of \(limit) tokens are spent, and the next call may need \(wanted)"
        case .hours(let limit, let spent):
            "budget.hours: \(Self.decimals(spent)) of \(Self.decimals(limit)) hours are used up"
        }
    }

    private static func decimals(_ hours: Double) -> String {
        Money(units: (hours * 100).rounded() / 100).map(\.description) ?? "\(hours)"
    }
}

/// Keeps within the limits: pure, events in, decisions out.
///
/// What calls in flight may cost at most is held back, so that a thousand calls in the air cannot overrun the limits
/// together: a call that does not fit beside them waits until some of them have landed, which cost less than was held
/// back, and the budget is spent only when a call does not fit with nothing in the air.
struct BudgetAccount: Sendable {
    /// What may become of a call.
    enum Decision: Equatable {
        case admit
        case wait
        case reached(BudgetReport)
    }

    private(set) var limits: BudgetLimits
    private var spent = Reservation.none
    private var held = Reservation.none
    private var others = Reservation.none
    private var hours = 0.0
    /// What landed after the ledger was last asked; its answer may not have it yet.
    private var sinceSync: Reservation?

    init(limits: BudgetLimits) {
        self.limits = limits
    }

    /// What is held back for calls in flight of this process.
    var holding: Reservation { held }

    /// May a call be sent that needs so much at most? When admitted it is held back.
    mutating func ask(_ need: Reservation) -> Decision {
        if let report = hoursReport { return .reached(report) }
        let inFlight = held + others
        let isIdle = inFlight == .none
        if let limit = limits.money, spent.cost + inFlight.cost + need.cost > limit {
            return isIdle
                ? .reached(BudgetReport(limit: .money(limit: limit, spent: spent.cost, wanted: need.cost))) : .wait
        }
        if let limit = limits.tokens, spent.tokens + inFlight.tokens + need.tokens > limit {
            return isIdle
                ? .reached(BudgetReport(limit: .tokens(limit: limit, spent: spent.tokens, wanted: need.tokens))) : .wait
        }
        held = held + need
        return .admit
    }

    /// Other limits from now on; what is spent and held back stays.
    mutating func change(limits: BudgetLimits) {
        self.limits = limits
    }

    /// A call that was admitted has ended and cost so much.
    mutating func landed(_ need: Reservation, actual: Reservation) {
        held = held - need
        spent = spent + actual
        sinceSync = sinceSync.map { $0 + actual }
    }

    /// The ledger is about to be asked what is spent.
    mutating func beginSync() {
        sinceSync = Reservation.none
    }

    /// The ledger's answer. What landed meanwhile is added on top; if the ledger had it already it counts twice until the
    /// next answer, never not at all.
    mutating func endSync(_ spending: Spending, others: Reservation) {
        spent = Reservation(tokens: spending.tokens, cost: spending.cost) + (sinceSync ?? .none)
        sinceSync = nil
        self.others = others
        hours = Double(spending.runMilliseconds) / 3_600_000
    }

    /// Set when the hours are over.
    var hoursReport: BudgetReport? {
        guard let limit = limits.hours, hours >= limit else { return nil }
        return BudgetReport(limit: .hours(limit: limit, spent: hours))
    }
}

extension Reservation {
    static func + (left: Reservation, right: Reservation) -> Reservation {
        Reservation(tokens: left.tokens + right.tokens, cost: left.cost + right.cost)
    }

    static func - (left: Reservation, right: Reservation) -> Reservation {
        Reservation(tokens: left.tokens - right.tokens, cost: left.cost - right.cost)
    }
}
