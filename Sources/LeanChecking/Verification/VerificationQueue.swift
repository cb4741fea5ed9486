internal import LeanSource

/// Collects verifications that are asked for at the same time into batches, and runs so many batches at once.
///
/// Nobody waits for company: a batch starts as soon as there is room, with whatever waits then. A caller that is cancelled
/// leaves; the batch goes on for the others.
actor VerificationQueue {
    /// Who shares files: one header, one rung.
    private struct Kind: Hashable {
        let header: LeanHeader
        let rung: Int
    }

    private struct Waiter {
        let id: Int
        let item: VerificationItem
        let continuation: CheckedContinuation<CheckResult, any Error>

        var kind: Kind { Kind(header: item.header, rung: item.rung) }
    }

    /// Most items in one batch: one or two seconds of work for every hundred. The starts of the three processes are then a hundredth
    /// of it.
    static let largestBatch = 512

    private let compiler: ModuleCompiler
    private let station: ProbeStation
    private var room: Int
    private var nextID = 0
    private var waiting: [Waiter] = []
    private var running: [Int: CheckedContinuation<CheckResult, any Error>] = [:]
    private var batches: [Int: (members: Set<Int>, task: Task<Void, Never>)] = [:]
    private var isStopped = false
    private var pumpIsDue = false

    /// - Parameter room: most batches at once.
    init(_ compiler: ModuleCompiler, _ station: ProbeStation, room: Int) {
        self.compiler = compiler
        self.station = station
        self.room = room
    }

    /// Verifies a proof that has passed the guard.
    ///
    /// - Throws: `LeanCheckingError`, also with `lean.stopped` after `stop`; `CancellationError`.
    func verify(_ item: VerificationItem) async throws -> CheckResult {
        try Task.checkCancellation()
        guard !isStopped else { throw Self.stopped }
        let id = nextID
        nextID += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.append(Waiter(id: id, item: item, continuation: continuation))
                if Task.isCancelled { cancel(id) }
                schedulePump()
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    /// Ends all batches and returns when their processes are gone. What waits or runs throws `lean.stopped`.
    func stop() async {
        isStopped = true
        let callers = waiting.map(\.continuation) + running.values
        waiting = []
        running = [:]
        for caller in callers { caller.resume(throwing: Self.stopped) }
        let tasks = batches.values.map(\.task)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    private static let stopped = LeanCheckingError(.stopped, "The Lean checker was shut down.")

    /// Callers that ask in one go are in the queue before the first batch is made.
    private func schedulePump() {
        guard !pumpIsDue else { return }
        pumpIsDue = true
        Task { self.pump() }
    }

    private func pump() {
        pumpIsDue = false
        while room > 0, !isStopped, let first = waiting.first {
            let members = Self.batch(of: waiting.map { ($0.kind, $0.item.shared != nil) }, kind: first.kind)
            let batch = members.map { waiting[$0] }
            let taken = Set(batch.map(\.id))
            waiting.removeAll { taken.contains($0.id) }
            room -= 1
            for waiter in batch { running[waiter.id] = waiter.continuation }
            let number = first.id
            let task = Task { await self.run(number, batch.map { ($0.id, $0.item) }) }
            batches[number] = (taken, task)
        }
    }

    /// Which of those that wait go into the next batch: the first, and others of its kind when it may have company.
    private static func batch(of waiting: [(kind: Kind, mayShare: Bool)], kind: Kind) -> [Int] {
        guard waiting[0].mayShare else { return [0] }
        return Array(
            waiting.indices.lazy.filter { waiting[$0].kind == kind && waiting[$0].mayShare }.prefix(largestBatch))
    }

    private func run(_ number: Int, _ items: [(id: Int, item: VerificationItem)]) async {
        await settle(items)
        batches[number] = nil
        room += 1
        pump()
    }

    /// Tries the items together, then those in doubt in smaller company.
    private func settle(_ items: [(id: Int, item: VerificationItem)]) async {
        let wanted = items.filter { running[$0.id] != nil }
        guard let attempt = VerificationAttempt(wanted.map(\.item), compiler, station) else { return }
        do {
            let outcome = try await attempt.run()
            for (index, result) in outcome.settled {
                running.removeValue(forKey: wanted[index].id)?.resume(returning: result)
            }
            for company in outcome.again { await settle(company.map { wanted[$0] }) }
        } catch {
            for item in wanted { running.removeValue(forKey: item.id)?.resume(throwing: error) }
        }
    }

    private func cancel(_ id: Int) {
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            waiting.remove(at: index).continuation.resume(throwing: CancellationError())
        } else if let caller = running.removeValue(forKey: id) {
            caller.resume(throwing: CancellationError())
            for batch in batches.values
            where batch.members.contains(id) && !batch.members.contains(where: { running[$0] != nil }) {
                batch.task.cancel()
            }
        }
    }
}
