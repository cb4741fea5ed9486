import Foundation
import LeanSource
import Testing

@testable import LeanChecking

@Suite struct VerificationTests {
    private let statement = LockedStatement("theorem lin (a b : Nat) (h : a + 2 ≤ b) : a < b")

    @Test func `a good proof reaches rung 5 with its axioms, time and memory`() async throws {
        let result = try await SharedLean.checker.verify(.tactics("omega"), of: statement, header: .empty)
        #expect(result.verdict == .verified, "\(result)")
        #expect(result.rung == 5)
        #expect(result.axioms.contains("propext"))
        #expect(Set(result.axioms).isSubset(of: AxiomReport.allowed))
        #expect(result.elapsed > .zero)
        #expect((result.peakMemoryBytes ?? 0) > 0)
    }

    @Test(arguments: [3, 4, 5])
    func `a proof reaches the rung that is asked for`(rung: Int) async throws {
        let result = try await SharedLean.checker.verify(.tactics("omega"), of: statement, header: .empty, upTo: rung)
        #expect(result.verdict == .verified, "\(result)")
        #expect(result.rung == rung)
        #expect(result.axioms.contains("propext"))
    }

    @Test(arguments: [2, 6])
    func `there are no other rungs to verify up to`(rung: Int) async throws {
        await #expect(throws: LeanCheckingError.self) {
            try await SharedLean.checker.verify(.tactics("omega"), of: statement, header: .empty, upTo: rung)
        }
    }

    @Test(arguments: [
        ("theorem imp {p q : Prop} (f : p → q) [d : Decidable p] : ¬q → ¬p", "fun n h => n (f h)"),
        ("theorem matched (n : Nat) : (match n with | 0 => 0 | k + 1 => k) = n - 1", "by cases n <;> rfl"),
        ("theorem größe' : 1 = 1", "rfl"),
        (
            "theorem big : 340282366920938463463374607431768211456 = 340282366920938463463374607431768211455 + 1",
            "rfl"
        ),
        ("theorem univ.{u} (α : Sort u) (a : α) : a = a", "rfl"),
        ("theorem true : True", "trivial"),
    ])
    func `a statement is compared as an expression`(source: String, proof: String) async throws {
        let result = try await SharedLean.checker.verify(.term(proof), of: LockedStatement(source), header: .empty)
        #expect(result.verdict == .verified, "\(result)")
        #expect(result.rung == 5)
    }

    @Test func `the header is in force in all processes`() async throws {
        let statement = LockedStatement("theorem t (n : Nat) : succ n = n + 1")
        let result = try await SharedLean.checker.verify(
            .term("rfl"), of: statement, header: LeanHeader(text: "open Nat"))
        #expect(result.verdict == .verified, "\(result)")
    }

    @Test func `a wrong proof fails with messages in the model's own text`() async throws {
        let result = try await SharedLean.checker.verify(.tactics("skip\nexact h"), of: statement, header: .empty)
        #expect(result.verdict == .failed)
        #expect(result.rung == 2)
        #expect(result.messages.first { $0.severity == .error }?.line == 2)
    }

    @Test func `a statement that does not elaborate stops at the first process`() async throws {
        let result = try await SharedLean.checker.verify(
            .term("rfl"), of: LockedStatement("theorem t : unheard_of = 1"), header: .empty)
        #expect(result.verdict == .failed)
        #expect(result.rung == 0)
    }

    @Test(arguments: [
        ("sorry", Verdict.incomplete, 2), ("exact sorryAx _ false", .incomplete, 2),
        ("set_option debug.skipKernelTC true in decide +kernel", .failed, 4),
    ])
    func `what the guard would have refused is found out without it`(
        text: String, verdict: Verdict, rung: Int
    ) async throws {
        let result = try await Bench().verify(.tactics(text), of: LockedStatement("theorem t : 1 = 2"))
        #expect(result.verdict == verdict, "\(result)")
        #expect(result.rung == rung)
    }

    @Test func `a proof that runs too long is a timeout of its own`() async throws {
        var limits = LeanLimits()
        limits.wallClock = .seconds(1)
        limits.startUp = .seconds(1)
        limits.maxHeartbeats = 1 << 40
        let result = try await Bench(limits: limits).verify(
            .tactics("repeat (have := trivial)"), of: LockedStatement("theorem t : 1 = 1"))
        #expect(result.verdict == .timeout)
        #expect(result.rung == 2)
    }
}

/// The parts of verification, without the guard before them.
struct Bench {
    let compiler: ModuleCompiler
    let station: ProbeStation

    private static let shared = Task {
        let compiler = ModuleCompiler(toolchain: try await SharedLean.toolchain, limits: LeanLimits())
        return ProbeStation(ProbeProgram(toolchain: compiler.toolchain), compiler)
    }

    init(limits: LeanLimits = LeanLimits()) async throws {
        compiler = ModuleCompiler(toolchain: try await SharedLean.toolchain, limits: limits)
        station = try await Self.shared.value
    }

    init(_ compiler: ModuleCompiler, _ station: ProbeStation) {
        self.compiler = compiler
        self.station = station
    }

    func verify(_ proof: ProofBody, of statement: LockedStatement, rung: Int = 5) async throws -> CheckResult {
        let item = VerificationItem(proof, of: statement, header: .empty, rung: rung)
        let attempt = try #require(VerificationAttempt([item], compiler, station))
        return try #require(try await attempt.run().settled[0])
    }

    /// What the probe says of a theorem of two modules that are compiled as they stand.
    func judge(
        _ name: String, goal: String, candidate: String, rung: Int = 5, ownParts: Int = 0,
        disturb: (inout [ModuleCompiler.Side: Data]) -> Void = { _ in }
    ) async throws -> ProbeStation.Answer {
        var files = try await compile(goal: goal, candidate: candidate)
        disturb(&files)
        return try await station.judge(
            [ProbeRequest.Theorem(name: LeanName.parts(of: name), ownParts: ownParts)],
            goal: files[.goal, default: Data()], candidate: files[.candidate, default: Data()], rung: rung,
            heartbeats: 0, within: .seconds(60))
    }

    func compile(goal: String, candidate: String) async throws -> [ModuleCompiler.Side: Data] {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        var files: [ModuleCompiler.Side: Data] = [:]
        for (side, text) in [(ModuleCompiler.Side.goal, goal), (.candidate, candidate)] {
            let run = try await compiler.compile(text, side, in: folder, within: .seconds(60))
            try #require(run.verdict == nil, "\(side): \(run.messages)")
            let bytes: Data = try #require(run.olean)
            files[side] = bytes
        }
        return files
    }

    /// As `judge`, when the probe must have an opinion.
    func finding(
        _ name: String, goal: String, candidate: String, rung: Int = 5, ownParts: Int = 0
    ) async throws -> ProbeReport.Finding {
        let answer = try await judge(name, goal: goal, candidate: candidate, rung: rung, ownParts: ownParts)
        guard case .report(.judged(let findings), _) = answer else {
            Issue.record("\(answer)")
            throw CancellationError()
        }
        return try #require(findings.first)
    }
}
