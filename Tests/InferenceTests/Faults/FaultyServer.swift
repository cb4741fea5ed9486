internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Logging
internal import Support
internal import Testing

/// A fake server with a model that asks it, for one test.
struct FaultyServer {
    let server: FakeModelServer

    /// A log that says nothing: these tests fail calls by the hundred.
    static let silent: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    /// Runs the body with a server for the script.
    static func with(_ script: ModelScript, _ body: (FaultyServer) async throws -> Void) async throws {
        let server = try await FakeModelServer.start(script: script)
        defer { server.stop() }
        try await body(FaultyServer(server: server))
    }

    /// Runs the body with a server that answers everything by one rule.
    static func with(
        _ faults: [ScriptFault], answers: [ScriptAnswer] = ["fine"], _ body: (FaultyServer) async throws -> Void
    ) async throws {
        try await with(ModelScript(rules: [ScriptRule(answers: answers, faults: faults)]), body)
    }

    /// A model that tries again twice, after milliseconds.
    func model(
        client: CurlMultiClient = CurlMultiClient(), key: String? = nil, at address: String? = nil,
        _ change: (inout EndpointSettings) -> Void = { _ in }
    ) throws -> OpenAIChatModel {
        var settings = EndpointSettings(
            baseURL: address ?? server.baseURL, model: "prover", apiKeyEnvironment: key.map { _ in "K" })
        settings.retryPolicy = RetryPolicy(
            maximumRetries: 2, firstDelay: .milliseconds(2), maximumDelay: .milliseconds(4))
        change(&settings)
        return try OpenAIChatModel(
            name: "prover", settings: settings, client: client, environment: key.map { ["K": $0] } ?? [:],
            logger: Self.silent, jitterSeed: 1)
    }
}

/// One thing that goes wrong and what the client must make of it.
struct ExpectedFailure: Sendable, CustomTestStringConvertible {
    let fault: ScriptFault
    let reason: InferenceError.Reason

    init(_ fault: ScriptFault, _ reason: InferenceError.Reason) {
        self.fault = fault
        self.reason = reason
    }

    init(status: Int, body: String? = nil, _ reason: InferenceError.Reason) {
        self.init(ScriptFault(.status, status: status, body: body), reason)
    }

    var testDescription: String {
        "\(fault.kind.rawValue)\(fault.status.map { " \($0)" } ?? "")\(fault.body.map { " \($0)" } ?? "") → \(reason)"
    }

    /// Whether the client notices only by its time limit.
    var needsTimeout: Bool { reason == .timeout }

    static let all: [ExpectedFailure] =
        [
            ExpectedFailure(status: 500, .server), ExpectedFailure(status: 501, .server),
            ExpectedFailure(status: 408, .server), ExpectedFailure(status: 409, .server),
            ExpectedFailure(status: 502, .unavailable), ExpectedFailure(status: 503, .unavailable),
            ExpectedFailure(status: 504, .unavailable), ExpectedFailure(status: 529, .unavailable),
            ExpectedFailure(status: 429, .rateLimited), ExpectedFailure(status: 402, .quota),
            ExpectedFailure(
                status: 429, body: #"{"error":{"message":"pay first","code":"insufficient_quota"}}"#, .quota),
            ExpectedFailure(status: 401, .unauthorized), ExpectedFailure(status: 403, .unauthorized),
            ExpectedFailure(status: 404, .notFound), ExpectedFailure(status: 400, .badRequest),
            ExpectedFailure(status: 422, .badRequest),
            ExpectedFailure(
                status: 400,
                body: #"{"error":{"message":"This model's maximum context length is 10 tokens."}}"#, .tooLong),
            ExpectedFailure(
                ScriptFault(.status, status: 308, headers: ["Location": "http://127.0.0.1:1/"]), .badRequest),
        ] + broken

    /// What goes wrong below the status.
    private static let broken: [ExpectedFailure] = [
        ExpectedFailure(ScriptFault(.resetBefore), .network), ExpectedFailure(ScriptFault(.resetDuring), .network),
        ExpectedFailure(ScriptFault(.closeDuring), .network), ExpectedFailure(ScriptFault(.garbage), .network),
        ExpectedFailure(ScriptFault(.brokenGzip), .network), ExpectedFailure(ScriptFault(.stall), .timeout),
        ExpectedFailure(ScriptFault(.stallDuring), .timeout), ExpectedFailure(ScriptFault(.slowHeaders), .timeout),
        ExpectedFailure(ScriptFault(.truncatedJSON), .invalidAnswer),
        ExpectedFailure(ScriptFault(.emptyChoices), .invalidAnswer),
        ExpectedFailure(ScriptFault(.nullContent), .invalidAnswer),
        ExpectedFailure(ScriptFault(.fewerChoices), .invalidAnswer),
        ExpectedFailure(ScriptFault(.errorObject), .invalidAnswer),
        ExpectedFailure(ScriptFault(.plainText), .invalidAnswer),
        ExpectedFailure(ScriptFault(.plainText, body: ""), .invalidAnswer),
        ExpectedFailure(ScriptFault(.html), .unavailable),
        ExpectedFailure(ScriptFault(.html, status: 200), .invalidAnswer),
        ExpectedFailure(ScriptFault(.keyEcho), .server), ExpectedFailure(ScriptFault(.huge, bytes: 3 << 20), .tooLarge),
    ]
}
