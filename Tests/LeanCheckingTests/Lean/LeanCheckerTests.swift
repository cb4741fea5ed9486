import LeanSource
import Support
import Testing

@testable import LeanChecking

@Suite struct LeanCheckerTests {
    private let swap = LockedStatement("theorem and_swap (p q : Prop) (h : p ∧ q) : q ∧ p")

    @Test func `a true statement elaborates, with nothing left to say`() async throws {
        let result = try await SharedLean.checker.elaborate(swap, header: .empty)
        #expect(result.verdict == .verified)
        #expect(result.rung == 3)
        #expect(result.messages == [])
        #expect(result.leanVersion == EmbeddedLeanVersion.lean)
        #expect((result.peakMemoryBytes ?? 0) > 1 << 20)
    }

    @Test(arguments: [
        ("theorem t (n : Nat) : n + foo = n", "foo"), ("theorem t (n : Nat) : n = True", "True"),
        ("theorem t (h : x = x) : True", "x"),
    ])
    func `a statement that means nothing fails with Lean's message at its place`(
        source: String, name: String
    ) async throws {
        let result = try await SharedLean.checker.elaborate(LockedStatement(source), header: .empty)
        #expect(result.verdict == .failed)
        #expect(result.rung == 0)
        let message = try #require(result.messages.first)
        #expect(message.severity == .error)
        #expect(message.line == 1)
        #expect(message.text.contains(name))
    }

    @Test(arguments: [
        ProofBody.tactics("exact ⟨h.2, h.1⟩"), .tactics("constructor\n· exact h.2\n· exact h.1"), .term("⟨h.2, h.1⟩"),
        .tactics("  obtain ⟨a, b⟩ := h\r\n  exact ⟨b, a⟩\r\n"), .tactics("-- sorry\nexact And.intro h.right h.left"),
    ])
    func `a proof is verified at rung 3`(proof: ProofBody) async throws {
        let result = try await SharedLean.checker.check(proof, of: swap, header: .empty)
        #expect(result.verdict == .verified, "\(result.messages)")
        #expect(result.rung == 3)
        #expect(result.axioms == [])
    }

    @Test(arguments: [
        ("exact h", "Type mismatch", 1, 0), ("constructor\nexact h.2", "unsolved goals", 1, 0),
        ("have 𝔸 := h\nexact foo", "Unknown identifier", 2, 6), ("exact )", "unexpected token", 1, 6),
        ("omega", "omega", 1, 0),
    ])
    func `a wrong proof fails with a message at its place in the model's text`(
        text: String, says: String, line: Int, column: Int
    ) async throws {
        let result = try await SharedLean.checker.check(.tactics(text), of: swap, header: .empty)
        guard result.verdict == .failed else {
            // Text that cannot be a proof at all may be stopped by the guard already.
            guard case .forbidden = result.verdict else {
                Issue.record("\(result.verdict)")
                return
            }
            return
        }
        let message = try #require(result.messages.first { $0.severity == .error })
        #expect(message.text.contains(says), "\(message)")
        if says != "unsolved goals" {
            #expect((message.line, message.column) == (line, column))
        }
    }

    @Test(arguments: ["sorry", "exact sorryAx _ false", "constructor\n· exact h.2\n· admit"])
    func `a proof with a hole is incomplete`(text: String) async throws {
        let result = try await SharedLean.checker.check(.tactics(text), of: swap, header: .empty)
        #expect(result.verdict == .incomplete)
        #expect(result.rung == 1)
        #expect(!result.messages.isEmpty)
    }

    @Test(arguments: [
        "set_option debug.skipKernelTC true in\nexact (by trivial : False).elim", "native_decide",
        "run_tac Lean.Elab.Tactic.evalTactic (← `(tactic| trivial))", "exact h\naxiom cheat : False",
        "skip\n@[extern \"l\"] opaque IO.Process.exit : Lean.Macro", "exact h\n#exit", "exact h /-", "exact sorry\nend",
    ])
    func `what a proof has no business saying is forbidden before Lean sees it`(text: String) async throws {
        for result in [
            try await SharedLean.checker.check(.tactics(text), of: swap, header: .empty),
            try await SharedLean.checker.verify(.tactics(text), of: swap, header: .empty),
        ] {
            guard case .forbidden(let word) = result.verdict else {
                Issue.record("\(text): \(result.verdict)")
                continue
            }
            #expect(!word.isEmpty)
            #expect(result.rung == 1)
            #expect(result.elapsed == .zero)
        }
    }

