/// Tells a wall clock that was set from time that passed: pure, fed with readings of both clocks.
///
/// Leases, deferred jobs and runs are noted in wall clock time, because no other clock is the same for all processes and
/// survives a restart. When the wall clock is set, forward or back, the difference between it and the clock that counts from the
/// start of the machine changes, and all pending times are moved along by as much: nobody's lease ends because of it, and
/// nothing that was to wait five seconds waits an hour. The same goes for a machine that slept: the other clock stood still.
///
/// The difference that the pending times belong to is kept in the ledger, so that one process moves them once, and one that
/// is started afterwards knows it too.
struct ClockWatch: Sendable {
    /// What is to be done about the pending times in the ledger.
    enum Finding: Equatable {
        /// They stand as they are.
        case agrees
        /// Nothing is known about them, or they are from before the machine was started: note the difference.
        case unknown
        /// The clock was set by so many milliseconds, forward when positive.
        case wasSet(by: Int)
    }

    /// Smaller changes are the clock being kept right, and harm nobody, milliseconds.
    static let tolerance = 2000

    /// The machine and its start: readings of another one cannot be compared.
    let machine: String
    /// The difference that was last seen to agree with the ledger; nil before the first look.
    private(set) var settled: Int?

    init(machine: String) {
        self.machine = machine
    }

    /// Whether the ledger has to be looked at.
    func mustLook(wall: Int, steady: Int) -> Bool {
        settled.map { abs(wall - steady - $0) > Self.tolerance } ?? true
    }

    /// Compares with what stands in the ledger.
    func finding(wall: Int, steady: Int, stored: String?) -> Finding {
        guard let stored, let (machine, difference) = Self.parse(stored), machine == self.machine else {
            return .unknown
        }
        let change = wall - steady - difference
        return abs(change) > Self.tolerance ? .wasSet(by: change) : .agrees
    }

    /// What is to be written into the ledger.
    func note(wall: Int, steady: Int) -> String {
        "\(machine) \(wall - steady)"
    }

    /// The ledger agrees with these readings now.
    mutating func settle(wall: Int, steady: Int) {
        settled = wall - steady
    }

    private static func parse(_ text: String) -> (machine: String, difference: Int)? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let difference = Int(parts[1]) else { return nil }
        return (String(parts[0]), difference)
    }
}
