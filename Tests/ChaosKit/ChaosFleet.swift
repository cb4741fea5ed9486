internal import Foundation
internal import Synchronization
internal import TestSupport

/// Several dsprovers on one ledger, each started anew when it was killed, until all of them have ended by themselves.
final class ChaosFleet: Sendable {
    private struct State {
        /// Places whose dsprover has not come to its end.
        var slots = 1
        var running: [Int: ChaosProgram] = [:]
        var killed: Set<Int32> = []
        var restarts = 0
        var complaints: [String] = []
        /// Everything that was ever seen below one of them.
        var seen: Set<Processes.Identity> = []
    }

    private let folder: URL
    private let temporary: URL
    private let arguments: [String]
    private let state = Mutex(State())

    /// - Parameter arguments: the command of each; it goes on with what is in the ledger.
    init(in folder: URL, temporary: URL, arguments: [String]) {
        self.folder = folder
        self.temporary = temporary
        self.arguments = arguments
    }

    /// What went wrong with processes that nobody had killed.
    var complaints: [String] { state.withLock { $0.complaints } }

    /// Whether any of them is there, or is about to be started.
    var isRunning: Bool { state.withLock { $0.slots > 0 } }

    /// How often a killed process was started anew.
    var restarts: Int { state.withLock { $0.restarts } }

    /// Runs so many of them to their end.
    func run(_ count: Int) async throws {
        state.withLock { $0.slots = count }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for slot in 0..<count { group.addTask { try await self.keepRunning(slot) } }
            try await group.waitForAll()
        }
    }

    private func keepRunning(_ slot: Int) async throws {
        defer { state.withLock { $0.slots -= 1 } }
        while true {
            let program = try ChaosProgram(arguments, in: folder, temporary: temporary, log: "slot-\(slot)")
            state.withLock { $0.running[slot] = program }
            let end = await program.end
            let wasKilled = state.withLock { state in
                state.running[slot] = nil
                return end.isSignal && end.status == SIGKILL && state.killed.remove(program.id) != nil
            }
            if wasKilled {
                state.withLock { $0.restarts += 1 }
                continue
            }
            if end.isSignal || end.status != 0 {
                let words = (try? String(contentsOf: folder.appending(path: "slot-\(slot).err"), encoding: .utf8)) ?? ""
                let how = end.isSignal ? "signal \(end.status)" : "status \(end.status)"
                let last = Self.lastWords(of: words)
                state.withLock { $0.complaints.append("dsprover \(slot) ended with \(how): \(last)") }
            }
            return
        }
    }

    /// What a process said at last, without the long lines that tell how far it is.
    static func lastWords(of text: String) -> String {
        text.split(separator: "\n").filter { !$0.hasPrefix("{") }.suffix(8).map { String($0.prefix(400)) }
            .joined(separator: "\n  ")
    }

    /// Strikes one of those that run.
    ///
    /// - Returns: false when nobody was there to be struck.
    func strike(_ step: ChaosPlan.Step) async -> Bool {
        switch step.blow {
        case .program: return killProgram(step.choice)
        case .child: return await killChild(step.choice)
        case .pause:
            guard let program = choose(step.choice), kill(program.id, SIGSTOP) == 0 else { return false }
            // Not waited for: the others go on meanwhile, and are killed meanwhile.
            Task {
                try? await Task.sleep(for: .seconds(ChaosWorld.lease + 2))
                if state.withLock({ $0.running.values.contains { $0 === program } }) { kill(program.id, SIGCONT) }
            }
            return true
        }
    }

    private func choose(_ number: Int) -> ChaosProgram? {
        state.withLock { state in
            let slots = state.running.keys.sorted()
            return slots.isEmpty ? nil : state.running[slots[number % slots.count]]
        }
    }

    private func killProgram(_ number: Int) -> Bool {
        guard let program = choose(number) else { return false }
        remember(below: program)
        state.withLock { _ = $0.killed.insert(program.id) }
        return kill(program.id, SIGKILL) == 0
    }

    /// Takes a process from below any of them: not every one has some at every time.
    private func killChild(_ number: Int) async -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end, let first = choose(number) {
            let others = state.withLock { $0.running.values.filter { $0 !== first }.sorted { $0.id < $1.id } }
            for program in [first] + others {
                remember(below: program)
                let below = Processes.descendants(of: program.id).sorted { $0.id < $1.id }
                guard !below.isEmpty else { continue }
                if kill(below[number % below.count].id, SIGKILL) == 0 { return true }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func remember(below program: ChaosProgram) {
        let below = Processes.descendants(of: program.id)
        state.withLock { $0.seen.formUnion(below) }
    }

    /// Ends all of them at once, for a run that takes too long.
    func abandon() {
        let running = state.withLock { state in
            state.complaints.append("the run was given up: it took too long")
            return Array(state.running.values)
        }
        for program in running { kill(program.id, SIGKILL) }
    }

    /// Processes that outlived the dsprover above them.
    func orphans() async -> Int {
        let seen = state.withLock { $0.seen }
        _ = await Processes.wait(within: .seconds(30)) { Processes.living(seen).isEmpty }
        return Processes.living(seen).count
    }
}
