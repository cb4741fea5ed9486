import Foundation
import LeanSource
import Support
import Testing

@testable import LeanChecking

@Suite struct LeanHeaderTests {
    @Test(arguments: ["import A\nopen B", "\n import A\nopen B\r\n\r\n", "import A\nopen B\t"])
    func `headers that differ in outer white space share their workers`(text: String) {
        #expect(LeanHeader(text: text) == LeanHeader(text: "import A\nopen B"))
    }

    @Test(arguments: ["", " \n\t\r\n"])
    func `a blank header is the empty one and adds no line`(text: String) {
        #expect(LeanHeader(text: text) == .empty)
        #expect(LeanHeader(text: text).prefix == "")
    }

    @Test func `a header ends with a blank line`() {
        #expect(LeanHeader.mathlib.prefix.hasSuffix("Finset\n\n"))
    }
}

@Suite struct LeanLimitsTests {
    @Test func `a limit out of range is refused by its name`() {
        let changes: [(String, (inout LeanLimits) -> Void)] = [
            ("wallClock", { $0.wallClock = .zero }), ("maxHeartbeats", { $0.maxHeartbeats = 0 }),
            ("maxRecDepth", { $0.maxRecDepth = 0 }), ("memoryBytes", { $0.memoryBytes = (64 << 20) - 1 }),
            ("recycleAtBytes", { $0.recycleAtBytes = 0 }),
            ("recycleAtBytes", { $0.recycleAtBytes = $0.memoryBytes + 1 }),
            ("recycleAfter", { $0.recycleAfter = 0 }), ("graceBeforeKill", { $0.graceBeforeKill = .seconds(-1) }),
            ("startUp", { $0.startUp = .zero }),
        ]
        for (name, change) in changes {
            var limits = LeanLimits()
            change(&limits)
            let error = #expect(throws: LeanCheckingError.self) { try limits.validate() }
            #expect(error?.reason == .setting)
            #expect(error?.kind == .input)
            #expect(error?.message.contains(name) == true)
        }
    }

    @Test func `the usual limits are in range, and so are their edges`() throws {
        try LeanLimits().validate()
        try LeanLimits(
            wallClock: .nanoseconds(1), maxHeartbeats: 1, maxRecDepth: 1, memoryBytes: 64 << 20,
            recycleAtBytes: 64 << 20, recycleAfter: 1, graceBeforeKill: .zero, startUp: .nanoseconds(1)
        ).validate()
    }

    @Test func `limits reach Lean's command line`() {
        let limits = LeanLimits(maxHeartbeats: 123, maxRecDepth: 45)
        for arguments in [LeanOptions.worker(limits), LeanOptions.compiler(limits)] {
            #expect(arguments.contains("-DmaxHeartbeats=123"))
            #expect(arguments.contains("-DmaxRecDepth=45"))
            #expect(arguments.contains("-DautoImplicit=false"))
        }
    }

    @Test func `the address space leaves room for what Lean only reserves`() {
        #expect(ProcessLimits.addressSpace(memoryBytes: 1 << 30, profile: .embedded) == 7 << 30)
        #expect(ProcessLimits.addressSpace(memoryBytes: 1 << 30, profile: .full) == 49 << 30)
    }
}

@Suite struct LeanCheckingErrorTests {
    @Test func `an error reads as what happened and what to do`() {
        let error = LeanCheckingError(.broken, "It is broken.", advice: "Type this.")
        #expect("\(error)" == "It is broken.\n  Type this.")
        #expect(error.code == "lean.broken")
        #expect(error.kind == .environment)
    }

    @Test func `a verdict survives being stored`() throws {
        for verdict: Verdict in [.verified, .axioms(["a", "b"]), .forbidden("x"), .checkerBroken("y")] {
            let text = try CanonicalJSON.string(verdict)
            #expect(try CanonicalJSON.decode(Verdict.self, from: text) == verdict)
        }
    }

