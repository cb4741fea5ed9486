/// Keeps the order of the input while items are checked side by side, in bounded memory: a pure state machine.
///
/// An item that takes long holds back the reports of those behind it, so more may be finished and waiting than are being
/// checked, up to a limit of their own.
struct ItemWindow: Sendable {
    /// Most items being checked at once.
    let checking: Int
    /// Most items between the one whose report is due and the one read last.
    let ahead: Int

    private(set) var started = 0
    private(set) var emitted = 0
    private(set) var running = 0
    private var finished: [Int: CheckReport] = [:]
    /// The first item behind which nothing counts any more.
    private var last = Int.max

    init(checking: Int, ahead: Int) {
        self.checking = max(1, checking)
        self.ahead = max(1, ahead)
    }

    /// Whether another item may be taken in.
    var hasRoom: Bool { running < checking && started - emitted < ahead && started <= last }

    /// Takes the next item in.
    ///
    /// - Returns: its number, for `finish`.
    mutating func start() -> Int {
        started += 1
        running += 1
        return started - 1
    }

    /// The item's report is there. With `isEnd` nothing is taken in any more, and no item behind this one is given out.
    mutating func finish(_ number: Int, _ report: CheckReport, isEnd: Bool) {
        running -= 1
        finished[number] = report
        if isEnd { last = min(last, number) }
    }

    /// The next report in the order of the input, when it is there.
    mutating func pop() -> CheckReport? {
        guard emitted <= last, let report = finished.removeValue(forKey: emitted) else { return nil }
        emitted += 1
        return report
    }
}
