import LeanSource
import Support

@testable import LeanChecking

/// A checker that does what a proof's first word says, for tests of what happens around it:
///
/// `ok` holds, `bad` does not, `fault` throws, `header` throws about the header, `hang` waits until it is cancelled,
/// `sorry` and `run_tac` meet the guard, `wait` waits until the test lets it go, `broken` is a check that says nothing. `ok-until-alone` holds only in a warm worker,
/// `ok-but-low` is verified at a lower rung than was asked for.
final class ScriptedChecker: ProofChecker {
    struct State: Sendable {
        var running = 0
        var mostRunning = 0
        var checked: [String] = []
        var verified = 0
        var headers: Set<String> = []
        var waiters: [CheckedContinuation<Void, Never>] = []
        var isOpen = false
    }

    let toolchain = LeanToolchain(
        profile: .embedded, leanPath: "/nowhere/lean", version: "0", library: "none", origin: "test")
    let state = Locked(State())

    func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        result(.verified, rung: 3)
    }

    func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        let words = proof.text.split(separator: " ").map(String.init)
        state.withLock { state in
            state.running += 1
            state.mostRunning = max(state.mostRunning, state.running)
            state.checked.append(proof.text)
            state.headers.insert(header.text)
        }
        defer { state.withLock { $0.running -= 1 } }
        // Others get their turn, so that the order of the ends is not that of the beginnings.
        for _ in 0..<(words.dropFirst().first.flatMap { Int($0) } ?? 0) % 7 { await Task.yield() }
        switch words.first {
        case "fault": throw LeanCheckingError(.broken, "Lean is ill.", advice: "Wait.")
        case "header": throw LeanCheckingError(.header, "The header does not elaborate.")
        case "broken": return result(.checkerBroken("two answers to one question"), rung: 0)
        case "sorry": return result(.incomplete, rung: 1)
        case "run_tac": return result(.forbidden("run_tac"), rung: 1)
        case "bad": return result(.failed, rung: 2, ["this does not hold"])
        case "hang":
            try await Task.sleep(for: .seconds(3_600))
            return result(.timeout, rung: 2)
        case "wait":
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiters.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return result(.verified, rung: 3)
        default: return result(.verified, rung: 3)
        }
    }

    func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult {
        state.withLock { $0.verified += 1 }
        if proof.text.hasPrefix("ok-until-alone") { return result(.axioms(["cheat"]), rung: 3, axioms: ["cheat"]) }
        return result(.verified, rung: proof.text.hasPrefix("ok-but-low") ? 3 : rung, axioms: ["propext"])
    }

    /// Lets everything that waits, and will wait, go on.
    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func result(
        _ verdict: Verdict, rung: Int, _ errors: [String] = [], axioms: [String] = []
    ) -> CheckResult {
        CheckResult(
            verdict: verdict, rung: rung,
            messages: errors.map { LeanMessage(severity: .error, line: 1, column: 0, text: $0) }, axioms: axioms,
            elapsed: .milliseconds(3), peakMemoryBytes: nil, leanVersion: "0")
    }
}
