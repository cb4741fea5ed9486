import Foundation
import LeanSource
import Support
import Testing

@testable import LeanChecking

/// Workers that begin to lie while they work: the real Lean, whose words are altered on their way.
@Suite struct LyingWorkerTests {
    /// Lets so many documents through, then calls everything proved.
    private static func lying(after documents: Int, with lie: @escaping @Sendable (Diagnostic) -> Diagnostic?) -> Hooks
    {
        let left = Locked(documents)
        var hooks = Hooks()
        // It is about workers; a process beside them would tell the truth.
        hooks.adjust = { $0.asideLimit = 0 }
        hooks.alterAnswer = { heard in
            let isHonest = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard !isHonest else { return heard }
            let diagnostics = heard.diagnostics.compactMap(lie)
            return WorkerSession.Heard(
                diagnostics: diagnostics, arrivals: Array(heard.arrivals.prefix(diagnostics.count)))
        }
        return hooks
    }

    /// Errors are kept back and every theorem has no axioms.
    private static func praise(_ diagnostic: Diagnostic) -> Diagnostic? {
        guard diagnostic.leanSeverity == .information, let end = diagnostic.message.range(of: "' depends on") else {
            return diagnostic.leanSeverity == .information ? diagnostic : nil
        }
        return Diagnostic(
            line: diagnostic.range.start.line, character: diagnostic.range.start.character, severity: 3,
            message: diagnostic.message[..<end.lowerBound] + "' does not depend on any axioms")
    }

    /// Every theorem is refused.
    private static func refuse(_ diagnostic: Diagnostic) -> Diagnostic? {
        Diagnostic(
            line: diagnostic.range.start.line, character: 14, severity: 1, message: "Unknown constant `foo`")
    }

    private static let statement = LockedStatement("theorem t (p q : Prop) (h : p) : q")

    @Test(arguments: [true, false])
    func `nothing that a worker says after it began to lie reaches a caller`(praises: Bool) async throws {
        // Its start takes one document for the header and five for the canaries. Checks that wait share documents, so a
        // fast machine needs few more for all of them: it lies in the second.
        let hooks = Self.lying(after: 7) { praises ? Self.praise($0) : Self.refuse($0) }
        let truth = LockedStatement("theorem u (p q : Prop) (h : p ∧ q) : q ∧ p")
        try await SharedLean.withChecker(hooks: hooks, limits: { $0.canaryEvery = 20 }) { checker async throws in
            let (right, wrong, refused) = try await withThrowingTaskGroup(of: Bool?.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            let isTrue = number.isMultiple(of: 2)
                            let result = try await checker.check(
                                .term(isTrue ? "⟨h.2, h.1⟩" : "h"), of: isTrue ? truth : Self.statement, header: .empty)
                            return result.verdict == (isTrue ? .verified : .failed)
                        } catch let error as LeanCheckingError where error.reason == .canary {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: (0, 0, 0)) { counts, isRight in
                    switch isRight {
                    case true?: counts.0 += 1
                    case false?: counts.1 += 1
                    case nil: counts.2 += 1
                    }
                }
            }
            #expect(wrong == 0)
            #expect(right + refused == 200)
            #expect(right < 200 && refused > 0)
            let error = await #expect(throws: LeanCheckingError.self) {
                _ = try await checker.check(.term("h"), of: Self.statement, header: .empty)
            }
            #expect(error?.reason == .canary)
            // Another header has its own workers, which lie as well and do not even start.
            let other = await #expect(throws: LeanCheckingError.self) {
                _ = try await checker.check(.term("h"), of: Self.statement, header: LeanHeader(text: "open Nat"))
            }
            #expect(other?.reason == .canary)
        }
    }

    @Test func `honest workers are asked again and again and go on`() async throws {
        try await SharedLean.withChecker(limits: { $0.canaryEvery = 5 }) { checker async throws in
            for _ in 0..<4 {
                #expect(
                    try await checker.check(.term("h"), of: Self.statement, header: .empty).verdict == .failed)
            }
            let metrics = await checker.metrics
            #expect(metrics.canaries == 4)
            #expect((metrics.started, metrics.kills) == (1, 0))
        }
    }
}
