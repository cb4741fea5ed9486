internal import Logging

/// Batches that get a process of their own.
extension WorkerPool {
    private typealias AsideRun = (outcome: BoundedCommand.Outcome, reading: AsideDocument.Reading)

    /// Lets a new process check the batch, while the worker rests.
    func sendAside(_ ids: [CheckID], beside worker: WorkerID, within limit: Duration) {
        let items = ids.compactMap { pending[$0]?.check.item }
        guard let header = workers[worker]?.header, items.count == ids.count else { return }
        counters.batches += 1
        counters.asides += 1
        let document = AsideDocument(header: header, items: items, free: freeNames.of(header))
        let start = clock.now
        for id in ids {
            pending[id]?.sentAt = start
            pending[id]?.answer = nil
        }
        asides[worker] = Task {
            let run = await run(document, within: limit)
            asides[worker] = nil
            let ending = ending(of: ids, run)
            perform(machine.asideEnded(worker, ending, now: now))
        }
    }

    /// What came of the batch. Nil for a process that was not started or was ended by us.
    private func ending(of ids: [CheckID], _ run: AsideRun?) -> AsideEnding {
        guard let (outcome, reading) = run else { return Task.isCancelled ? .ended : .disturbed(nil) }
        for id in ids {
            guard let peak = outcome.peakMemoryBytes, let waiting = pending[id] else { continue }
            pending[id]?.peak = max(waiting.peak ?? 0, peak)
        }
        switch reading {
        case .good(let items):
            let checks = ids.compactMap { pending[$0]?.check }
            for check in checks { freeNames.add([check.document.name], check.document.header) }
            // What each of them took is not known; they took this together.
            let each = Array(repeating: outcome.elapsed / max(1, ids.count), count: ids.count)
            return .answered(settle(ids, items, times: each))
        case .disturbed(let suspect):
            counters.spoiltBatches += 1
            return .disturbed(suspect.map { ids[$0] })
        case .lied(let error):
            logger.critical("A canary failed", metadata: ["reason": "\(error.message)"])
            return .lied(error)
        }
    }

    /// The run; nil when it was cancelled or could not be started. In the second case the workers will tell why.
    private nonisolated func run(_ document: AsideDocument, within limit: Duration) async -> AsideRun? {
        guard let folder = try? PrivateFolder() else { return nil }
        defer { folder.remove() }
        let name = "Check.lean"
        guard (try? folder.write(document.text, to: name)) != nil else { return nil }
        let arguments = LeanOptions.checker(limits) + [folder.file(name)]
        let (lean, words) = hooks.replaceAside?(toolchain.leanPath, arguments) ?? (toolchain.leanPath, arguments)
        let plan = plan(lean, words, in: folder)
        let outcome = try? await BoundedCommand.run(
            plan,
            within: BoundedCommand.Bounds(
                wallClock: limit, memoryBytes: limits.memoryBytes, outputBytes: 64 << 20,
                sampleEvery: .milliseconds(50)),
            started: hooks.asideStarted)
        return outcome.map { hooks.alterAside?($0) ?? $0 }.map { ($0, document.reading($0)) }
    }
}
