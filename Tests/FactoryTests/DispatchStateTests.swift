import Support
import Testing

@testable import Factory

@Suite struct DispatchStateTests {
    private func started(_ actions: [DispatchState<Int>.Action]) -> [Int] {
        actions.compactMap { if case .start(let work, _) = $0 { work } else { nil } }
    }

    private func claims(_ actions: [DispatchState<Int>.Action]) -> [String] {
        actions.compactMap { if case .claim(let stage, let count) = $0 { "\(stage) \(count)" } else { nil } }
    }

    @Test func `a new state asks the ledger once for every stage, later stages first`() {
        var state = DispatchState<Int>(limits: [("verify", 2), ("formalize", 4)])
        #expect(claims(state.actions()) == ["verify 2", "formalize 4"])
        #expect(state.actions().isEmpty)
    }

    @Test func `never more than the limit is in flight, and work is started in the order claimed`() {
        var state = DispatchState<Int>(limits: [("prove", 2)])
        _ = state.actions()
        state.claimed([1, 2, 3], stage: "prove", asked: 3)
        #expect(started(state.actions()) == [1, 2])
        #expect(state.inFlight == 2)
        state.finished(stage: "prove")
        #expect(started(state.actions()) == [3])
    }

    @Test func `an empty answer is not asked for again until something ended or time passed`() {
        var state = DispatchState<Int>(limits: [("prove", 2)])
        _ = state.actions()
        state.claimed([], stage: "prove", asked: 2)
        #expect(state.actions().isEmpty)
        #expect(state.isIdle)
        state.workMayHaveAppeared()
        #expect(claims(state.actions()) == ["prove 2"])
    }

    @Test func `a stage whose batch was full is asked again as soon as the batch is started`() {
        var state = DispatchState<Int>(limits: [("prove", 2)])
        _ = state.actions()
        state.claimed([1, 2], stage: "prove", asked: 2)
        let actions = state.actions()
        #expect(started(actions) == [1, 2])
        #expect(claims(actions) == ["prove 2"])
    }

    @Test func `a held stage starts and claims nothing, the others go on, and the end does not wait for it`() {
        var state = DispatchState<Int>(limits: [("prove", 1), ("score", 1)])
        _ = state.actions()
        state.claimed([1, 2], stage: "prove", asked: 2)
        state.claimed([8], stage: "score", asked: 2)
        #expect(started(state.actions()) == [1, 8])
        #expect(state.hold(stage: "prove") == [2])
        #expect(state.held == ["prove"])
        state.finished(stage: "prove")
        state.finished(stage: "score")
        #expect(claims(state.actions()) == ["score 1"])
        state.claimed([], stage: "score", asked: 1)
        #expect(state.isIdle)
    }

    @Test func `a stopped state starts nothing and hands out what was not started`() {
        var state = DispatchState<Int>(limits: [("prove", 1)])
        _ = state.actions()
        state.claimed([1, 2], stage: "prove", asked: 2)
        _ = state.actions()
        #expect(state.stop() == [2])
        #expect(state.actions().isEmpty)
        #expect(state.inFlight == 1)
        state.finished(stage: "prove")
        #expect(state.inFlight == 0)
    }

    @Test func `a stopped state is not over while the ledger still owes an answer`() {
        var state = DispatchState<Int>(limits: [("prove", 1)])
        _ = state.actions()
        _ = state.stop()
        #expect(state.isClaiming)
        state.claimed([], stage: "prove", asked: 1)
        #expect(!state.isClaiming)
    }

    @Test func `work that is leased already starts without a claim, behind what was claimed before it`() {
        var state = DispatchState<Int>(limits: [("prove", 1), ("score", 1)])
        _ = state.actions()
        state.claimed([4], stage: "score", asked: 1)
        #expect(started(state.actions()) == [4])
        state.received(9, stage: "prove")
        state.claimed([1, 2], stage: "prove", asked: 2)
        var order: [Int] = []
        for _ in 0..<3 {
            order += started(state.actions())
            state.finished(stage: "prove", queued: [])
        }
        #expect(order == [1, 2, 9])
    }

    @Test func `a job that left nothing in the ledger makes nobody ask it`() {
        var state = DispatchState<Int>(limits: [("prove", 1), ("score", 1)])
        _ = state.actions()
        state.claimed([], stage: "prove", asked: 1)
        state.claimed([1, 3], stage: "score", asked: 3)
        #expect(started(state.actions()) == [1])
        state.finished(stage: "score", queued: [])
        let actions = state.actions()
        #expect(started(actions) == [3] && claims(actions).isEmpty)
        state.finished(stage: "score", queued: ["prove"])
        #expect(claims(state.actions()) == ["prove 1"])
    }

    @Test func `random histories keep the limits and lose no work`() {
        var random = StableRandom(seed: 7)
        var state = DispatchState<Int>(limits: [("b", 3), ("a", 5)])
        var queued = ["a": Array(0..<200), "b": Array(200..<300)]
        var running: [(String, Int)] = []
        var seen: [Int] = []
        while true {
            let actions = state.actions()
            for action in actions {
                switch action {
                case .claim(let stage, let count):
                    let batch = Array(queued[stage]?.prefix(count) ?? [])
                    queued[stage]?.removeFirst(batch.count)
                    state.claimed(batch, stage: stage, asked: count)
                case .start(let work, let stage):
                    running.append((stage, work))
                    seen.append(work)
                }
            }
            #expect(running.count { $0.0 == "a" } <= 5)
            #expect(running.count { $0.0 == "b" } <= 3)
            if running.isEmpty {
                if actions.isEmpty { break }
                continue
            }
            let ended = running.remove(at: Int.random(in: 0..<running.count, using: &random))
            state.finished(stage: ended.0)
        }
        #expect(state.isIdle)
        #expect(seen.sorted() == Array(0..<300))
    }

    @Test func `a smaller limit lets what runs end and starts no more, a larger one starts more`() {
        var state = DispatchState<Int>(limits: [("prove", 2)])
        _ = state.actions()
        state.claimed([1, 2], stage: "prove", asked: 2)
        #expect(started(state.actions()) == [1, 2])
        state.claimed([3, 4, 5, 6], stage: "prove", asked: 4)
        state.change(limits: [("prove", 1), ("unknown", 7)])
        state.finished(stage: "prove")
        #expect(started(state.actions()).isEmpty)
        state.change(limits: [("prove", 3)])
        #expect(started(state.actions()) == [3, 4])
        #expect(state.inFlightByStage == ["prove": 3])
    }
}
