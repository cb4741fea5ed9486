import Foundation
import LeanChecking
import Support
import Telemetry
import TestSupport
import Testing

@testable import Factory
@testable import Ledger

/// What is exported, what the dashboard asks for and what the pages say are the same names.
@Suite struct MetricCatalogueTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
    }

    private static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /dsprover_[a-z0-9_]+/).map { String($0.output) })
    }

    /// Every name that the exporter may write.
    private static let exported: Set<String> = {
        var names: Set<String> = [PrometheusText.droppedName]
        for metric in FactoryMetric.catalogue {
            let suffixes = metric.kind == .histogram ? ["_bucket", "_sum", "_count"] : [""]
            names.formUnion(suffixes.map { metric.name + $0 })
        }
        return names
    }()

    @Test func `every metric that the dashboard asks for is exported, and every exported one is asked for`() throws {
        let dashboard = try text("docs/grafana-dashboard.json")
        let json = try CanonicalJSON.decode(JSONValue.self, from: dashboard)
        let panels = try #require(json["panels"]?.array)
        var asked: Set<String> = []
        for panel in panels where panel["type"]?.string != "row" {
            let targets = try #require(
                panel["targets"]?.array, "\(panel["title"]?.string ?? "a panel") asks for nothing")
            for target in targets { asked.formUnion(Self.names(in: try #require(target["expr"]?.string))) }
        }
        #expect(asked.subtracting(Self.exported).isEmpty, "\(asked.subtracting(Self.exported))")
        let families = Set(FactoryMetric.allCases.map(\.rawValue))
        let unasked = families.filter { family in !asked.contains { $0.hasPrefix(family) } }
        #expect(unasked.isEmpty, "\(unasked.sorted())")
        // Numbers of panels are what links point at.
        let numbers = panels.compactMap { $0["id"]?.integer }
        #expect(Set(numbers).count == panels.count)
    }

    @Test func `labels in the dashboard are labels of the metric`() throws {
        let dashboard = try text("docs/grafana-dashboard.json")
        for match in dashboard.matches(of: /(dsprover_[a-z0-9_]+)\{([a-z]+)[=!~]/) {
            let name = String(match.output.1)
            let metric = try #require(FactoryMetric.catalogue.first { name.hasPrefix($0.name) })
            #expect(metric.labels.contains(String(match.output.2)), "\(match.output.0)")
        }
    }

    @Test func `the page for operators names only metrics and events that exist`() throws {
        let page = try text("docs/operate.md")
        let unknown = Self.names(in: page).subtracting(Self.exported)
            .subtracting(FactoryMetric.allCases.map(\.rawValue))
        #expect(unknown.isEmpty, "\(unknown.sorted())")
    }

    @Test func `names follow the rules of the format`() {
        for metric in FactoryMetric.catalogue {
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"), "\(metric.name)")
            if metric.kind == .histogram { #expect(metric.name.hasSuffix("_seconds")) }
            #expect(!metric.help.isEmpty)
            #expect(metric.help.hasSuffix("."))
        }
    }

    @Test func `what rooms count goes over as differences, and a page of all of it can be read`() throws {
        let registry = MetricRegistry(FactoryMetric.catalogue)
        var sampler = MetricSampler(emitter: Emitter(registry))
        var metrics = CheckerMetrics()
        metrics.started = 2
        metrics.answered = 10
        metrics.workers = 2
        sampler.lean(metrics)
        metrics.started = 3
        metrics.answered = 25
        metrics.kills = 1
        sampler.lean(metrics)
        #expect(sampler.process() > 0)
        var status = LedgerStatus()
        status.jobs["prove"] = LedgerStatus.Queue(ready: 4, leased: 1, parked: 2)
        status.problemStates = ["pending": 4]
        sampler.ledger(status, heads: [QueueHead(stage: "prove", oldest: 1000)], now: 61_000, logBytes: 4096)

        let page = try PrometheusParser(PrometheusText.render(registry))
        #expect(page.value("dsprover_lean_worker_starts_total") == 3)
        #expect(page.value("dsprover_lean_checks_total", ["outcome": "answered"]) == 25)
        #expect(page.value("dsprover_lean_worker_ends_total", ["cause": "killed"]) == 1)
        #expect(page.value("dsprover_queue_jobs", ["stage": "prove", "state": "parked"]) == 2)
        #expect(page.value("dsprover_queue_oldest_seconds", ["stage": "prove"]) == 60)
        #expect(page.value("dsprover_ledger_wal_bytes") == 4096)
        #expect((page.value("dsprover_open_files") ?? 0) > 2)
    }
}
