import Foundation
import Testing

@testable import LeanChecking

@Suite struct CompilerRunTests {
    private func verdict(
        _ ending: BoundedCommand.Ending, output: String = "", errors: String = "", hasFile: Bool = true
    ) -> Verdict? {
        let outcome = BoundedCommand.Outcome(
            ending: ending, output: Array(output.utf8), errors: errors, elapsed: .zero, peakMemoryBytes: nil)
        return CompilerRun(outcome, olean: hasFile ? Data() : nil).verdict
    }

    @Test func `a run is beyond doubt only with exit code, compiled file and readable output`() {
        #expect(verdict(.ended(.exited(0))) == nil)
        #expect(verdict(.ended(.exited(0)), hasFile: false) == .crashed)
        #expect(verdict(.ended(.exited(1))) == .crashed)
        #expect(verdict(.ended(.signaled(11))) == .crashed)
        #expect(verdict(.ended(.exited(0)), output: "hello\n") == .crashed)
    }

    @Test func `limits are told apart from crashes`() {
        #expect(verdict(.ended(.exited(1)), errors: "INTERNAL PANIC: out of memory", hasFile: false) == .outOfMemory)
        #expect(verdict(.timedOut) == .timeout)
        #expect(verdict(.outOfMemory) == .outOfMemory)
        #expect(verdict(.tooMuchOutput) == .outOfMemory)
    }

    @Test func `an error message decides whatever the exit code is`() {
        let error = #"{"severity":"error","pos":{"line":1,"column":0},"kind":"[anonymous]","data":"no"}"#
        #expect(verdict(.ended(.exited(0)), output: error) == .failed)
        #expect(verdict(.ended(.exited(1)), output: error, hasFile: false) == .failed)
    }

    @Test func `what is left in place of a compiled file is not read`() async throws {
        let compiler = ModuleCompiler(toolchain: try await SharedLean.toolchain, limits: LeanLimits())
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try folder.makeFolder("goal/\(ModuleCompiler.module).olean")
        let run = try await compiler.compile("theorem t : 1 = 1 := rfl", .goal, in: folder, within: .seconds(60))
        #expect(run.olean == nil)
        #expect(run.verdict != nil)
    }
}
