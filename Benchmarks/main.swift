import Foundation
import Support

/// `dsprover-bench NAME …`: runs benchmarks; each prints one JSON line, the reading, as its last.
let benchmarks: [any Benchmark.Type] = [
    LedgerBenchmark.self, ExportBenchmark.self, CheckBenchmark.self, ConcurrencyBenchmark.self,
    OrchestrateBenchmark.self, StormBenchmark.self, SoakBenchmark.self, ChaosBenchmark.self, WorkBenchmark.self,
]
if try await LoadClient.runsAsChild(CommandLine.arguments) { exit(0) }
if try await LedgerClient.runsAsChild(CommandLine.arguments) { exit(0) }
/// Those that take too long to be among all.
let onlyByName = [StormBenchmark.name, WorkBenchmark.name]
let wanted = CommandLine.arguments.dropFirst()
let unknown = wanted.filter { name in !benchmarks.contains { $0.name == name } }
guard unknown.isEmpty else {
    print(
        "no benchmark named \(unknown.joined(separator: ", ")); there are \(benchmarks.map { $0.name }.joined(separator: ", "))"
    )
    exit(1)
}
for benchmark in benchmarks
where wanted.isEmpty ? !onlyByName.contains(benchmark.name) : wanted.contains(benchmark.name) {
    print(try CanonicalJSON.string(try await benchmark.run()))
}
