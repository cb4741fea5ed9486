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
        let stage: String
        var limit: Int
        var inFlight = 0
        var waiting: [Work] = []
        var isClaiming = false
        /// Whether nothing is claimed or started any more: its model was stopped.
        var isHeld = false
        /// Whether somebody paused the stage by hand.
        var isPaused = false
        /// Whether work may be started.
        var isOpen: Bool { !isHeld && !isPaused }
        /// Whether the ledger may have jobs: false after it gave fewer than asked, until something was finished.
        var mayHaveWork = true
    }

    /// Those served first come first.
    private var lanes: [Lane]
    private(set) var isStopping = false

    /// - Parameter limits: the stages, later ones first served, with the most jobs in flight of each.
    init(limits: [(stage: String, limit: Int)]) {
        lanes = limits.map { Lane(stage: $0.stage, limit: $0.limit) }
    }

    /// Other limits from now on. What is over a smaller one runs to its end.
    mutating func change(limits: [(stage: String, limit: Int)]) {
        for (stage, limit) in limits { change(stage) { $0.limit = limit } }
    }

    /// Jobs that run now, by stage.
    var inFlightByStage: [String: Int] {
        Dictionary(uniqueKeysWithValues: lanes.map { ($0.stage, $0.inFlight) })
    }

    /// Jobs that run now, of all stages.
    var inFlight: Int { lanes.reduce(0) { $0 + $1.inFlight } }

    /// Whether the ledger is being asked right now; its answer is work that somebody must take or give back.
    var isClaiming: Bool { lanes.contains { $0.isClaiming } }

    /// Whether nothing runs, nothing waits and the ledger was asked in vain.
    var isIdle: Bool {
        lanes.allSatisfy {
            $0.inFlight == 0 && $0.waiting.isEmpty && !$0.isClaiming && (!$0.isOpen || !$0.mayHaveWork)
        }
    }

    /// What can be done now. The caller does all of it and reports back with the events below.
    mutating func actions() -> [Action] {
        guard !isStopping else { return [] }
        var actions: [Action] = []
        for index in lanes.indices where lanes[index].isOpen {
            let stage = lanes[index].stage
            while lanes[index].inFlight < lanes[index].limit, let work = lanes[index].waiting.popLast() {
                lanes[index].inFlight += 1
                actions.append(.start(work, stage: stage))
            }
            if lanes[index].waiting.isEmpty, !lanes[index].isClaiming, lanes[index].mayHaveWork {
                lanes[index].isClaiming = true
                actions.append(.claim(stage: stage, count: lanes[index].limit))
            }
        }
        return actions
    }

    /// The ledger answered a claim.
    mutating func claimed(_ work: [Work], stage: String, asked: Int) {
        change(stage) { lane in
            lane.isClaiming = false
            // Behind what came while the ledger was asked: that is younger.
            lane.waiting += work.reversed()
            lane.mayHaveWork = work.count == asked
        }
    }

    /// Work came that is leased already: it followed from a step and never waited in the ledger.
    mutating func received(_ work: Work, stage: String) {
        change(stage) { $0.waiting.insert(work, at: 0) }
    }

    /// A job ended.
    ///
    /// - Parameter queued: the stages of which it left work in the ledger; nil for a job that failed: it may be there again.
    mutating func finished(stage: String, queued: Set<String>? = nil) {
        change(stage) { $0.inFlight -= 1 }
        guard let queued else { return workMayHaveAppeared() }
        for stage in queued { change(stage) { $0.mayHaveWork = true } }
    }

    /// Time passed, or other processes may have added work.
    mutating func workMayHaveAppeared() {
        for index in lanes.indices { lanes[index].mayHaveWork = true }
    }

    /// These stages, and no others, are paused by hand: nothing of them is started.
    ///
    /// - Returns: what was claimed of them and not started; the caller gives it back.
    mutating func pause(_ stages: Set<String>) -> [Work] {
        var unstarted: [Work] = []
        for index in lanes.indices {
            lanes[index].isPaused = stages.contains(lanes[index].stage)
            guard lanes[index].isPaused else { continue }
            unstarted += lanes[index].waiting
            lanes[index].waiting = []
        }
        return unstarted
    }

    /// Whether work of the stage may be started.
    func isOpen(_ stage: String) -> Bool { lanes.contains { $0.stage == stage && $0.isOpen } }

    /// Stages of which nothing is started any more, because their model was stopped.
    var held: [String] { lanes.filter(\.isHeld).map(\.stage) }

    /// Nothing of the stage is started any more; the others go on.
    ///
    /// - Returns: what was claimed and not started; the caller gives it back.
    mutating func hold(stage: String) -> [Work] {
        var unstarted: [Work] = []
        change(stage) { lane in
            lane.isHeld = true
            swap(&lane.waiting, &unstarted)
        }
        return unstarted
    }

    /// Nothing is started any more.
    ///
    /// - Returns: what was claimed and not started; the caller gives it back.
    mutating func stop() -> [Work] {
        isStopping = true
        return lanes.indices.flatMap { index in
            defer { lanes[index].waiting = [] }
            return lanes[index].waiting
        }
    }

    private mutating func change(_ stage: String, _ body: (inout Lane) -> Void) {
        guard let index = lanes.firstIndex(where: { $0.stage == stage }) else { return }
        body(&lanes[index])
    }
}
