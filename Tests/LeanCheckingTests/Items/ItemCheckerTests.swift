import Foundation
import LeanSource
import Support
import TestSupport
import Testing

@testable import LeanChecking

@Suite struct ItemCheckerTests {
    /// Runs lines of input through a scripted checker.
    private func run(
        _ lines: [String], on checker: ScriptedChecker = ScriptedChecker(),
        settings change: (inout ItemChecker.Settings) -> Void = { _ in }, stopAfter: Int = .max
    ) async throws -> (ending: ItemChecker.Ending, reports: [CheckReport]) {
        var settings = ItemChecker.Settings()
        change(&settings)
        return try await withTemporaryFolder { folder in
            let path = folder.appending(path: "items.jsonl").path
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
            let items = ItemChecker(checker, settings: settings) { [$0] }
            var reports: [CheckReport] = []
            let ending = try await items.run(ItemSource(paths: [path])) { report in
                reports.append(report)
                return reports.count < stopAfter
            }
            return (ending, reports)
        }
    }

    private func line(_ id: String, _ proof: String) -> String {
        "{\"id\":\"\(id)\",\"statement\":\"theorem t : 1 = 1\",\"proof\":\"\(proof)\"}"
    }

    @Test func `a thousand items, every seventh of them hostile, are a thousand reports in order`() async throws {
        let hostile = ["sorry", "bad", "broken", "fault", "theorem u : 2 = 2 := rfl", "run_tac x", ""]
        let lines = (0..<1_000).map { index in
            if index % 7 != 0 { return line("\(index)", "ok \(index)") }
            return index % 77 == 0 ? "not JSON" : line("\(index)", hostile[index / 7 % hostile.count])
        }
        let (ending, reports) = try await run(lines) { $0.keepsGoing = true }
        #expect(ending == .finished)
        #expect(reports.count == 1_000)
        for (index, report) in reports.enumerated() {
            #expect(report.isVerified == (index % 7 != 0), "\(report)")
            #expect(report.place.hasSuffix(":\(index + 1)"))
            #expect(report.kind == .badInput || report.id == "\(index)")
        }
    }

    @Test func `no more are checked at once than was said, and an item that takes long holds up only so many`()
        async throws
    {
        let checker = ScriptedChecker()
        let lines = [line("0", "wait")] + (1..<200).map { line("\($0)", "ok \($0)") }
        async let outcome = run(lines, on: checker) {
            $0.checking = 6
            $0.ahead = 40
        }
        while checker.state.withLock({ $0.checked.count }) < 40 { await Task.yield() }
        for _ in 0..<200 { await Task.yield() }
        #expect(checker.state.withLock { $0.checked.count } == 40)
        checker.open()
        let (ending, reports) = try await outcome
        #expect(ending == .finished)
        #expect(reports.map(\.id) == (0..<200).map { "\($0)" })
        #expect(checker.state.withLock { $0.mostRunning } <= 6)
    }

    @Test(arguments: [("fault", "checkerBroken"), ("broken", "checkerBroken"), ("header", "checkerBroken")])
    func `broken machinery ends the run at its item, and everything before it is there`(
        _ word: String, _ verdict: String
    ) async throws {
        let lines =
            (0..<30).map { line("\($0)", "ok \($0)") } + [line("f", word)] + (0..<300).map { line("x\($0)", "hang") }
        let (ending, reports) = try await run(lines)
        #expect(ending == .fault)
        #expect(reports.map(\.id) == (0..<30).map { "\($0)" } + ["f"])
        #expect(reports.last?.verdict == verdict)
        #expect(reports.last?.kind == .unchecked)
        #expect(reports.last?.summary?.isEmpty == false)
    }

    @Test func `a bad line ends the run unless it is to go on`() async throws {
        let lines = [line("a", "bad"), "{}", line("b", "ok")]
        let (ending, reports) = try await run(lines)
        #expect(ending == .fault)
        #expect(reports.map(\.verdict) == ["failed", "badInput"])
        let (goingOn, all) = try await run(lines) { $0.keepsGoing = true }
        #expect(goingOn == .finished)
        #expect(all.map(\.verdict) == ["failed", "badInput", "verified"])
    }

