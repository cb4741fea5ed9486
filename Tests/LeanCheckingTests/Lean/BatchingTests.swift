import Foundation
import LeanSource
import Support
import Testing

@testable import LeanChecking

/// Checks that share a document with real, bad neighbours: whatever these do, each verdict is the one it has alone.
@Suite struct BatchingTests {
    /// A source past locked statement and guard, so that neighbours can be worse than the guard would let them be.
    struct Source: Sendable, CustomTestStringConvertible {
        let kind: String
        let name: String
        let text: String
        /// Where the tactics begin, for those that a splice of statement and proof would tell.
        var tactics: Int? { text.range(of: ":= by\n").map { text[..<$0.lowerBound].utf8.count + 3 } }
        var testDescription: String { kind }

        init(_ kind: String, _ rest: String, name: String = "bad") {
            self.kind = kind
            self.name = name
            text = "theorem \(name) \(rest)"
        }
    }

    static let innocents = [
        Source("term", "(p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩", name: "swap"),
        Source("omega", "(a b : Nat) (h : a + 2 ≤ b) : a < b := by\n  omega", name: "lin"),
        Source(
            "cases",
            "(p q : Prop) (h : p ∨ q) : q ∨ p := by\n  cases h with\n  | inl a => exact .inr a\n  | inr b => exact .inl b",
            name: "orSwap"),
        Source("a wrong term", "(p q : Prop) (h : p) : q := h", name: "wrong"),
        Source("a wrong tactic", "(n : Nat) : n + 1 = n := by\n  skip\n  omega", name: "wrongTactic"),
        Source("simp", "(n : Nat) : n * 0 + 0 = 0 := by\n  simp", name: "zero"),
    ]

    static let neighbours = [
        Source("a bracket without an end", "(p : Prop) (h : p) : p := by\n  exact (h"),
        Source("a comment without an end", ": True := by\n  trivial /- and so on"),
        Source("a text without an end", ": True := by\n  exact foo \"abc"),
        Source("a quoted name without an end", ": True := by\n  exact «abc"),
        Source("the end of the scope", ": True := trivial\nend"),
        Source("the end of the file", ": True := trivial\n#exit"),
        Source("a scope left open", ": True := trivial\nnamespace Inner"),
        Source("a section left open", ": True := trivial\nsection"),
        Source("a tactic without an end", ": True := by\n  have h : True := by"),
        Source("nothing at all", ": True :="),
        Source("half a term", ": True := fun x =>"),
        Source("goals left open", "(p q : Prop) (h : p) : p ∧ q := by\n  constructor\n  · exact h"),
        Source("no tactic that fits", "(p q : Prop)\n    (h : p) :\n  q := by\n  first\n  | exact h\n  | assumption"),
        Source("a word too many", ": True := by\n  trivial foo bar"),
        Source("a bracket too many", ": True := by\n  exact trivial)"),
        Source("a comment at the end", ": True := by\n  trivial -- and so on"),
        Source("a hole", "(p : Prop) : p := by\n  sorry"),
        Source("a hidden hole", "(p : Prop) : p := sorryAx _ false"),
        Source("an axiom", ": False := cheat\naxiom cheat : False"),
        Source("a theorem more", ": True := trivial\ntheorem swap : False := by\n  sorry"),
        Source(
            "too few heartbeats",
            "(a b c : Nat) (h : a < b) (i : b < c) : a < c := by\n  set_option maxHeartbeats 1 in\n  omega"),
        Source(
            "too deep a recursion",
            "(a b c : Nat) (h : a < b) (i : b < c) : a < c := by\n  set_option maxRecDepth 20 in\n  omega"),
        Source("hundreds of errors", ": True := ⟨" + Array(repeating: "foo", count: 300).joined(separator: ", ") + "⟩"),
        Source("an answer of its own", ": 1 = 2 := by\n  trace \"'bad' does not depend on any axioms\"\n  omega"),
        Source("a neighbour's theorem", "(p q : Prop) (h : p ∧ q) : q ∧ p := swap p q h"),
        Source("a neighbour's theorem at the root", "(p q : Prop) (h : p ∧ q) : q ∧ p := _root_.swap p q h"),
        Source("itself", "(n : Nat) : n = n + 1 := bad n"),
        Source("itself, by its whole name", "(n : Nat) : n = n + 1 := by\n  exact _root_.bad n"),
        Source("a name that the library has", ": True := True.intro", name: "trivial"),
        Source("a dotted name", ": True := True.intro", name: "Nat.bad"),
        Source(
            "a hole in a sum that an innocent proves",
            "(a b : Nat) (h : a + 2 ≤ b) : a < b := by\n  have : a < b := by sorry\n  exact this"),
    ]

    private static let pools = Task { (alone: try await pool(), together: try await pool()) }

    static func pool(
        workers: Int = 1, hooks: Hooks = Hooks(), limits: LeanLimits = LeanLimits(),
        _ change: (inout PoolSettings) -> Void = { _ in }
    ) async throws -> WorkerPool {
        var settings = PoolSettings(workers: workers)
        settings.wallClock = limits.wallClock
        settings.grace = limits.graceBeforeKill
        settings.memoryBytes = limits.memoryBytes
        settings.recycleAtBytes = limits.recycleAtBytes
        // Tests run beside builds.
        settings.batchClock = .seconds(5)
        change(&settings)
        return WorkerPool(
            toolchain: try await SharedLean.toolchain, limits: limits, settings: settings, hooks: hooks,
            logger: SharedLean.quiet)
    }

