internal import Inference
package import Ledger
package import Logging
internal import Prompting
package import Support

/// Measures the judges of a configuration against labelled pairs. Their answers are kept in the ledger like all answers, so
/// that a rerun, also one that was cut short, asks only for what is missing.
package struct JudgeEvaluation: Sendable {
    /// What was found.
    package struct Report: Sendable, Codable {
        /// A pair on which judge and label differ, or that could not be judged.
        package struct Case: Sendable, Hashable, Codable {
            package let name: String
            package let label: Bool
            /// Nil when it could not be judged.
            package let judged: Bool?
            package let reason: String
        }

        package var measure = JudgeMeasure()
        /// Lines that hold no labelled pair.
        package var badLines = 0
        /// Calls that were sent, and samples that came from the cache.
        package var calls = 0
        package var cached = 0
        /// Tokens of what was sent, and what they cost.
        package var tokens = 0
        package var cost = Money.zero
        /// The first cases in which judge and label differ, in the order of the file.
        package var cases: [Case] = []
    }

    /// Most cases that are kept.
    private static let caseLimit = 100
    /// After so many failures without any judgement between them nobody is asked any more.
    private static let patience = 8

    private let loaded: LoadedConfiguration
    private let assembly: FactoryAssembly
    private let ledger: Ledger

    package init(_ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, logger: Logger) {
        self.loaded = loaded
        self.ledger = ledger
        assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: logger)
    }

    /// Judges all pairs of a file.
    ///
    /// - Parameters:
    ///   - path: a JSON Lines file, see `LabelledPairReader`; `-` is standard input.
    ///   - report: told every bad line.
    /// - Throws: `FactoryError` without judges, `PromptingError`, `LineReader.Failure`, `LedgerError`, and what the models
    ///   throw when they answer nothing any more.
    package func run(path: String, report: (String) -> Void) async throws -> Report {
        let settings = loaded.configuration.stages.judge
        guard !settings.models.isEmpty else { throw FactoryError.noJudges }
        // A file that is not there must be known before anything is started.
        var reader = try LabelledPairReader(path: path)
        let prompts = try assembly.prompts(for: settings.templates)
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumInFlight: 1024))
        let number = try await ledger.beginRun(owner: LeaseOwner.current.text)
        do {
            let models = try assembly.models(named: settings.models + settings.chosenTranslators, client: client)
            let counter = CallCounter()
            let panel = JudgePanel(
                settings,
                in: FactoryContext(
                    ledger: ledger, checker: NoChecker(), models: registry(models, run: number, counter),
                    prompts: prompts, configuration: loaded.configuration))
            var found = try await judge(&reader, panel, report: report)
            (found.calls, found.cached, found.tokens, found.cost) = counter.sums
            try await end(number, client)
            return found
        } catch {
            try? await end(number, client)
            throw error
        }
    }

    private func end(_ run: Int, _ client: CurlMultiClient) async throws {
        await client.shutdown()
        // The task may be cancelled; the ledger's own work must not be.
        try await Task { [ledger] in try await ledger.endRun(run) }.value
    }

    private func registry(_ models: [String: any ChatModel], run: Int, _ counter: CallCounter) -> ModelRegistry {
        let served = loaded.configuration.models.filter { $0.value.kind == .openai }
        let prices = PriceList(served.compactMapValues(\.price))
        let cache = CountingCache(
            cache: LedgerAnswerCache(ledger: ledger, run: run, prices: prices, metered: Set(served.keys)),
            prices: prices, counter: counter)
        return ModelRegistry(models.mapValues { CachedChatModel($0, cache: cache) })
    }

    /// Judges as many at once as the configuration lets model jobs be in flight.
    private func judge(
        _ reader: inout LabelledPairReader, _ panel: JudgePanel, report: (String) -> Void
    ) async throws -> Report {
        var found = Report()
        var cases: [(line: Int, entry: Report.Case)] = []
        var failures = 0
        var lastError: (any Error)?
        let limit = loaded.configuration.run.limit(of: .judge)
        // Not as results of the group, see `FactoryContext.askAll`.
        let ended = Locked<[(pair: LabelledPair, result: Result<JudgeFinding, any Error>)]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            var isOver = false
            while true {
                while running < limit, !isOver, failures < Self.patience {
                    switch try reader.next() {
                    case .pair(let pair):
                        running += 1
                        group.addTask {
                            let result: Result<JudgeFinding, any Error>
                            do {
                                result = .success(try await panel.judge(JudgePanel.Question(pair)))
                            } catch {
                                result = .failure(error)
                            }
                            ended.withLock { $0.append((pair, result)) }
                        }
                    case .bad(let complaint):
                        found.badLines += 1
                        report(complaint)
                    case nil: isOver = true
                    }
                }
                guard try await group.next() != nil else { break }
                let (pair, result) = ended.withLock { $0.removeFirst() }
                running -= 1
                switch result {
                case .success: failures = 0
                case .failure(let error) where error is CancellationError: throw error
                case .failure(let error):
                    failures += 1
                    lastError = error
                }
                if let entry = Self.count(pair, result, panel.settings, into: &found.measure) {
                    cases.append((pair.line, entry))
                }
            }
        }
        // Nobody answered at all: that is no measurement.
        let isSilent = found.measure.failed > 0 && found.measure.failed == found.measure.pairs
        if failures >= Self.patience || isSilent, let lastError { throw lastError }
        found.cases = cases.sorted { $0.line < $1.line }.prefix(Self.caseLimit).map(\.entry)
        return found
    }

    /// Counts a pair.
    ///
    /// - Returns: what there is to tell about it, if anything.
    private static func count(
        _ pair: LabelledPair, _ result: Result<JudgeFinding, any Error>, _ settings: JudgeSettings,
        into measure: inout JudgeMeasure
    ) -> Report.Case? {
        switch result {
        case .failure(let error):
            measure.add(.failed, label: pair.isFaithful)
            return .init(name: pair.name, label: pair.isFaithful, judged: nil, reason: "\(error)")
        case .success(let finding) where !finding.isReadable:
            measure.add(.unreadable, label: pair.isFaithful)
            return .init(
                name: pair.name, label: pair.isFaithful, judged: nil, reason: finding.summary(settings.agree))
        case .success(let finding):
            let isFaithful = finding.isFaithful(by: settings.agree)
            measure.add(.judged(isFaithful), label: pair.isFaithful)
            if isFaithful == pair.isFaithful { return nil }
            return .init(
                name: pair.name, label: pair.isFaithful, judged: isFaithful, reason: finding.summary(settings.agree))
        }
    }
}

