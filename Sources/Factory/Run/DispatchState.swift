/// Decides which work is claimed and started: pure, an event in, answers out; the run loop does what it says.
///
/// Work is claimed in batches, one batch per stage ahead of need, so that the ledger is asked once for many jobs and not
/// once for each. Work that follows from a step comes without a claim where there is room (`HeldJobs`). Never more than the
/// limit in flight, and about the limit waiting.
struct DispatchState<Work: Sendable>: Sendable {
    /// What the run loop should do next.
    enum Action: Sendable {
        /// Ask the ledger for up to so many jobs of the stage.
        case claim(stage: String, count: Int)
        /// Start the work.
        case start(Work, stage: String)
    }

    private struct Lane: Sendable {
        var limit: Int
        var inFlight = 0
        var waiting: [Work] = []
        var isClaiming = false
        /// Whether nothing is claimed or started any more: its model was stopped.
        var isHeld = false
        /// Whether somebody paused the stage by hand.
        var isPaused = false
        /// Whether the ledger may have jobs: false after it gave fewer than asked, until something was finished.
        var mayHaveWork = true
    }

    private var lanes: [String: Lane] = [:]
    private let order: [String]
    private(set) var isStopping = false

    /// - Parameter limits: the stages, later ones first served, with the most jobs in flight of each.
    init(limits: [(stage: String, limit: Int)]) {
        order = limits.map(\.stage)
        for (stage, limit) in limits { lanes[stage] = Lane(limit: limit) }
    }

    /// Other limits from now on. What is over a smaller one runs to its end.
    mutating func change(limits: [(stage: String, limit: Int)]) {
        for (stage, limit) in limits { lanes[stage]?.limit = limit }
    }

    /// Jobs that run now, by stage.
    var inFlightByStage: [String: Int] { lanes.mapValues(\.inFlight) }

    /// Jobs that run now, of all stages.
    var inFlight: Int { lanes.values.reduce(0) { $0 + $1.inFlight } }

    /// Whether the ledger is being asked right now; its answer is work that somebody must take or give back.
    var isClaiming: Bool { lanes.values.contains { $0.isClaiming } }

    /// Whether nothing runs, nothing waits and the ledger was asked in vain.
    var isIdle: Bool {
        lanes.values.allSatisfy {
            $0.inFlight == 0 && $0.waiting.isEmpty && !$0.isClaiming && ($0.isHeld || $0.isPaused || !$0.mayHaveWork)
        }
    }

    /// What can be done now. The caller does all of it and reports back with the events below.
    mutating func actions() -> [Action] {
        guard !isStopping else { return [] }
        var actions: [Action] = []
        for stage in order {
            guard var lane = lanes[stage] else { continue }
            guard !lane.isHeld, !lane.isPaused else { continue }
            while lane.inFlight < lane.limit, let work = lane.waiting.popLast() {
                lane.inFlight += 1
                actions.append(.start(work, stage: stage))
            }
            if lane.waiting.isEmpty, !lane.isClaiming, lane.mayHaveWork {
                lane.isClaiming = true
                actions.append(.claim(stage: stage, count: lane.limit))
            }
            lanes[stage] = lane
        }
        return actions
    }

    /// The ledger answered a claim.
    mutating func claimed(_ work: [Work], stage: String, asked: Int) {
        lanes[stage]?.isClaiming = false
        // Behind what came while the ledger was asked: that is younger.
        lanes[stage]?.waiting += work.reversed()
        lanes[stage]?.mayHaveWork = work.count == asked
    }

    /// Work came that is leased already: it followed from a step and never waited in the ledger.
    mutating func received(_ work: Work, stage: String) {
        lanes[stage]?.waiting.insert(work, at: 0)
    }

    /// A job ended.
    ///
    /// - Parameter queued: the stages of which it left work in the ledger; nil for a job that failed: it may be there again.
    mutating func finished(stage: String, queued: Set<String>? = nil) {
        lanes[stage]?.inFlight -= 1
        guard let queued else { return workMayHaveAppeared() }
        for stage in queued { lanes[stage]?.mayHaveWork = true }
    }

    /// Time passed, or other processes may have added work.
    mutating func workMayHaveAppeared() {
        for stage in order { lanes[stage]?.mayHaveWork = true }
    }

    /// These stages, and no others, are paused by hand: nothing of them is started.
    ///
    /// - Returns: what was claimed of them and not started; the caller gives it back.
    mutating func pause(_ stages: Set<String>) -> [Work] {
        var unstarted: [Work] = []
        for stage in order {
            lanes[stage]?.isPaused = stages.contains(stage)
            guard stages.contains(stage) else { continue }
            unstarted += lanes[stage]?.waiting ?? []
            lanes[stage]?.waiting = []
        }
        return unstarted
    }

    /// Whether work of the stage may be started.
    func isOpen(_ stage: String) -> Bool { lanes[stage].map { !$0.isHeld && !$0.isPaused } ?? false }

    /// Stages of which nothing is started any more, because their model was stopped.
    var held: [String] { order.filter { lanes[$0]?.isHeld ?? false } }

    /// Nothing of the stage is started any more; the others go on.
    ///
    /// - Returns: what was claimed and not started; the caller gives it back.
    mutating func hold(stage: String) -> [Work] {
        lanes[stage]?.isHeld = true
        defer { lanes[stage]?.waiting = [] }
        return lanes[stage]?.waiting ?? []
    }

    /// Nothing is started any more.
    ///
    /// - Returns: what was claimed and not started; the caller gives it back.
    mutating func stop() -> [Work] {
        isStopping = true
        var unstarted: [Work] = []
        for stage in order {
            unstarted += lanes[stage]?.waiting ?? []
            lanes[stage]?.waiting = []
        }
        return unstarted
    }
}
