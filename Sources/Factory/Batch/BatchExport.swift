internal import Foundation
internal import Inference
package import Ledger
internal import Support
internal import TrainingData

/// Writes the calls that a stage would send now to a batch file.
///
/// Every queued job of the stage is run as the run loop would run it, the same prompts rendered by the same code, with models
/// that note what they are asked and answer nothing. What the cache has is not asked again; a job that needs Lean before it
/// can ask is left to a run. Nothing about the jobs changes, so a run may be on.
package struct BatchExport: Sendable {
    /// What was done.
    package struct Report: Sendable, Equatable, Codable {
        /// Calls written.
        package var calls = 0
        /// Samples that they ask for.
        package var samples = 0
        /// Jobs that wait for these calls.
        package var jobs = 0
        /// Jobs that need no model now, but a run: they have all their answers, or Lean comes first.
        package var jobsForARun = 0
        /// The files.
        package var files: [String] = []

        package init() {}
    }

    private static let pageSize = 200
    private let ledger: Ledger
    private let loaded: LoadedConfiguration
    private let assembly: FactoryAssembly
    private let environment: [String: String]

    package init(
        _ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, assembly: FactoryAssembly
    ) {
        self.loaded = loaded
        self.ledger = ledger
        self.assembly = assembly
        environment = surroundings.environment
    }

    /// The models behind servers that the stage asks.
    package static func models(of stage: StageName, in configuration: Configuration) -> [String] {
        let names = configuration.modelReferences(of: [stage]).map(\.name)
        return Set(names).filter { configuration.models[$0]?.kind == .openai }.sorted()
    }

    /// Writes the file, and further ones beside it when it gets too long for the services that take them.
    ///
    /// - Parameters:
    ///   - model: whose calls are wanted; a batch file may hold one model only.
    ///   - linesPerFile: most lines of one file; OpenAI takes 50,000.
    /// - Throws: `TrainingDataError` when a file cannot be written, `FactoryError`, `PromptingError`, `LedgerError`.
    package func run(stage: StageName, model: String, to path: String, linesPerFile: Int) async throws -> Report {
        guard let doer = FactoryLoop.allStages.first(where: { $0.name == stage }) else { return Report() }
        let collector = CallCollector()
        let context = FactoryContext(
            ledger: ledger, checker: NoChecker(),
            models: ModelRegistry(
                try assembly.offlineModels(cache: ReadingCache(ledger: ledger)) { collector.add($0, $1) }),
            prompts: try assembly.prompts(), configuration: loaded.configuration)
        let format = BatchFormat(
            name: model, settings: try assembly.endpoint(of: model), environment: environment)
        var file = BatchFile(path: path, linesPerFile: linesPerFile)
        var report = Report()
        let export = ledger.time
        var after = 0
        while true {
            let jobs = try await ledger.queuedJobs(stage: stage.rawValue, after: after, limit: Self.pageSize)
            guard let last = jobs.last else { break }
            after = last.id
            var calls: [(call: BatchCall, request: ChatRequest)] = []
            for job in jobs {
                switch try await collect(job, doer, context, collector) {
                case .asks(let requests):
                    let own = requests.filter { $0.model == model }.map(\.request)
                    if !own.isEmpty { report.jobs += 1 }
                    calls += own.map { (Self.call(for: $0, job: job, model: model, format: format), $0) }
                case .needsRun: report.jobsForARun += 1
                }
            }
            let isNew = try await ledger.recordExport(calls.map(\.call), export: export)
            for (entry, isNew) in zip(calls, isNew) where isNew {
                try file.write(try format.line(for: entry.request))
                report.calls += 1
                report.samples += entry.request.samples.count
            }
        }
        report.files = try file.finish()
        return report
    }

    private enum Finding {
        case asks([(model: String, request: ChatRequest)])
        case needsRun
    }

    /// What the job would ask now.
    private func collect(
        _ job: Job, _ stage: any Stage, _ context: FactoryContext, _ collector: CallCollector
    ) async throws -> Finding {
        _ = collector.take()
        do {
            _ = try await stage.run(job, in: context)
            return .needsRun
        } catch is AwaitingBatch {
            return .asks(collector.take())
        } catch is NoChecker.Needed {
            return .needsRun
        }
    }

    private static func call(for request: ChatRequest, job: Job, model: String, format: BatchFormat) -> BatchCall {
        BatchCall(
            customID: format.customID(of: request), model: model, identity: format.identity, stage: job.stage,
            problemID: job.problemID, statementID: job.statementID, firstSample: request.samples.lowerBound,
            keys: format.keys(of: request), promptBytes: request.messages.reduce(0) { $0 + $1.content.utf8.count })
    }
}

/// The calls that the jobs ask for.
private final class CallCollector: Sendable {
    private let calls = Locked<[(model: String, request: ChatRequest)]>([])

    func add(_ model: String, _ request: ChatRequest) {
        calls.withLock { $0.append((model, request)) }
    }

    func take() -> [(model: String, request: ChatRequest)] {
        calls.withLock { calls in
            defer { calls = [] }
            // Calls of several models come in no particular order.
            return calls.sorted {
                ($0.model, $0.request.samples.lowerBound) < ($1.model, $1.request.samples.lowerBound)
            }
        }
    }
}

/// The answer cache of the ledger, without a trace of its use.
private struct ReadingCache: AnswerCache {
    let ledger: Ledger

    func answers(for keys: [String]) async throws -> [String: ChatAnswer] {
        try await ledger.cachedAnswers(for: keys).mapValues(ChatAnswer.init)
    }

    func record(_ call: CallRecord) async throws {}
}
