/// How a job ended in this process.
package enum JobEnd: String, Sendable, CaseIterable {
    /// Its result is in the ledger.
    case done
    /// It was given back untouched: the run stops, the budget is spent, the model is stopped.
    case givenBack
    /// It failed and is tried again later.
    case retried
    /// Its model answers nobody; it waits without having used up a try.
    case postponed
    /// It waits for the answers of a batch.
    case awaitsBatch
    /// It failed for good, or too often.
    case parked
    /// It belonged to another process by then.
    case lost
    /// It became needless: the other side of its statement is verified, or its header is in quarantine.
    case cancelled
    /// It ends the run.
    case fatal
}
