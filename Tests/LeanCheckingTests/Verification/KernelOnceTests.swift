import LeanSource
import Support
import Testing

@testable import LeanChecking

/// At rung 5 the kernel is asked once, by the probe; what it refuses is told as if Lean had asked it too.
@Suite struct KernelOnceTests {
    private func verify(_ statement: String, _ proof: String, upTo rung: Int = 5) async throws -> CheckResult {
        try await SharedLean.checker.verify(
            .tactics(proof), of: LockedStatement(statement), header: .empty, upTo: rung)
    }

    @Test func `the option is set only where the probe asks the kernel afterwards`() {
        let option = "-Dweak.debug.skipKernelTC=true"
        #expect(LeanOptions.compiler(LeanLimits(), asksKernel: false).contains(option))
        #expect(!LeanOptions.compiler(LeanLimits()).contains(option))
        #expect(!LeanOptions.checker(LeanLimits()).contains(option))
        #expect(!LeanOptions.worker(LeanLimits()).contains(option))
    }

    @Test(arguments: ["decide", "decide +kernel", "exact (by decide)", "simp"])
    func `a proof holds with and without a word about the kernel`(proof: String) async throws {
        let result = try await verify("theorem t : 17 * 4 = 68", proof)
        #expect(result.verdict == .verified && result.rung == 5, "\(result.messages)")
    }

    /// Without the kernel the first branch would seem to succeed.
    @Test func `a proof whose way depends on what the kernel refuses is followed to its end`() async throws {
        let result = try await verify(
            "theorem t (n : Nat) (h : n = 2 + 3) : n = 5",
            "first\n| exact absurd (by decide +kernel : 1 = 2) (by decide)\n| omega")
        #expect(result.verdict == .verified && result.rung == 5, "\(result.messages)")
    }

    @Test(arguments: [3, 4, 5])
    func `a false claim decided by the kernel fails on every rung with Lean's words`(rung: Int) async throws {
        let result = try await verify("theorem t : 1 = 2", "decide +kernel", upTo: rung)
        #expect(result.verdict == .failed)
        #expect(result.messages.contains { $0.severity == .error })
    }
}
