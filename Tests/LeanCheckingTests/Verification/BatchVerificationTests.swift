import Foundation
import LeanSource
import Testing

@testable import LeanChecking

/// Proofs that are verified in one go: the company changes nobody's verdict.
@Suite struct BatchVerificationTests {
    struct Neighbour: Sendable, CustomTestStringConvertible {
        let what: String
        let statement: String
        let proof: String
        let verdict: String
        var testDescription: String { what }
    }

    static let falsehood = "theorem bad : 1 = 2"

    static let neighbours: [Neighbour] = [
        Neighbour(what: "a wrong proof", statement: falsehood, proof: "rfl", verdict: "failed"),
        Neighbour(what: "a hole", statement: falsehood, proof: "sorry", verdict: "incomplete"),
        Neighbour(
            what: "a proof that the kernel has not seen", statement: falsehood,
            proof: "set_option debug.skipKernelTC true in decide +kernel", verdict: "failed"),
        Neighbour(
            what: "a statement that does not elaborate", statement: "theorem bad : unheard_of = 1", proof: "rfl",
            verdict: "failed"),
        Neighbour(what: "a name that is taken", statement: "theorem absurd : 1 = 1", proof: "rfl", verdict: "failed"),
        Neighbour(
            what: "a comment without an end", statement: "theorem bad : 1 = 1", proof: "rfl /- and now",
            verdict: "failed"),
        Neighbour(
            what: "a scope that is closed too often", statement: "theorem bad : 1 = 1", proof: "rfl\nend\nend",
            verdict: "failed"),
        Neighbour(
            what: "an axiom before a second theorem", statement: falsehood,
            proof: "exact cheat\naxiom cheat : 1 = 2\ntheorem other : 1 = 1 := rfl", verdict: "failed"),
        Neighbour(
            what: "the end of the file in the middle", statement: "theorem bad : 1 = 1", proof: "rfl\n#exit",
            verdict: "failed"),
        Neighbour(
            what: "a notation for all that follow", statement: "theorem bad : True",
            proof: "trivial\nnotation \"rfl\" => sorry", verdict: "verified"),
        Neighbour(
            what: "an option for all that follow", statement: "theorem bad : True",
            proof: "trivial\nset_option debug.skipKernelTC true", verdict: "failed"),
    ]

    private func items(_ count: Int) -> [(LockedStatement, ProofBody)] {
        let shapes = [
            ("(a b : Nat) : a + b = b + a", "omega"), ("(n : Nat) (h : n % 2 = 1) : (n + 1) % 2 = 0", "omega"),
            ("(p q : Prop) (h : p ∧ q) : q ∧ p", "exact ⟨h.2, h.1⟩"), ("(n : Nat) : n * 0 = 0", "simp"),
            (": 17 * 3 = 51", "decide"), ("(x : Int) (h : 3 * x + 5 = 20) : x = 5", "omega"),
            ("(n : Nat) : n = n", "rfl"),
        ]
        return (0..<count).map { number in
            let shape = shapes[number % shapes.count]
            return (LockedStatement("theorem item_\(number) \(shape.0)"), .tactics(shape.1))
        }
    }

    /// All at once through the queue, without the guard.
    private func verify(_ items: [(LockedStatement, ProofBody)], rung: Int = 5) async throws -> [CheckResult] {
        let bench = try await Bench()
        let queue = VerificationQueue(bench.compiler, bench.station, room: 1)
        return try await withThrowingTaskGroup(of: (Int, CheckResult).self) { group in
            for (index, (statement, proof)) in items.enumerated() {
                group.addTask {
                    let item = VerificationItem(proof, of: statement, header: .empty, rung: rung)
                    return (index, try await queue.verify(item))
                }
            }
            var results: [Int: CheckResult] = [:]
            for try await (index, result) in group { results[index] = result }
            return items.indices.compactMap { results[$0] }
        }
    }

    @Test func `32 proofs go through the three processes together`() async throws {
        let bench = try await Bench()
        let items = items(32).map { VerificationItem($0.1, of: $0.0, header: .empty, rung: 5) }
        let outcome = try await #require(VerificationAttempt(items, bench.compiler, bench.station)).run()
        #expect(outcome.again == [])
        #expect(outcome.settled.count == 32)
        #expect(outcome.settled.values.allSatisfy { $0.verdict == .verified && $0.rung == 5 })
        #expect(outcome.settled[0]?.axioms.contains("propext") == true)
        #expect(outcome.settled[2]?.axioms == [])
    }

    @Test(arguments: [3, 4, 5])
    func `all proofs of a batch reach the rung that is asked for`(rung: Int) async throws {
        let results = try await verify(items(9), rung: rung)
        #expect(results.count == 9)
        #expect(results.allSatisfy { $0.verdict == .verified && $0.rung == rung })
    }

