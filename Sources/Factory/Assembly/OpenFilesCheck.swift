internal import Support

/// Whether this process may open as many files as a run needs. Asked before anything is started: a program that runs out of
/// them in the middle of its work fails at whatever comes next.
enum OpenFilesCheck {
    /// What the ledger, the log, the standard streams and the search for Lean take together, with room to spare.
    static let base = 128
    /// Pipes of a Lean worker, and of the processes that verify for it.
    static let perWorker = 24

    /// Raises the limit to what is needed, as far as it may be.
    ///
    /// - Throws: `FactoryError` when that is not enough for the Lean workers. (With few left for calls, fewer calls are made
    ///   at once.)
    static func prepare(workers: Int) throws(FactoryError) {
        try judge(limit: OpenFileLimit.raise(to: needed(workers: workers)), workers: workers)
    }

    static func needed(workers: Int) -> Int {
        base + perWorker * workers
    }

    /// The decision alone.
    static func judge(limit: Int, workers: Int) throws(FactoryError) {
        let needed = needed(workers: workers)
        guard limit < needed else { return }
        throw FactoryError(
            code: "factory.too-few-files",
            message: "This process may open \(limit) files at once; with \(workers) Lean workers it needs \(needed).",
            advice: "Raise the limit (`ulimit -n 4096`, or LimitNOFILE= of a service), or lower lean.workers.",
            kind: .environment)
    }
}