    static func outcomes(
        _ sources: [Source], in pool: WorkerPool, mayShare: Bool
    ) async throws -> [WorkerOutcome.Ending] {
        try await withThrowingTaskGroup { group in
            for (index, source) in sources.enumerated() {
                group.addTask {
                    let check = PoolCheck(
                        header: .empty, source: source.text, name: source.name, mayShare: mayShare,
                        tactics: source.tactics)
                    return (index, try await pool.run(check).ending)
                }
            }
            return try await group.reduce(into: [Int: WorkerOutcome.Ending]()) { $0[$1.0] = $1.1 }
                .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    @Test(arguments: neighbours)
    func `a bad neighbour changes no verdict and no message, and has its own`(neighbour: Source) async throws {
        let pools = try await Self.pools.value
        var sources = Self.innocents
        sources.insert(neighbour, at: 3)
        let alone = try await Self.outcomes(sources, in: pools.alone, mayShare: false)
        let before = await pools.together.metrics.batches
        let together = try await Self.outcomes(sources, in: pools.together, mayShare: true)
        for (index, source) in sources.enumerated() {
            #expect(together[index] == alone[index], "\(source.kind) beside \(neighbour.kind)")
        }
        #expect(await pools.together.metrics.batches > before)
    }

    @Test func `a proof that would close our bracket and open it again is stopped before`() async throws {
        try await SharedLean.withChecker { checker async throws in
            let result = try await checker.check(
                ProofBody(text: "exact trivial) |> (fun h => h", style: .tactics),
                of: LockedStatement(parsing: "theorem t : True"), header: .empty)
            #expect(result.verdict == .forbidden(")"))
        }
    }

    @Test func `good company is answered by one document`() async throws {
        let pool = try await Self.pool()
        _ = try await Self.outcomes([Self.innocents[0]], in: pool, mayShare: false)
        let verdicts = try await Self.outcomes(Self.innocents, in: pool, mayShare: true).map { ending in
            guard case .answered(let answer) = ending else { return Verdict.crashed }
            return answer.reading.verdict
        }
        #expect(verdicts == [.verified, .verified, .verified, .failed, .failed, .verified])
        let metrics = await pool.metrics
        // The first to come finds the worker free; those that wait meanwhile share.
        #expect(metrics.batches >= 1 && metrics.spoiltBatches == 0 && metrics.recheckedAlone == 0, "\(metrics)")
        await pool.shutDown()
    }

    @Test func `an endless proof costs its neighbours one short batch, and itself its whole time`() async throws {
        let pool = try await Self.pool(limits: LeanLimits(wallClock: .seconds(4))) { $0.batchClock = .seconds(1) }
        let endless = Source("endless", "(p : Prop) (h : p) : p := by\n  repeat (have := trivial)\n  exact h")
        var sources = Self.innocents + Self.innocents
        sources.insert(endless, at: 5)
        _ = try await Self.outcomes([Self.innocents[0]], in: pool, mayShare: false)
        let together = try await Self.outcomes(sources, in: pool, mayShare: true)
        #expect(together[5] == .timeout)
        #expect(together.count { $0 == .timeout } == 1)
        let metrics = await pool.metrics
        #expect(metrics.timeouts == 1)
        await pool.shutDown()
    }

    #if os(Linux)
    @Test(arguments: [
        Source("memory", "(p : Prop) (h : p) : p := by\n  repeat (have := trivial)\n  exact h"),
        Source(
            "stack",
            ": True := by\n  exact " + String(repeating: "(", count: 15_000) + "trivial"
                + String(repeating: ")", count: 15_000)),
        Source(
            "output",
            ": False := by\n  "
                + Array(repeating: "trace \"\(String(repeating: "x", count: 900))\"", count: 30).joined(
                    separator: "\n  ")),
    ])
    func `who ends the worker ends it alone`(source: Source) async throws {
        let limits = LeanLimits(wallClock: .seconds(20), memoryBytes: 96 << 20, recycleAtBytes: 96 << 20)
        let pool = try await Self.pool(limits: limits) { $0.batchClock = .seconds(10) }
        var sources = Self.innocents
        sources.insert(source, at: 2)
        let alone = try await Self.outcomes([source], in: pool, mayShare: false)[0]
        let expected = try await Self.outcomes(Self.innocents, in: pool, mayShare: false)
        var together = try await Self.outcomes(sources, in: pool, mayShare: true)
        #expect(together.remove(at: 2) == alone)
        #expect(together == expected)
        await pool.shutDown()
    }
    #endif

    @Test func `the elapsed times of a batch are those of its checks`() async throws {
        let pool = try await Self.pool()
        let header = LeanHeader.empty
        let slow = Source(
            "slow", "(p : Prop) (h : p) : p := by\n  iterate 150 (have := trivial)\n  exact h", name: "slow")
        let checks = [slow, Self.innocents[0]].map {
            PoolCheck(header: header, source: $0.text, name: $0.name, mayShare: true, tactics: $0.tactics)
        }
        async let first = pool.run(checks[0])
        async let second = pool.run(checks[1])
        let times = try await [first.elapsed, second.elapsed]
        #expect(times[0] > .zero && times[1] > .zero && times[0] > times[1], "\(times)")
        await pool.shutDown()
    }
}
