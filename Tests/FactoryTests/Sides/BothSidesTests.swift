import Foundation
import Inference
import LeanChecking
import LeanSource
import Ledger
import Support
import Synchronization
import TestSupport
import Testing
import TrainingData

@testable import Factory

/// A statement and its negation searched at the same time, with the real Lean where it is said what holds.
@Suite(.serialized) struct BothSidesTests {
    private static func isNegation(_ request: ChatRequest) -> Bool {
        request.purpose == StageName.refute.rawValue
    }

    @Test func `a false statement is disproved, and its negation is a theorem of its own`() async throws {
        try await withEmbeddedLean { checker in
            try await SideWorld.with(
                ["theorem t (n : Nat) : n < n * n"], checker: checker,
                prover: { request, _ in
                    Self.isNegation(request)
                        ? SideWorld.fence("by\n  intro h\n  exact absurd (h 0) (by decide)")
                        : SideWorld.fence("by omega")
                }
            ) { world, folder in
                #expect(try await world.run() == .finished)
                let statement = try await world.statement()
                #expect(statement.state == .disproved && statement.rung == 5)
                #expect(try await world.decisions().contains("refute: stated"))
                #expect(try await world.decisions().contains("refute: refuted"))
                let proof = try #require(try await world.attempts().first { $0.side == .negation })
                #expect(proof.verdict == "verified" && proof.rung == 5)
                try await world.expectSound()

                let file = folder.appending(path: "out.jsonl").path
                let export = TrainingExport(from: world.ledger)
                #expect(try await export.run(format: .raw, to: file) == 0)
                #expect(try await export.run(format: .raw, to: file, sides: [.claim, .negation]) == 1)
                let row = try CanonicalJSON.decode(
                    JSONValue.self, from: try String(contentsOfFile: file, encoding: .utf8))
                #expect(row["name"]?.string == statement.name + "_neg" && row["side"]?.string == "negation")
                let negation = try LockedStatement(parsing: try #require(row["formal_statement"]?.string))
                #expect(negation.goal == "¬ (∀ (n : Nat), n < n * n)")
                let again = ProofBody(text: try #require(row["formal_proof"]?.string), style: .tactics)
                #expect(try await checker.verify(again, of: negation, header: .empty).verdict == .verified)
            }
        }
    }

    @Test func `a true statement is proved, and the search of its negation ends at once, with its call`() async throws {
        try await withEmbeddedLean { checker in
            let asked = StopSignal()
            let dropped = StopSignal()
            try await SideWorld.with(
                ["theorem t (a b : Nat) : a + b = b + a"], checker: checker,
                prover: { request, _ in
                    guard Self.isNegation(request) else {
                        // Not before the other side is at work.
                        _ = await asked.wait()
                        return SideWorld.fence("by omega")
                    }
                    asked.request()
                    await withTaskCancellationHandler {
                        _ = await StopSignal().wait()
                    } onCancel: {
                        dropped.request()
                    }
                    throw CancellationError()
                }
            ) { world, _ in
                #expect(try await world.run() == .finished)
                #expect(try await world.statement().state == .verified)
                #expect(dropped.isRequested, "the call in the air was given up")
                #expect(try await world.attempts().allSatisfy { $0.side == .claim })
                #expect(world.monitor.cancellations.count == 1)
                try await world.expectSound()
            }
        }
    }

    @Test func `calls in the air and checks in Lean of needless sides end at once, however many`() async throws {
        try await withEmbeddedLean { checker in
            let count = 12
            let theorems = (1...count).map { "theorem t (a b : Nat) : a + b + \($0) = b + (a + \($0))" }
            let busy = Mutex<Set<Int>>([])
            let allBusy = StopSignal()
            try await SideWorld.with(
                theorems, checker: checker,
                prover: { request, _ in
                    let number = Int(request.inputs["informal_statement"]?.split(separator: " ").last ?? "") ?? 0
                    guard Self.isNegation(request) else {
                        _ = await allBusy.wait()
                        return SideWorld.fence("by omega")
                    }
                    if busy.withLock({ busy in
                        busy.insert(number)
                        return busy.count == count
                    }) {
                        allBusy.request()
                    }
                    // One search is in Lean, with a proof that takes long to fail; the others wait for their model.
                    guard number == 1 else {
                        try await Task.sleep(for: .seconds(3600))
                        return ""
                    }
                    return SideWorld.fence("by\n  intro h\n  repeat (have := h \(number) 1)")
                }
            ) { world, _ in
                #expect(try await world.run() == .finished)
                #expect(try await world.ledger.status().proved == count)
                // The end of the last work may be a moment behind the end of the run.
                while world.monitor.cancellations.count < count - 1 { await Task.yield() }
                let times = world.monitor.cancellations.sorted()
                let median = times[times.count / 2].milliseconds
                print(
                    "needless searches: \(times.count), median time to their end \(median) ms, longest \(times.last ?? .zero)"
                )
                for number in 2...count {
                    #expect(try await world.attempts("p\(number)").allSatisfy { $0.side == .claim })
                }
                try await world.expectSound()
            }
        }
    }

    @Test func `nobody proves either side: exhausted when the last of them ends, with a decision of each`() async throws
    {
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n"], checker: YesChecker(), configure: { $0.stages.prove.waves = [1, 1, 1] },
            prover: { _, _ in "CANNOT: no idea" }
        ) { world, _ in
            #expect(try await world.run() == .finished)
            #expect(try await world.statement().state == .exhausted)
            let ends = try await world.decisions().filter { $0.hasSuffix("exhausted") }
            #expect(ends.sorted() == ["prove: exhausted", "refute: exhausted"])
            try await world.expectSound()
        }
    }

    @Test func `a side that is parked keeps its statement open until somebody takes it up again`() async throws {
        let mended = StopSignal()
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n"], checker: YesChecker(), configure: { $0.run.maximumTries = 1 },
            prover: { request, _ in
                if Self.isNegation(request), !mended.isRequested {
                    throw InferenceError(.tooLong, message: "too long")
                }
                return "CANNOT: no idea"
            }
        ) { world, _ in
            #expect(try await world.run() == .finished)
            #expect(try await world.statement().state == .elaborated)
            #expect(try await world.ledger.status().parked == 1)
            mended.request()
            #expect(try await world.ledger.retry() == 1)
            #expect(try await world.run() == .finished)
            #expect(try await world.statement().state == .exhausted)
            try await world.expectSound()
        }
    }