    @Test func `a false statement has no proof by any of the usual means`() async throws {
        let statement = LockedStatement("theorem wrong (n : Nat) : n + 1 = n")
        for text in ["omega", "simp", "decide", "rfl", "trivial", "assumption", "simp_all", "contradiction"] {
            let result = try await SharedLean.checker.check(.tactics(text), of: statement, header: .empty)
            #expect(result.verdict == .failed, "\(text)")
            #expect(result.rung == 2)
        }
    }

    @Test func `a theorem of one check is unknown to all later ones`() async throws {
        try await SharedLean.withChecker { checker async throws in
            let first = LockedStatement("theorem secret_lemma : True")
            #expect(try await checker.check(.term("trivial"), of: first, header: .empty).verdict == .verified)
            let second = try await checker.check(
                .term("secret_lemma"), of: LockedStatement("theorem uses_it : True"), header: .empty)
            #expect(second.verdict == .failed)
            // And its name is free again.
            let third = LockedStatement("theorem secret_lemma : 1 = 1")
            #expect(try await checker.check(.term("rfl"), of: third, header: .empty).verdict == .verified)
            #expect(await checker.metrics.started == 1)
        }
    }

    @Test func `the axioms that omega needs are reported and allowed`() async throws {
        let statement = LockedStatement("theorem lin (a b : Nat) (h : a + 2 ≤ b) : a < b")
        let result = try await SharedLean.checker.check(.tactics("omega"), of: statement, header: .empty)
        #expect(result.verdict == .verified, "\(result.messages)")
        #expect(result.axioms.contains("propext"))
    }

    @Test func `dozens of callers are all answered rightly, in fair order`() async throws {
        let checker = try await SharedLean.checker
        let truth = LockedStatement("theorem tiny (p : Prop) (h : p) : p")
        let verdicts = try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    let proof = ProofBody.term(number.isMultiple(of: 3) ? "nothing_like_it" : "h")
                    return (number, try await checker.check(proof, of: truth, header: .empty).verdict)
                }
            }
            return try await group.reduce(into: [Int: Verdict]()) { $0[$1.0] = $1.1 }
        }
        #expect(verdicts.count == 60)
        for (number, verdict) in verdicts {
            #expect(verdict == (number.isMultiple(of: 3) ? .failed : .verified))
        }
    }

    @Test func `a header that Lean refuses is an environment error that quotes Lean`() async throws {
        let error = await #expect(throws: LeanCheckingError.self) {
            try await SharedLean.checker.check(
                .term("h"), of: LockedStatement("theorem t (p : Prop) (h : p) : p"),
                header: LeanHeader(text: "import Nothing"))
        }
        #expect(error?.reason == .header)
        #expect(error?.message.contains("Nothing") == true)
        #expect(error?.kind == .environment)
    }

    @Test func `two headers are kept apart and served by one worker in turn`() async throws {
        try await SharedLean.withChecker { checker async throws in
            let opened = LeanHeader(text: "open Nat")
            let statement = LockedStatement("theorem t (n : Nat) : succ n = n + 1")
            #expect(try await checker.check(.term("rfl"), of: statement, header: opened).verdict == .verified)
            #expect(try await checker.check(.term("rfl"), of: statement, header: .empty).verdict == .failed)
            #expect(try await checker.check(.term("rfl"), of: statement, header: opened).verdict == .verified)
            #expect(await checker.metrics.started == 3)
            #expect(await checker.metrics.workers == 1)
        }
    }

    @Test func `limits that mean no limit are refused`() async throws {
        let toolchain = try await SharedLean.toolchain
        for change: (inout LeanLimits) -> Void in [
            { $0.maxHeartbeats = 0 }, { $0.wallClock = .zero }, { $0.memoryBytes = 1 }, { $0.recycleAfter = 0 },
        ] {
            var limits = LeanLimits()
            change(&limits)
            let error = await #expect(throws: LeanCheckingError.self) {
                _ = try await LeanChecker(toolchain: toolchain, limits: limits, workers: 1)
            }
            #expect(error?.reason == .setting)
        }
        let error = await #expect(throws: LeanCheckingError.self) {
            _ = try await LeanChecker(toolchain: toolchain, workers: 0)
        }
        #expect(error?.kind == .input)
    }
}