    @Test func `a proof that does not hold never ends the run`() async throws {
        let (ending, reports) = try await run([line("a", "bad"), line("b", "sorry"), line("c", "ok")])
        #expect(ending == .finished)
        #expect(reports.map(\.isVerified) == [false, false, true])
    }

    @Test func `whoever has seen enough ends the run`() async throws {
        let lines = (0..<500).map { line("\($0)", $0 < 3 ? "ok" : "hang") }
        let (ending, reports) = try await run(lines, stopAfter: 2)
        #expect(ending == .refused)
        #expect(reports.count == 2)
    }

    @Test func `a cancelled run ends at once, also while its input says nothing`() async throws {
        let pipe = Pipe()
        let checker = ScriptedChecker()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        let task = Task {
            let items = ItemChecker(checker, settings: ItemChecker.Settings()) { [$0] }
            return try await items.run(ItemSource(paths: [path])) { _ in true }
        }
        try pipe.fileHandleForWriting.write(contentsOf: Data((line("a", "hang") + "\n").utf8))
        while checker.state.withLock({ $0.running }) == 0 { await Task.yield() }
        task.cancel()
        #expect(try await task.value == .cancelled)
        try pipe.fileHandleForWriting.close()
    }

    @Test func `a report comes out while the input is still open`() async throws {
        let pipe = Pipe()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        let (reports, continuation) = AsyncStream<String>.makeStream()
        let task = Task {
            let items = ItemChecker(ScriptedChecker(), settings: ItemChecker.Settings()) { [$0] }
            return try await items.run(ItemSource(paths: [path])) { report in
                continuation.yield(report.id)
                return true
            }
        }
        var iterator = reports.makeAsyncIterator()
        for id in ["a", "b"] {
            try pipe.fileHandleForWriting.write(contentsOf: Data((line(id, "ok") + "\n").utf8))
            #expect(await iterator.next() == id)
        }
        try pipe.fileHandleForWriting.close()
        #expect(try await task.value == .finished)
    }

    @Test func `rung 3 needs no process of its own, rung 5 only for what holds at rung 3`() async throws {
        let lines = [line("a", "ok"), line("b", "bad"), line("c", "ok-until-alone")]
        for (rung, verified, last) in [(3, 0, "verified"), (4, 2, "axioms"), (5, 2, "axioms")] {
            let checker = ScriptedChecker()
            let (_, reports) = try await run(lines, on: checker) { $0.rung = rung }
            #expect(checker.state.withLock { $0.verified } == verified)
            #expect(reports.map(\.verdict) == ["verified", "failed", last])
            #expect(reports[0].rung == rung)
            #expect(reports[0].axioms == (rung == 3 ? [] : ["propext"]))
        }
    }

    @Test func `verified at a lower rung than was asked for is no verdict`() async throws {
        let (ending, reports) = try await run([line("a", "ok-but-low"), line("b", "ok")])
        #expect(ending == .fault)
        #expect(reports.map(\.verdict) == ["checkerBroken"])
        #expect(reports[0].summary == "verified at rung 3 only")
    }

    @Test func `the header of the item counts when it imports, and follows the run's own when it only opens`()
        async throws
    {
        let checker = ScriptedChecker()
        func line(_ header: String) -> String {
            "{\"formal_statement\":\"theorem t : 1 = 1\",\"formal_proof\":\"ok\",\"header\":\"\(header)\"}"
        }
        let lines = ["", "import Mathlib\\n", "open Nat"].map(line)
        let (_, reports) = try await run(lines, on: checker) { $0.header = LeanHeader(text: "import Base") }
        #expect(reports.allSatisfy { $0.isVerified }, "\(reports)")
        #expect(checker.state.withLock { $0.headers } == ["import Base", "import Mathlib", "import Base\nopen Nat"])
    }

    @Test func `a header that came with an item and does not work is the item's fault, not the run's`() async throws {
        let own = "{\"code\":\"import Nowhere\\ntheorem t : 1 = 1 := by header\"}"
        let (ending, reports) = try await run([own, line("b", "ok")])
        #expect(ending == .finished)
        #expect(reports.map(\.verdict) == ["failed", "verified"])
        #expect(reports[0].kind == .decided)
    }
}
