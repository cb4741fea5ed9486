internal import Foundation
internal import Inference
package import Ledger
internal import Support

/// Takes the result files of a batch back into the answer cache, where the next run finds them.
package struct BatchImport: Sendable {
    /// What became of the lines.
    package struct Report: Sendable, Equatable, Codable {
        package var lines = 0
        /// Calls that were answered, and the samples that are new.
        package var calls = 0
        package var samples = 0
        /// Calls that failed, by the words of the result file; they will be exported again.
        package var failed = 0
        /// Lines about calls that were answered before: by an earlier import, by another line, or by a run.
        package var alreadyAnswered = 0
        /// Lines with an id that no export of this ledger has written.
        package var unknown = 0
        /// Lines that are no line of a result file.
        package var unreadable = 0

        package init() {}

        /// Adds the report of another file.
        package mutating func add(_ other: Report) {
            lines += other.lines
            calls += other.calls
            samples += other.samples
            failed += other.failed
            alreadyAnswered += other.alreadyAnswered
            unknown += other.unknown
            unreadable += other.unreadable
        }
    }

    /// Something about a line that a person should know.
    package struct Complaint: Sendable, Equatable {
        package let file: String
        package let line: Int
        package let text: String
    }

    private static let pageSize = 200
    /// A line may hold many long samples.
    private static let longestLine = 256 << 20
    private let ledger: Ledger
    private let configuration: Configuration
    private let assembly: FactoryAssembly
    private let environment: [String: String]

    package init(
        _ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, assembly: FactoryAssembly
    ) {
        self.ledger = ledger
        self.assembly = assembly
        configuration = loaded.configuration
        environment = surroundings.environment
    }

    /// Imports a file, a few hundred lines per transaction. Doing it again changes nothing.
    ///
    /// - Parameter complain: told of lines that failed, are unknown or cannot be read.
    /// - Throws: `LineReader.Failure` when the file cannot be read, `LedgerError`.
    package func run(path: String, complain: (Complaint) -> Void) async throws -> Report {
        var reader = try LineReader(path: path, maximumLength: Self.longestLine)
        var report = Report()
        var page: [(line: Int, result: BatchResult)] = []
        while let line = try reader.next() {
            guard case .bytes(let bytes) = line, let result = BatchResult(line: bytes) else {
                if case .bytes(let bytes) = line, bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
                report.lines += 1
                report.unreadable += 1
                complain(Complaint(file: path, line: reader.lineNumber, text: "this is no line of a batch result"))
                continue
            }
            report.lines += 1
            page.append((reader.lineNumber, result))
            if page.count == Self.pageSize {
                try await take(page, of: path, into: &report, complain: complain)
                page = []
            }
        }
        try await take(page, of: path, into: &report, complain: complain)
        return report
    }

    private func take(
        _ page: [(line: Int, result: BatchResult)], of path: String, into report: inout Report,
        complain: (Complaint) -> Void
    ) async throws {
        guard !page.isEmpty else { return }
        let calls = try await ledger.batchCalls(page.map(\.result.customID))
        let arrivals = page.map { arrival(of: $0.result, call: calls[$0.result.customID]) }
        let verdicts = try await ledger.importBatch(arrivals)
        for ((line, arrival), verdict) in zip(zip(page.map(\.line), arrivals), verdicts) {
            switch verdict {
            case .stored(let samples):
                report.calls += 1
                report.samples += samples
            case .alreadyAnswered: report.alreadyAnswered += 1
            case .failed:
                report.failed += 1
                guard case .error(let message) = arrival.content else { continue }
                complain(
                    Complaint(file: path, line: line, text: "call \(arrival.customID.prefix(12)) failed: \(message)"))
            case .unknown:
                report.unknown += 1
                complain(
                    Complaint(
                        file: path, line: line,
                        text: "no call of this ledger has the id \"\(arrival.customID.prefix(80))\""))
            }
        }
    }

    /// The answers in a line, or why there are none.
    private func arrival(of result: BatchResult, call: BatchCall?) -> BatchArrival {
        guard let call else { return BatchArrival(customID: result.customID, content: .error("unknown")) }
        do {
            let format = BatchFormat(
                name: call.model, settings: try assembly.endpoint(of: call.model), environment: environment)
            let answers = try format.answers(in: result, samples: call.samples, promptBytes: call.promptBytes)
            let price = configuration.models[call.model]?.price
            let stored = zip(call.keys, answers).map { key, answer in
                StoredAnswer(
                    answer, key: key, model: call.model, identity: call.identity, stage: call.stage,
                    cost: price?.cost(of: answer.usage, inBatch: true) ?? .zero)
            }
            return BatchArrival(customID: result.customID, content: .answers(stored))
        } catch let error as any UserFacingError {
            return BatchArrival(customID: result.customID, content: .error(error.message))
        } catch {
            return BatchArrival(customID: result.customID, content: .error("\(error)"))
        }
    }
}