    @Test(arguments: neighbours)
    func `a bad neighbour changes nobody's verdict`(neighbour: Neighbour) async throws {
        var all = items(6)
        all.insert((LockedStatement(neighbour.statement), .tactics(neighbour.proof)), at: 2)
        let results = try await verify(all)
        try #require(results.count == 7)
        #expect(results[2].verdict.word == neighbour.verdict, "\(results[2])")
        for (index, result) in results.enumerated() where index != 2 {
            #expect(result.verdict == .verified, "\(index): \(result)")
            #expect(result.rung == 5)
        }
    }

    @Test func `several bad neighbours of every kind change nobody's verdict`() async throws {
        var all = items(20)
        for (index, neighbour) in Self.neighbours.enumerated() {
            let statement = LockedStatement(neighbour.statement.replacing("bad", with: "bad_\(index)"))
            all.insert((statement, .tactics(neighbour.proof)), at: 3 * index)
        }
        let results = try await verify(all)
        try #require(results.count == all.count)
        for (index, neighbour) in Self.neighbours.enumerated() {
            #expect(results[3 * index].verdict.word == neighbour.verdict, "\(neighbour.what): \(results[3 * index])")
        }
        let honest = all.indices.filter { all[$0].0.name.hasPrefix("item") }
        #expect(honest.allSatisfy { results[$0].verdict == .verified && results[$0].rung == 5 })
    }

    @Test func `a neighbour that never ends costs only its own time`() async throws {
        let bench = try await Bench()
        var limits = LeanLimits()
        limits.wallClock = .seconds(2)
        limits.startUp = .seconds(1)
        limits.maxHeartbeats = 1 << 40
        let queue = VerificationQueue(
            ModuleCompiler(toolchain: bench.compiler.toolchain, limits: limits), bench.station, room: 1)
        var all = items(4)
        all.insert((LockedStatement("theorem bad : 1 = 1"), .tactics("repeat (have := trivial)")), at: 1)
        let verdicts = try await withThrowingTaskGroup(of: (Int, Verdict).self) { group in
            for (index, (statement, proof)) in all.enumerated() {
                group.addTask {
                    let item = VerificationItem(proof, of: statement, header: .empty, rung: 5)
                    return (index, try await queue.verify(item).verdict)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(verdicts == [0: .verified, 1: .timeout, 2: .verified, 3: .verified, 4: .verified])
    }

    @Test func `messages keep their places in each model's own text`() async throws {
        var all = items(3)
        all.insert((LockedStatement("theorem bad (h : 1 = 1) : 1 = 2"), .tactics("skip\nskip\nexact nowhere")), at: 1)
        let results = try await verify(all)
        let error = try #require(results[1].messages.first { $0.severity == .error })
        #expect(error.line == 3)
        #expect(error.column == 6)
        #expect(results[1].rung == 2)
    }

    @Test func `different headers and rungs do not mix`() async throws {
        let checker = try await SharedLean.checker
        let open = LeanHeader(text: "open Nat")
        async let first = checker.verify(.term("rfl"), of: LockedStatement("theorem a : 1 = 1"), header: .empty)
        async let second = checker.verify(
            .term("rfl"), of: LockedStatement("theorem b (n : Nat) : succ n = n + 1"), header: open)
        async let third = checker.verify(
            .term("rfl"), of: LockedStatement("theorem c : 1 = 1"), header: .empty, upTo: 4)
        async let fourth = checker.verify(
            .term("rfl"), of: LockedStatement("theorem d (n : Nat) : succ n = n + 1"), header: .empty)
        #expect(try await first.rung == 5)
        #expect(try await second.rung == 5)
        #expect(try await third.rung == 4)
        #expect(try await fourth.verdict == .failed)
    }

    @Test func `who is cancelled leaves, and the others get their verdicts`() async throws {
        let bench = try await Bench()
        let queue = VerificationQueue(bench.compiler, bench.station, room: 1)
        let all = items(4).map { VerificationItem($0.1, of: $0.0, header: .empty, rung: 5) }
        let tasks = all.map { item in Task { try await queue.verify(item).verdict } }
        tasks[1].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        for index in [0, 2, 3] { #expect(try await tasks[index].value == .verified) }
    }

    @Test func `after the end everybody is told so`() async throws {
        let bench = try await Bench()
        let queue = VerificationQueue(bench.compiler, bench.station, room: 1)
        let item = VerificationItem(.term("rfl"), of: LockedStatement("theorem a : 1 = 1"), header: .empty, rung: 5)
        let early = Task { try await queue.verify(item) }
        await queue.stop()
        await #expect(throws: LeanCheckingError.self) { _ = try await queue.verify(item) }
        switch await early.result {
        case .success(let result): #expect(result.verdict == .verified)
        case .failure(let error): #expect((error as? LeanCheckingError)?.reason == .stopped)
        }
    }
}
