import LeanSource
import Support
import Testing

@testable import LeanChecking

/// Workers that do not behave: whatever they do is trouble with the machinery, never a failed proof.
@Suite struct BrokenWorkerTests {
    private func error(
        _ script: String, startUp: Duration = .seconds(20)
    ) async throws -> (LeanCheckingError?, CheckerMetrics) {
        var hooks = Hooks()
        hooks.replaceWorker = { lean, arguments in ("/bin/sh", ["-c", script, lean] + arguments) }
        return try await SharedLean.withChecker(hooks: hooks, limits: { $0.startUp = startUp }) {
            checker async throws in
            let error = await #expect(throws: LeanCheckingError.self) {
                _ = try await checker.check(
                    .term("h"), of: LockedStatement("theorem t (p : Prop) (h : p) : p"), header: .empty)
            }
            return (error, await checker.metrics)
        }
    }

    @Test func `one that ends at once is tried again a few times, then its last words are told`() async throws {
        let (error, metrics) = try await error("echo 'libInit_shared.so: cannot open' >&2; exit 127")
        #expect(error?.reason == .broken)
        #expect(error?.message.contains("cannot open") == true)
        #expect(error?.message.contains("127") == true)
        #expect((metrics.started, metrics.ready) == (3, 0))
    }

    @Test func `one that talks nonsense is told by it`() async throws {
        let (error, _) = try await error("echo hello; echo; echo; sleep 600")
        #expect(error?.reason == .broken)
        #expect(error?.message.contains("badHeader") == true, "\(error?.message ?? "")")
    }

    @Test func `one that never answers is killed when its time to start is over`() async throws {
        let (error, metrics) = try await error("cat > /dev/null", startUp: .milliseconds(200))
        #expect(error?.reason == .broken)
        #expect(metrics.kills == 3)
    }

    @Test func `one that floods is killed`() async throws {
        let (error, _) = try await error(
            "while :; do printf 'Content-Length: 2\\r\\n\\r\\n{}'; done", startUp: .milliseconds(500))
        #expect(error?.reason == .broken)
    }

    @Test func `one whose canaries answer strangely is given up at once`() async throws {
        try await SharedLean.withChecker { checker async throws in
            let error = await #expect(throws: LeanCheckingError.self) {
                // Theorems get other names than they should have.
                try await checker.warmUp(LeanHeader(text: "namespace Hidden"))
            }
            #expect(error?.reason == .canary)
            #expect(error?.message.contains("dsprover_canary_true") == true)
            let metrics = await checker.metrics
            #expect((metrics.started, metrics.ready) == (1, 0))
        }
    }

    @Test func `a canary names itself and what was wrong`() throws {
        let song = CanarySong.solo(Canary.all[1], Canary.all[1].document(.empty))
        let line = Canary.all[1].document(.empty).questionLine
        let name = Canary.all[1].name
        let believed = song.objection(
            to: [Diagnostic(line: line, severity: 3, message: "'\(name)' does not depend on any axioms")])
        #expect(believed?.reason == .canary)
        #expect(believed?.message.contains(name) == true)
        #expect(song.objection(to: [Diagnostic(line: 0, severity: 1, message: "no")]) == nil)
    }

    @Test(arguments: Canary.all)
    func `silence fails every canary but the false one`(canary: Canary) {
        let song = CanarySong.solo(canary, canary.document(.empty))
        #expect((song.objection(to: []) == nil) == (canary.expected == .failed))
    }

    @Test func `every canary sings alone and in company`() {
        let songs = CanarySong.all(.empty)
        #expect(songs.count == Canary.all.count + 1)
        guard case .choir(let document) = songs.last else {
            Issue.record("no choir")
            return
        }
        #expect(document.items.map(\.name) == Canary.all.map(\.name))
        #expect(CanarySong.choir(.empty).objection(to: [])?.reason == .canary)
    }
}
