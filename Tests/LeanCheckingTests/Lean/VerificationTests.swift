import LeanSource
import Testing

@testable import LeanChecking

@Suite struct VerificationTests {
    private let statement = LockedStatement("theorem lin (a b : Nat) (h : a + 2 ≤ b) : a < b")

    private func unguarded(_ proof: ProofBody, of statement: LockedStatement? = nil) async throws -> CheckResult {
        let verification = SeparateVerification(toolchain: try await SharedLean.toolchain, limits: LeanLimits())
        return try await verification.run(proof, of: statement ?? self.statement, header: .empty)
    }

    @Test func `a good proof reaches rung 4 with its axioms, time and memory`() async throws {
        let result = try await SharedLean.checker.verify(.tactics("omega"), of: statement, header: .empty)
        #expect(result.verdict == .verified, "\(result.messages)")
        #expect(result.rung == 4)
        #expect(result.axioms.contains("propext"))
        #expect(Set(result.axioms).isSubset(of: AxiomReport.allowed))
        #expect(result.elapsed > .zero)
    }

    @Test func `a term with implicit arguments and hypotheses is compared rightly`() async throws {
        let statement = LockedStatement("theorem imp {p q : Prop} (f : p → q) [d : Decidable p] : ¬q → ¬p")
        let result = try await SharedLean.checker.verify(.term("fun n h => n (f h)"), of: statement, header: .empty)
        #expect(result.verdict == .verified, "\(result)")
        #expect(result.axioms == [])
    }

    @Test func `the header is in force in all three processes`() async throws {
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

    @Test(arguments: ["sorry", "exact sorryAx _ false"])
    func `a hole is refused without the guard too`(text: String) async throws {
        let result = try await unguarded(.tactics(text))
        #expect(result.verdict == .incomplete)
        #expect(result.rung == 2)
    }

    @Test func `an axiom before the theorem is refused by its name`() async throws {
        let probe = ProbeQuestion(trusted: "g", theorem: "t")
        let answer = LeanMessage(severity: .information, line: 6, column: 0, text: "'t' depends on axioms: [cheat]")
        let reading = probe.read(CompilerRun(Self.outcome([answer]), hasOutput: true))
        #expect(reading.verdict == .axioms(["cheat"]))
    }

    @Test func `a theorem of another type is a wrong statement`() async throws {
        // The goal is what the trusted compile sees; the candidate is another theorem of the same name.
        let question = ProbeQuestion(trusted: "g", theorem: "t")
        let error = LeanMessage(severity: .error, line: 4, column: 0, text: "Type mismatch")
        guard case .wrongStatement = question.read(CompilerRun(Self.outcome([error], exit: 1), hasOutput: true)).verdict
        else {
            Issue.record("another type was accepted")
            return
        }
    }

    @Test(arguments: [1, 2])
    func `compiled files that cannot be imported are our trouble`(line: Int) {
        let error = LeanMessage(severity: .error, line: line, column: 0, text: "unknown module prefix")
        let reading = ProbeQuestion(trusted: "g", theorem: "t").read(
            CompilerRun(Self.outcome([error], exit: 1), hasOutput: false))
        guard case .checkerBroken = reading.verdict else {
            Issue.record("\(reading.verdict)")
            return
        }
    }

    @Test func `a silent probe proves nothing`() {
        let question = ProbeQuestion(trusted: "g", theorem: "t")
        #expect(question.read(CompilerRun(Self.outcome([]), hasOutput: true)).verdict == .failed)
    }

    @Test func `a run is beyond doubt only with exit code, compiled file and readable output`() {
        #expect(CompilerRun(Self.outcome([]), hasOutput: true).verdict == nil)
        #expect(CompilerRun(Self.outcome([]), hasOutput: false).verdict == .crashed)
        #expect(CompilerRun(Self.outcome([], exit: 1), hasOutput: true).verdict == .crashed)
        let noise = BoundedCommand.Outcome(
            ending: .ended(.exited(0)), output: Array("hello\n".utf8), errors: "", elapsed: .zero, peakMemoryBytes: nil)
        #expect(CompilerRun(noise, hasOutput: true).verdict == .crashed)
        let panic = BoundedCommand.Outcome(
            ending: .ended(.exited(1)), output: [], errors: "INTERNAL PANIC: out of memory", elapsed: .zero,
            peakMemoryBytes: nil)
        #expect(CompilerRun(panic, hasOutput: false).verdict == .outOfMemory)
        let late = BoundedCommand.Outcome(
            ending: .timedOut, output: [], errors: "", elapsed: .zero, peakMemoryBytes: nil)
        #expect(CompilerRun(late, hasOutput: true).verdict == .timeout)
    }

    private static func outcome(_ messages: [LeanMessage], exit: Int32 = 0) -> BoundedCommand.Outcome {
        let lines = messages.map {
            #"{"severity":"\#($0.severity.rawValue)","pos":{"line":\#($0.line),"column":\#($0.column)},"kind":"[anonymous]","data":"\#($0.text)"}"#
                + "\n"
        }
        return BoundedCommand.Outcome(
            ending: .ended(.exited(exit)), output: Array(lines.joined().utf8), errors: "", elapsed: .zero,
            peakMemoryBytes: nil)
    }
}