    @Test func `every finding of the search explains itself`() {
        let toolchain = LeanToolchain(
            profile: .full, leanPath: "/l", version: "4.9.0", library: "Mathlib", origin: "PATH")
        let error = LeanCheckingError(.broken, "hangs")
        let expected: [(ToolchainCandidate.Finding, String)] = [
            (.absent("there is none"), "there is none"), (.broken(error), "hangs"),
            (.passedOver(toolchain, "not asked for"), "Lean 4.9.0 with Mathlib: not asked for"),
            (.chosen(toolchain), "Lean 4.9.0 with Mathlib"), (.notReached, "earlier place"),
        ]
        for (finding, text) in expected {
            let candidate = ToolchainCandidate(origin: "PATH", path: nil, finding: finding)
            #expect(candidate.explanation.contains(text))
            #expect(candidate.isChosen == (finding == .chosen(toolchain)))
        }
    }

    @Test func `when nothing is chosen the broken place explains it`() {
        let broken = LeanCheckingError(.wrongVersion, "is Lean 4.2")
        let candidates = [
            ToolchainCandidate(origin: "PATH", path: nil, finding: .absent("none")),
            ToolchainCandidate(origin: "embedded Lean", path: "/e", finding: .broken(broken)),
        ]
        #expect(throws: broken) { try ToolchainFinder.choose(from: candidates, ToolchainSettings()) }
    }
}

@Suite struct MessagePlaceTests {
    private let statement = LockedStatement("theorem t (p q : Prop)\n  (h : p ∧ q) : q ∧ p")

    @Test func `a message in the proof is moved into the model's text`() {
        let spliced = statement.spliced(with: .tactics("have a := h.1\nexact ⟨h.2, a⟩"))
        let start = spliced.proofStart
        let message = LeanMessage(
            severity: .error, line: start.line + 1, column: start.column + 6, kind: "k", text: "m")
        #expect(
            message.moved(into: spliced) == LeanMessage(severity: .error, line: 2, column: 6, kind: "k", text: "m"))
    }

    @Test func `a message in the statement stays where it is, and says so`() {
        let spliced = statement.spliced(with: .term("foo"))
        let message = LeanMessage(severity: .error, line: 1, column: 8, text: "m")
        #expect(message.moved(into: spliced) == message.placed(line: 1, column: 8, isInStatement: true))
    }
}

@Suite struct ProcessHandleTests {
    /// A child that leads a process group, as Foundation starts them, and ends when it is killed.
    private func sleeper() throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sleep")
        process.arguments = ["600"]
        try process.run()
        return process
    }

    @Test func `a process that was killed before it began dies when it begins`() throws {
        let process = try sleeper()
        let handle = ProcessHandle()
        handle.kill()
        while getpgid(process.processIdentifier) != process.processIdentifier { sched_yield() }
        handle.began(process.processIdentifier)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect(process.terminationStatus == SIGKILL)
    }

    @Test func `the id of a process that has ended is forgotten`() throws {
        let process = try sleeper()
        while getpgid(process.processIdentifier) != process.processIdentifier { sched_yield() }
        let handle = ProcessHandle()
        handle.began(process.processIdentifier)
        #expect(handle.processID == process.processIdentifier)
        handle.ended()
        process.waitUntilExit()
        #expect(handle.processID == nil)
        handle.kill()
    }

    @Test func `the tail of a stream is its last bytes, however they come`() {
        var tail = TailBuffer(limit: 10)
        for number in 0..<1000 {
            Array("\(number),".utf8).withUnsafeBytes { tail.append($0) }
        }
        #expect(tail.text == "7,998,999,")
        Array(repeating: UInt8(ascii: "x"), count: 50).withUnsafeBytes { tail.append($0) }
        #expect(tail.text == "xxxxxxxxxx")
    }

    @Test(arguments: [
        ("INTERNAL PANIC: out of memory", true), ("terminate: std::bad_alloc", true),
        ("lean::exception: failed to create thread: Resource temporarily unavailable", true),
        ("Stack overflow detected. Aborting.", false), ("", false),
    ])
    func `the runtime's last words tell want of memory from other ends`(text: String, isMemory: Bool) {
        #expect(RuntimePanic.isOutOfMemory(text) == isMemory)
    }
}
