/// Counters of the checker since its start, and what it is doing now.
package struct CheckerMetrics: Sendable, Hashable, Codable {
    /// Checks that callers asked for.
    package var submitted = 0
    /// Checks that a worker answered.
    package var answered = 0
    /// Checks that ended over the wall clock.
    package var timeouts = 0
    /// Checks that ended over the memory limit.
    package var outOfMemory = 0
    /// Checks whose worker died, twice.
    package var crashes = 0
    /// Checks that callers gave up.
    package var cancelled = 0
    /// Checks refused because the machinery is broken, the queue full or the checker stopped.
    package var refused = 0
    /// Processes started.
    package var started = 0
    /// Processes whose header and canaries were right.
    package var ready = 0
    /// Processes that never became ready.
    package var failedStarts = 0
    /// Processes that ended without being told to.
    package var unexpectedExits = 0
    /// Process groups killed.
    package var kills = 0
    /// Documents that held several checks.
    package var batches = 0
    /// Of these, those that got a process of their own.
    package var asides = 0
    /// Of the documents, those that had to be taken apart because one check spoilt them.
    package var spoiltBatches = 0
    /// Checks of good batches that were checked again alone, because their answer could not be told from a neighbour's.
    package var recheckedAlone = 0
    /// How often the canaries of a running worker were asked.
    package var canaries = 0
    /// Verifications in separate processes.
    package var verifications = 0
    /// Checks that wait for a worker now.
    package var queued = 0
    /// Processes alive now.
    package var workers = 0

    package init() {}
}
