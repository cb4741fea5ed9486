import Foundation
import LeanSource
import Testing

@testable import LeanChecking

/// Compiled files that are not what a compiler writes. Nothing of them is ever called proved.
@Suite struct BrokenModuleTests {
    private static let goal = "theorem t (a b : Nat) : a + b = b + a := sorry"
    private static let candidate = "theorem t (a b : Nat) : a + b = b + a := by omega"

    private func answer(
        _ change: @escaping (inout Data) -> Void, _ side: ModuleCompiler.Side = .candidate
    )
        async throws -> ProbeStation.Answer
    {
        try await Bench().judge("t", goal: Self.goal, candidate: Self.candidate) { files in
            change(&files[side, default: Data()])
        }
    }

    private func isRefused(_ answer: ProbeStation.Answer) -> Bool {
        switch answer {
        case .report(.unreadable, _): true
        case .report(.judged(let findings), _): findings.allSatisfy { $0.verdict != .proved }
        case .broken, .ended: false
        }
    }

    @Test(arguments: [0, 1, 60, 95, 96, 400])
    func `a truncated file cannot be read`(length: Int) async throws {
        let answer = try await answer { $0 = $0.prefix(length) }
        guard case .report(.unreadable("candidate", _), _) = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test func `garbage cannot be read`() async throws {
        #expect(isRefused(try await answer { $0 = Data(repeating: 0x5A, count: 5000) }))
        #expect(isRefused(try await answer { $0 = Data("olean".utf8) + Data(repeating: 2, count: 5000) }))
    }

    @Test func `a broken trusted file is blamed on the trusted side`() async throws {
        let answer = try await answer({ $0 = $0.prefix(100) }, .goal)
        guard case .report(.unreadable("goal", _), _) = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test func `another import list is refused`() async throws {
        let answer = try await Bench().judge(
            "t", goal: "prelude\nimport Init\n" + Self.goal, candidate: "prelude\nimport Base.Omega\n" + Self.candidate)
        guard case .report(.unreadable("imports", _), _) = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test func `flipped bytes never crash the probe and never make another theorem proved`() async throws {
        // Any byte may be anything: the answer may even be "proved" where the byte does not matter (a position, a hash that
        // is computed anew), but only of the theorem that the trusted side has.
        let bench = try await Bench()
        let files = try await bench.compile(
            goal: "theorem t : 1 = 2 := sorry",
            candidate: "set_option debug.skipKernelTC true in\ntheorem t : 1 = 2 := by decide +kernel")
        let goal = try #require(files[.goal])
        let whole = try #require(files[.candidate])
        var random = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<4 { bytes[Int.random(in: 80..<bytes.count, using: &random)] = UInt8.random(in: 0...255) }
            let answer = try await bench.station.judge(
                [ProbeRequest.Theorem(name: ["t"])], goal: goal, candidate: bytes, rung: 5, heartbeats: 0,
                within: .seconds(60))
            #expect(isRefused(answer), "\(answer)")
        }
    }
}
