internal import Foundation
package import Inference
package import LeanChecking
package import Logging
package import Prompting
internal import Support
internal import TrainingData

/// Builds the parts of a factory from a configuration.
package struct FactoryAssembly: Sendable {
    private let loaded: LoadedConfiguration
    private let surroundings: Surroundings
    private let logger: Logger

    package init(_ loaded: LoadedConfiguration, surroundings: Surroundings, logger: Logger) {
        self.loaded = loaded
        self.surroundings = surroundings
        self.logger = logger
    }

    private var configuration: Configuration { loaded.configuration }

    /// The prompt templates that the configuration names, each checked.
    ///
    /// - Throws: `FactoryError` when there is no such folder or template, `PromptingError` for a faulty one.
    package func prompts() throws -> PromptLibrary {
        var library = try prompts(for: configuration.stages.templates)
        guard let fewShot = configuration.stages.formalize.fewShot else { return library }
        let examples = try ExampleSet.load(from: exampleFile(fewShot.file))
        for name in configuration.stages.formalize.templates { try examples.check(for: library.template(name)) }
        library.exampleSets[fewShot.file] = examples
        return library
    }

    /// A file of examples beside the configuration, or else beside the templates.
    private func exampleFile(_ name: String) -> URL {
        let own = surroundings.file(name, of: loaded)
        if FileManager.default.fileExists(atPath: own.path) { return own }
        return surroundings.templates(of: loaded)?.appending(path: name) ?? own
    }

    /// The prompt templates that the configuration names; of these the ones in use are checked.
    func prompts(for templates: [(name: String, inputs: Set<String>)]) throws -> PromptLibrary {
        guard let folder = surroundings.templates(of: loaded) else {
            throw FactoryError.noTemplates(configuration.templates)
        }
        let library = try PromptLibrary.load(folder: folder)
        for (name, inputs) in templates {
            guard let template = library[name] else { throw FactoryError.noTemplate(name, folder: folder.path) }
            try template.check(provided: inputs)
        }
        return library
    }

    /// The benchmarks that statements are compared with; parts that cannot be read are told in the log.
    ///
    /// - Throws: `FactoryError` for a file that is not there.
    package func benchmarks() throws -> BenchmarkLibrary {
        let settings = configuration.stages.novelty
        var library = BenchmarkLibrary(settings: settings.overlap)
        guard settings.comparesBenchmarks else { return library }
        for path in settings.benchmarks { try library.add(contentsOf: surroundings.file(path, of: loaded)) }
        for source in library.sources where !source.faults.isEmpty {
            logger.warning(
                """
                \(source.faults.count) parts of the benchmark \(source.name) could not be read and are compared with nothing; \
                the first: \(source.faults[0].file):\(source.faults[0].line): \(source.faults[0].detail)
                """)
        }
        return library
    }

    /// The models that these stages ask for, without cache.
    ///
    /// - Throws: `ConfigurationError` for a reference to a variable that is not set, `InferenceError` for a missing key.
    package func models(
        of stages: Set<StageName> = Set(StageName.allCases), client: CurlMultiClient
    ) throws -> [String: any ChatModel] {
        try models(named: configuration.modelReferences(of: stages).map(\.name), client: client)
    }

    /// The models of these names, without cache.
    func models(named names: [String], client: CurlMultiClient) throws -> [String: any ChatModel] {
        var models: [String: any ChatModel] = [:]
        for name in Set(names) {
            guard let settings = configuration.models[name] else { throw FactoryError.unknownModel(name) }
            models[name] = try model(name, settings, client: client)
        }
        return models
    }

    /// The models that stages ask for, behind the cache, with servers that are never called.
    ///
    /// - Parameter onCall: told the name of the model and every call that would be sent.
    /// - Throws: `ConfigurationError` for a reference to a variable that is not set.
    func offlineModels(
        cache: any AnswerCache, onCall: @escaping @Sendable (String, ChatRequest) -> Void
    ) throws -> [String: any ChatModel] {
        var models: [String: any ChatModel] = [:]
        for name in Set(configuration.modelReferences.map(\.name)) {
            guard let settings = configuration.models[name] else { throw FactoryError.unknownModel(name) }
            if let builtIn = Self.builtIn(name, settings) {
                models[name] = builtIn
            } else {
                let offline = OfflineChatModel(name: name, settings: try endpoint(of: name)) { onCall(name, $0) }
                models[name] = CachedChatModel(offline, cache: cache)
            }
        }
        return models
    }

    /// The settings of a model behind a server, with the variables of the environment filled in.
    ///
    /// - Throws: `FactoryError` when there is no such model, `ConfigurationError` for a variable that is not set.
    func endpoint(of name: String) throws -> EndpointSettings {
        guard var endpoint = configuration.models[name]?.endpoint else { throw FactoryError.unknownModel(name) }
        endpoint.baseURLs = try endpoint.baseURLs.map { try expand($0, name, "base_url") }
        if let file = endpoint.certificateFile {
            endpoint.certificateFile = surroundings.file(try expand(file, name, "ca_file"), of: loaded).path
        }
        // A run that waits for nobody longer than this must hear from its calls by then.
        endpoint.retryPolicy.longestOutage = .seconds(configuration.run.outageMinutes * 60)
        endpoint.model = try expand(endpoint.model, name, "model")
        for (field, value) in endpoint.extraHeaders {
            endpoint.extraHeaders[field] = try expand(value, name, "extra_headers.\(field)")
        }
        return endpoint
    }

    /// Most calls that the models of these stages may have on the wire at once.
    package func callsAtOnce(of stages: Set<StageName>) -> Int {
        Set(configuration.modelReferences(of: stages).map(\.name)).reduce(0) { sum, name in
            guard let endpoint = configuration.models[name]?.endpoint else { return sum }
            return sum + endpoint.maxConcurrent * endpoint.baseURLs.count
        }
    }

    /// Puts the configured isolation in force for all Lean processes from now on. The folders of the ledger and of the
    /// configuration are among those that no proof must see.
    ///
    /// - Throws: `LeanCheckingError` when the isolation is strict and cannot be had, `FactoryError` when this process may open
    ///   too few files.
    @discardableResult
    package func isolate() async throws -> LeanIsolation.Report {
        try OpenFilesCheck.prepare(workers: configuration.lean.workers)
        let ledger = URL(filePath: configuration.ledger, relativeTo: surroundings.folder).absoluteURL
        let folders = [ledger, loaded.file].compactMap { $0?.deletingLastPathComponent().standardizedFileURL.path }
        return try await LeanIsolation.establish(configuration.lean.isolation, hiding: Set(folders).sorted())
    }

    /// Looks for Lean as the configuration says.
    ///
    /// - Throws: `LeanCheckingError` with advice when there is none that works.
    package func toolchain() async throws -> LeanToolchain {
        try await isolate()
        return try await ToolchainFinder.find(toolchainSettings, environment: surroundings.environment)
    }

    /// The one of the candidates that is used.
    ///
    /// - Throws: `LeanCheckingError` as `toolchain`.
    package func chosen(from candidates: [ToolchainCandidate]) throws -> LeanToolchain {
        try ToolchainFinder.choose(from: candidates, toolchainSettings)
    }

    /// Starts one worker with the configured header and lets its canaries sing.
    ///
    /// - Throws: `LeanCheckingError` when Lean or the header does not work.
    package func tryOut(_ toolchain: LeanToolchain) async throws {
        let checker = try await checker(toolchain)
        do {
            try await checker.warmUp(LeanHeader(text: configuration.lean.header))
        } catch {
            await checker.shutdown()
            throw error
        }
        await checker.shutdown()
    }

    /// Every place where Lean was looked for.
    package func toolchainCandidates() async -> [ToolchainCandidate] {
        await ToolchainFinder.candidates(toolchainSettings, environment: surroundings.environment)
    }

    /// Starts the Lean workers.
    ///
    /// - Throws: `LeanCheckingError` when Lean is missing or broken.
    package func checker() async throws -> LeanChecker {
        try await checker(try await toolchain())
    }

    private func checker(_ toolchain: LeanToolchain) async throws -> LeanChecker {
        let lean = configuration.lean
        var limits = LeanLimits()
        limits.wallClock = .seconds(lean.wallClockSeconds)
        limits.maxHeartbeats = lean.maxHeartbeats
        limits.memoryBytes = lean.memoryMiB << 20
        limits.recycleAtBytes = limits.memoryBytes / 2
        limits.recycleAfter = lean.recycleAfter
        return try await LeanChecker(
            toolchain: toolchain, limits: limits, workers: lean.workers, logger: logger)
    }

    private var toolchainSettings: ToolchainSettings {
        func absolute(_ path: String?) -> String? { path.map { surroundings.file($0, of: loaded).path } }
        return ToolchainSettings(
            path: absolute(configuration.lean.path), project: absolute(configuration.lean.project),
            profile: configuration.lean.profile)
    }

    private func model(
        _ name: String, _ settings: ModelSettings, client: CurlMultiClient
    ) throws -> any ChatModel {
        if let builtIn = Self.builtIn(name, settings) { return builtIn }
        let endpoint = try endpoint(of: name)
        if settings.isOffline { return OfflineChatModel(name: name, settings: endpoint) }
        return try OpenAIChatModel(
            name: name, settings: endpoint, client: client, environment: surroundings.environment, logger: logger)
    }

    private static func builtIn(_ name: String, _ settings: ModelSettings) -> (any ChatModel)? {
        switch settings.kind {
        case .controlledEnglish: ControlledEnglishModel(name: name)
        case .tacticPortfolio: TacticPortfolioModel(name: name)
        case .heuristic: HeuristicModel(name: name)
        case .given: GivenStatementModel(name: name)
        case .openai: nil
        }
    }

    private func expand(_ text: String, _ model: String, _ key: String) throws -> String {
        try EnvironmentReferences.expand(
            text, setting: "models.\(model).\(key)", environment: surroundings.environment)
    }
}
