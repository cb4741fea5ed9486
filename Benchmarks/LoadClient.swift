import Foundation
import Inference
import Logging
import Support

/// A process of its own that asks a model server for many answers at once, so that its memory is the client's alone.
///
/// It is this program, started with `load-client` and its orders; it prints one JSON object.
struct LoadClient {
    /// What to ask, and how.
    struct Orders: Codable {
        var baseURL: String
        /// Calls in all.
        var calls: Int
        /// Calls in flight at once.
        var inFlight: Int
        /// The certificate to trust, for a server with TLS: then the two agree on HTTP/2.
        var certificate: String?
    }

    /// What came of it.
    struct Result: Codable {
        var seconds: Double
        var failures: Int
        var peakMiB: Double
        /// The first failure in words.
        var firstFailure: String?
    }

    private static let word = "load-client"

    /// Runs the orders in a child process.
    ///
    /// - Throws: when the child cannot be started or prints no result.
    static func run(_ orders: Orders) throws -> Result {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = [word, try CanonicalJSON.string(orders)]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Result.self, from: data)
    }

    /// Whether the arguments are those of a child; then it has done its work.
    static func runsAsChild(_ arguments: [String]) async throws -> Bool {
        guard arguments.count == 3, arguments[1] == word else { return false }
        let orders = try CanonicalJSON.decode(Orders.self, from: arguments[2])
        print(try CanonicalJSON.string(try await ask(orders)))
        return true
    }

    private static func ask(_ orders: Orders) async throws -> Result {
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumInFlight: orders.inFlight))
        let model = try LoadModel.make(orders, client: client)
        let failures = Locked<[String]>([])
        let seconds = await Measure.seconds {
            await withDiscardingTaskGroup { group in
                // As many tasks as calls in flight, each asking its share: what is measured is the client, not a queue.
                for first in 0..<orders.inFlight {
                    group.addTask {
                        for call in stride(from: first, to: orders.calls, by: orders.inFlight) {
                            do {
                                _ = try await model.answers(to: LoadModel.question(call))
                            } catch {
                                failures.withLock { $0.append("\(error)") }
                            }
                        }
                    }
                }
            }
        }
        await client.shutdown()
        let seen = failures.withLock { $0 }
        return Result(seconds: seconds, failures: seen.count, peakMiB: Measure.peakMiB, firstFailure: seen.first)
    }
}

/// The model that load is put on.
enum LoadModel {
    /// A model at the server, without tries again: a failure is to be seen.
    static func make(_ orders: LoadClient.Orders, client: CurlMultiClient) throws -> OpenAIChatModel {
        var settings = EndpointSettings(baseURL: orders.baseURL, model: "load")
        settings.retryPolicy.maximumRetries = 0
        settings.maxConcurrent = orders.inFlight
        settings.certificateFile = orders.certificate
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        return try OpenAIChatModel(name: "load", settings: settings, client: client, environment: [:], logger: logger)
    }

    /// A question like no other.
    static func question(_ number: Int) -> ChatRequest {
        let text =
            "Question \(number). " + String(repeating: "Show that the sum of two even numbers is even. ", count: 20)
        return ChatRequest(messages: [ChatMessage(role: .user, content: text)], samples: 0..<1, purpose: "bench")
    }
}