/// What the calls of an evaluation came to.
private final class CallCounter: Sendable {
    private let state = Locked((calls: 0, cached: 0, tokens: 0, cost: Money.zero))

    var sums: (Int, Int, Int, Money) { state.withLock { ($0.calls, $0.cached, $0.tokens, $0.cost) } }

    func add(_ call: CallRecord, price: PriceSettings?) {
        state.withLock { sums in
            switch call.outcome {
            case .answered(let answers):
                sums.calls += 1
                for (_, answer) in answers {
                    sums.tokens += answer.usage.promptTokens + answer.usage.completionTokens
                    sums.cost = sums.cost + (price?.cost(of: answer.usage) ?? .zero)
                }
            case .failed: sums.calls += 1
            case .served(let samples): sums.cached += samples
            case .cancelled, .unsent: break
            }
        }
    }
}

/// The ledger's cache that also counts for the report.
private struct CountingCache: AnswerCache {
    let cache: LedgerAnswerCache
    let prices: PriceList
    let counter: CallCounter

    func answers(for keys: [String]) async throws -> [String: ChatAnswer] { try await cache.answers(for: keys) }
    func claim(_ keys: [String]) async throws -> CacheClaims { try await cache.claim(keys) }

    func record(_ call: CallRecord) async throws {
        try await cache.record(call)
        counter.add(call, price: prices[call.model])
    }
}
