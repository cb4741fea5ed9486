import Foundation
import Inference
import Ledger
import Logging
import Support
import TestSupport
import Testing

@testable import Factory

/// Batches of a stage without Lean: many problems, two models, answers made here.
@Suite struct BatchTests {
    private struct Setting {
        let folder: URL
        let ledger: Ledger
        let export: BatchExport
        let load: BatchImport

        func calls(
            model: String = "a", lines: Int = 50_000
        ) async throws -> (report: BatchExport.Report, calls: [JSONValue]) {
            let path = folder.appending(path: "calls-\(UUID().uuidString).jsonl").path
            let report = try await export.run(stage: .formalize, model: model, to: path, linesPerFile: lines)
            var calls: [JSONValue] = []
            for file in report.files {
                calls += try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
                    try CanonicalJSON.decode(JSONValue.self, from: String($0))
                }
            }
            return (report, calls)
        }

        func take(_ lines: [String]) async throws -> (report: BatchImport.Report, complaints: [BatchImport.Complaint]) {
            let path = folder.appending(path: "results.jsonl").path
            try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
            var complaints: [BatchImport.Complaint] = []
            let report = try await load.run(path: path) { complaints.append($0) }
            return (report, complaints)
        }
    }

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    private func withSetting(problems: Int, models: String = "[a]", _ body: (Setting) async throws -> Void) async throws
    {
        try await withTemporaryFolder { folder in
            let yaml = """
                models:
                  a: { kind: openai, base_url: "http://127.0.0.1:1/v1", model: a-1, api_key_env: NO_SUCH_KEY,
                       price: { input: 2, output: 10, batch: 0.5 } }
                  b: { kind: openai, base_url: "http://127.0.0.1:1/v1", model: b-1 }
                stages: { formalize: { models: \(models), samples: 3 } }
                run: { seed: 11 }
                """
            let loaded = LoadedConfiguration(
                configuration: try ConfigurationLoader.parse(yaml, name: "test.yaml"), file: nil)
            let surroundings = Surroundings(
                environment: [:], folder: Self.repository.standardizedFileURL, executable: nil)
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path)
            let batch = (1...problems).map {
                NewProblem(externalID: "p\($0)", statement: "Problem \($0).", file: "test", line: $0)
            }
            _ = try await ledger.importProblems(batch, firstStage: "formalize")
            let assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: Logger(label: "test"))
            try await body(
                Setting(
                    folder: folder, ledger: ledger,
                    export: BatchExport(loaded, surroundings: surroundings, ledger: ledger, assembly: assembly),
                    load: BatchImport(loaded, surroundings: surroundings, ledger: ledger, assembly: assembly)))
            try await ledger.close()
        }
    }

    private func result(_ call: JSONValue, texts: [String], status: Int = 200) throws -> String {
        let choices = texts.enumerated().map { index, text in
            JSONValue.object([
                "index": .integer(index), "message": .object(["role": .string("assistant"), "content": .string(text)]),
                "finish_reason": .string("stop"),
            ])
        }
        let usage = JSONValue.object(["prompt_tokens": .integer(100), "completion_tokens": .integer(30)])
        return try CanonicalJSON.string(
            JSONValue.object([
                "custom_id": call["custom_id"] ?? .null, "error": .null,
                "response": .object([
                    "status_code": .integer(status),
                    "body": .object(["choices": .array(choices), "usage": usage]),
                ]),
            ]))
    }

    private let texts = ["one", "two", "three"]

    @Test
    func `shuffled results with errors and gaps leave right rows, no duplicates, and the rest to be exported again`()
        async throws
    {
        try await withSetting(problems: 400) { setting in
            let (report, calls) = try await setting.calls()
            #expect(report.calls == 400 && report.samples == 1200 && report.jobs == 400 && calls.count == 400)
            #expect(calls.allSatisfy { $0["method"]?.string == "POST" && $0["url"]?.string == "/v1/chat/completions" })
            #expect(calls.allSatisfy { $0["body"]?["n"]?.integer == 3 && $0["body"]?["model"]?.string == "a-1" })

            var random = StableRandom(seed: 3)
            let order = calls.shuffled(using: &random)
            var lines = try order[40...].map { try result($0, texts: texts) }
            lines += try order[20..<40].map { try result($0, texts: [], status: 503) }
            lines.shuffle(using: &random)
            // The first twenty are missing. One answer comes twice.
            lines.append(try result(order[100], texts: texts))
            let first = try await setting.take(lines)
            #expect(first.report.calls == 360 && first.report.samples == 1080 && first.report.failed == 20)
            #expect(first.report.alreadyAnswered == 1)
            #expect(first.complaints.count == 20 && first.complaints.allSatisfy { $0.text.contains("failed") })
            let spent = try await setting.ledger.spending()
            // 100 tokens in and 30 out at 2 and 10 per million, for half.
            #expect(spent.cost == Money(nano: 360 * 250_000) && spent.promptTokens == 36_000)

            let second = try await setting.take(lines)
            #expect(second.report.calls == 0 && second.report.samples == 0 && second.report.alreadyAnswered == 361)
            #expect(try await setting.ledger.spending() == spent)

            let again = try await setting.calls()
            let missing = Set(order[..<40].compactMap { $0["custom_id"]?.string })
            #expect(Set(again.calls.compactMap { $0["custom_id"]?.string }) == missing)
            #expect(again.report.jobsForARun == 360)
            let stocks = try await setting.ledger.answerStocks()
            #expect(stocks.map(\.answers) == [1080])
            #expect(try await setting.ledger.openBatchCalls() == ["formalize": 40])
        }
    }

    @Test func `every sample of a line has its own place in the cache, and gaps are asked for alone`() async throws {
        try await withSetting(problems: 1) { setting in
            let call = try #require(try await setting.calls().calls.first)
            #expect(try await setting.take([try result(call, texts: texts)]).report.samples == 3)
            #expect(try await setting.calls().calls.isEmpty)
            // The middle one is lost: only it is asked for, with its own seed.
            let queue = try await setting.ledger.queuedJobs(stage: "formalize", limit: 5)
            #expect(queue.count == 1)
            let seed = try #require(call["body"]?["seed"]?.integer)
            var selection = AnswerSelection()
            selection.model = "a"
            #expect(try await setting.ledger.pruneAnswers(selection) == 3)
            let again = try #require(try await setting.calls().calls.first)
            #expect(again["custom_id"] == call["custom_id"] && again["body"]?["seed"]?.integer == seed)
            #expect(try await setting.take([try result(again, texts: texts)]).report.samples == 3)
        }
    }

    @Test func `two models are exported each in a file of its own, in the same round`() async throws {
        try await withSetting(problems: 5, models: "[a, b]") { setting in
            let first = try await setting.calls(model: "a")
            let second = try await setting.calls(model: "b")
            #expect(first.calls.count == 5 && second.calls.count == 5)
            #expect(second.calls.allSatisfy { $0["body"]?["model"]?.string == "b-1" })
            _ = try await setting.take(try first.calls.map { try result($0, texts: texts) })
            #expect(try await setting.calls(model: "a").calls.isEmpty)
            #expect(try await setting.calls(model: "b").calls.count == 5)
        }
    }

    @Test func `a long export is split into files`() async throws {
        try await withSetting(problems: 25) { setting in
            let (report, calls) = try await setting.calls(lines: 10)
            #expect(report.files.count == 3 && report.files[1].hasSuffix("-2.jsonl"))
            #expect(Set(calls.compactMap { $0["custom_id"]?.string }).count == 25)
        }
    }

    @Test func `jobs that wait are woken by their answers alone`() async throws {
        try await withSetting(problems: 2) { setting in
            for job in try await setting.ledger.claim(
                stages: ["formalize"], limit: 2, owner: "t", lease: .seconds(60))
            {
                try await setting.ledger.suspend(job, reason: "batch")
            }
            let calls = try await setting.calls().calls
            #expect(calls.count == 2, "waiting jobs are exported too")
            _ = try await setting.take([try result(calls[0], texts: texts)])
            let queue = try await setting.ledger.status().jobs["formalize"]
            #expect(queue?.ready == 1 && queue?.awaiting == 1)
        }
    }

    @Test(arguments: [
        ("a.jsonl", 2, "a-2.jsonl"), ("x/a.b.jsonl", 3, "x/a.b-3.jsonl"), ("calls", 2, "calls-2"), ("-", 2, "-"),
    ])
    func `later parts have their number before the ending`(path: String, part: Int, name: String) {
        #expect(BatchFile.name(path, part: part) == name)
    }
}