    @Test func `where Lean does not take the negation for one, the statement is searched on one side`() async throws {
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n"], checker: YesChecker(deniesNegations: { false }),
            prover: { request, _ in
                #expect(!Self.isNegation(request))
                return SideWorld.fence("by rfl")
            }
        ) { world, _ in
            #expect(try await world.run() == .finished)
            #expect(try await world.statement().state == .verified)
            let said = try await world.decisions()
            #expect(said.contains("refute: oneSided") || !said.contains { $0.hasPrefix("refute") })
            try await world.expectSound()
        }
    }

    @Test func `a proof of what does not deny the statement never disproves it, whatever was said before`() async throws
    {
        let asked = Mutex(0)
        let checker = YesChecker(
            accepts: { $0.name.hasSuffix("_neg") },
            deniesNegations: {
                asked.withLock {
                    $0 += 1
                    return $0 == 1
                }
            })
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n"], checker: checker, prover: { _, _ in SideWorld.fence("by rfl") }
        ) { world, _ in
            #expect(try await world.run() == .finished)
            #expect(try await world.statement().state == .exhausted)
            #expect(try await world.decisions().contains("verify: failed"))
            try await world.expectSound()
        }
    }

    @Test func `a proof of the negation that does not hold at the upper rungs sends its side back to the search`()
        async throws
    {
        let checker = YesChecker(
            accepts: { $0.name.hasSuffix("_neg") }, verifies: { !$0.name.hasSuffix("_neg") })
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n"], checker: checker,
            configure: { $0.stages.refute.waves = [2] },
            prover: { _, sample in SideWorld.fence("by first | rfl | exact absurd\(sample)") }
        ) { world, _ in
            #expect(try await world.run() == .finished)
            #expect(try await world.statement().state == .exhausted)
            let samples = try await world.attempts().filter { $0.side == .negation }.map(\.sample)
            #expect(samples == [0, 1], "none is looked at twice")
            try await world.expectSound()
        }
    }

    @Test func `a process that has only the other side notices within a beat that it is needless`() async throws {
        let asked = StopSignal()
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n"], checker: YesChecker(),
            prover: { request, _ in
                if Self.isNegation(request) {
                    asked.request()
                    try await Task.sleep(for: .seconds(3600))
                }
                _ = await asked.wait()
                return SideWorld.fence("by rfl")
            }
        ) { world, _ in
            let others = FactoryLoop.allStages.filter { $0.name != .refute }
            let stop = StopSignal()
            async let second = world.loop(owner: "two", stages: [RefuteStage()], stop: stop, waits: true).run()
            #expect(try await world.loop(owner: "one", stages: others).run() == .finished)
            while world.monitor.cancellations.isEmpty { await Task.yield() }
            stop.request()
            #expect(try await second == .stopped)
            #expect(try await world.statement().state == .verified)
            try await world.expectSound()
        }
    }
}
