import Foundation
import LeanSource
import Support
import Testing

@testable import LeanChecking

#if os(Linux)
/// The small form of the soak benchmark: hundreds of checks, among them all that can end a worker.
@Suite struct SoakTests {
    private static let harms: [(text: String, verdicts: Set<String>)] = [
        ("(p : Prop) (h : p) : p := by\n  repeat (have := trivial)\n  exact h", ["timeout"]),
        (
            ": True := \(String(repeating: "(", count: 100_000))trivial\(String(repeating: ")", count: 100_000))",
            ["crashed"]
        ),
        (
            ": (2 ^ (2 ^ 33)) % 2 = 1 := by\n  set_option exponentiation.threshold 100000000000 in\n  decide",
            ["crashed"]
        ),
        (
            ": (2 ^ (2 ^ 31)) % 2 = 1 := by\n  set_option exponentiation.threshold 100000000000 in\n  decide",
            ["outOfMemory"]
        ),
        (
            ": True := by\n  iterate 30 (iterate 50 trace \"\(String(repeating: "x", count: 50_000))\")\n  trivial",
            ["outOfMemory", "timeout"]
        ),
    ]

    @Test func `hundreds of checks among hangs, crashes, bombs and floods all get their verdicts`() async throws {
        let seen = Locked<[Int32]>([])
        var hooks = Hooks()
        hooks.workerReady = { processID in seen.withLock { $0.append(processID) } }
        let truth = LockedStatement("theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p")
        let wrong = try await SharedLean.withChecker(
            workers: 2, hooks: hooks,
            limits: {
                $0.wallClock = .milliseconds(1500); $0.graceBeforeKill = .milliseconds(500)
                $0.memoryBytes = 400 << 20; $0.recycleAtBytes = 200 << 20
            }
        ) { checker async throws in
            try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        if number % 50 == 49 {
                            let harm = Self.harms[number / 50 % Self.harms.count]
                            let result = try await checker.checkPastGuard(
                                "theorem hostile \(harm.text)", name: "hostile", header: .empty, mayShare: true)
                            return harm.verdicts.contains(result.verdict.word) ? nil : "\(number): \(result.verdict)"
                        }
                        let isRight = !number.isMultiple(of: 3)
                        let verdict = try await checker.check(
                            .term(isRight ? "⟨h.2, h.1⟩" : "h"), of: truth, header: .empty
                        ).verdict
                        return verdict == (isRight ? .verified : .failed) ? nil : "\(number): \(verdict)"
                    }
                }
                return try await group.reduce(into: [String]()) { list, wrong in wrong.map { list.append($0) } }
            }
        }
        #expect(wrong == [])
        let processes = seen.withLock(\.self)
        #expect(processes.count > 2)
        for process in processes { #expect(kill(process, 0) == -1, "\(process) is left") }
    }
}
#endif
