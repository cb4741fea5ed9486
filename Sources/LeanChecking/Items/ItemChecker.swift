/// Checks items side by side and reports on them in the order of the input.
package struct ItemChecker: Sendable {
    /// How a run is done.
    package struct Settings: Sendable {
        /// The rung that `verified` stands for, 3 to 5.
        package var rung = 5
        /// The header of items that import nothing themselves.
        package var header = LeanHeader.empty
        /// Whether the run goes on past bad input and past items that the machinery fails on.
        package var keepsGoing = false
        /// Most items being checked at once: far more than there are workers, so that small proofs can share documents and
        /// processes.
        package var checking = 512
        /// Most items read ahead of the one whose report is due.
        package var ahead = 1_024

        package init() {}
    }

    /// How a run ended.
    package enum Ending: Sendable, Hashable {
        /// Everything was looked at.
        case finished
        /// Bad input or broken machinery stopped the run; the report on it was the last one.
        case fault
        /// Whoever takes the reports wants no more of them.
        case refused
        /// The task was cancelled; reports may be missing at the end, never in the middle.
        case cancelled
    }

    private enum Event: Sendable {
        case read(CheckEntry?)
        case done(Int, CheckReport?)
    }

    private let checker: any ProofChecker
    private let settings: Settings
    private let texts: @Sendable (String) -> [String]

    /// - Parameter texts: the texts in a model's answer in which the proof may stand, most likely first: the answer without
    ///   its thinking, what is in its fences.
    package init(
        _ checker: any ProofChecker, settings: Settings, texts: @escaping @Sendable (String) -> [String]
    ) {
        self.checker = checker
        self.settings = settings
        self.texts = texts
    }

    /// Checks everything that the source gives.
    ///
    /// - Parameter emit: gets the reports, one for each entry, in the order of the source; false ends the run.
    /// - Throws: what `emit` throws.
    package func run(_ source: ItemSource, emit: (CheckReport) throws -> Bool) async throws -> Ending {
        try await withThrowingTaskGroup(of: Event.self, returning: Ending.self) { group in
            defer { group.cancelAll() }
            var window = ItemWindow(checking: settings.checking, ahead: settings.ahead)
            var isReading = false
            var isAtEnd = false
            while !Task.isCancelled {
                if !isReading, !isAtEnd, window.hasRoom {
                    isReading = true
                    group.addTask { .read(await source.next()) }
                }
                guard let event = try await group.next() else { break }
                switch event {
                case .read(let entry):
                    isReading = false
                    isAtEnd = entry == nil
                    guard let entry else { break }
                    let number = window.start()
                    switch entry {
                    case .bad(let item): window.finish(number, .bad(item), isEnd: !settings.keepsGoing)
                    case .item(let item): group.addTask { .done(number, await report(on: item)) }
                    }
                case .done(let number, let report):
                    guard let report else { return .cancelled }
                    window.finish(number, report, isEnd: report.kind != .decided && !settings.keepsGoing)
                }
                while let report = window.pop() {
                    guard try emit(report) else { return .refused }
                    if report.kind != .decided, !settings.keepsGoing { return .fault }
                }
            }
            return Task.isCancelled ? .cancelled : .finished
        }
    }

    /// The report on one item; nil when the task was cancelled.
    func report(on item: CheckItem) async -> CheckReport? {
        switch PreparedItem(item, header: settings.header, texts: texts) {
        case .refused(let verdict, let rung, let messages):
            return .decided(item, verdict, rung: rung, messages: messages)
        case .ready(let question):
            do {
                let result = try await check(question)
                let places = AnswerPlaces(item.answer)
                let statement = item.statement == nil ? question.statement : nil
                let messages = places.moved(result.messages, of: question.proof, statement: statement)
                return .decided(
                    item, result.verdict, rung: result.rung, messages: messages, axioms: result.axioms,
                    elapsed: result.elapsed)
            } catch let error as LeanCheckingError {
                guard error.reason == .header, question.bringsHeader else { return .unchecked(item, error) }
                return .decided(item, .failed, rung: 0, messages: [.ours(.header, error.message)])
            } catch {
                // The door throws nothing else but `CancellationError`.
                return nil
            }
        }
    }

    /// Rung 3 first for every proof: it costs little, and a process of their own is only for those that hold there.
    private func check(_ question: PreparedItem.Question) async throws -> CheckResult {
        let warm = try await checker.check(question.proof, of: question.statement, header: question.header)
        guard settings.rung > 3, warm.verdict == .verified else { return warm }
        let alone = try await checker.verify(
            question.proof, of: question.statement, header: question.header, upTo: settings.rung)
        // Whatever the door says, `verified` below the rung that was asked for is no answer.
        let falls = alone.verdict == .verified && alone.rung < settings.rung
        return CheckResult(
            verdict: falls ? .checkerBroken("verified at rung \(alone.rung) only") : alone.verdict, rung: alone.rung,
            messages: alone.messages.isEmpty && alone.verdict == .verified ? warm.messages : alone.messages,
            axioms: alone.axioms, elapsed: warm.elapsed + alone.elapsed, peakMemoryBytes: alone.peakMemoryBytes,
            leanVersion: alone.leanVersion)
    }
}
