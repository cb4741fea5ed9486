import Testing

@testable import Ledger

struct LeaseTests {
    @Test func `a claimed job is nobody else's until its lease ends`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let job = try #require(try await fixture.claim("formalize", owner: "a", lease: .seconds(10)))
            #expect(job.tries == 1)
            fixture.time.advance(by: .seconds(9))
            #expect(try await fixture.claim("formalize", owner: "b") == nil)
            fixture.time.advance(by: .seconds(1))
            let taken = try #require(try await fixture.claim("formalize", owner: "b"))
            #expect(taken.id == job.id)
            #expect(taken.tries == 1, "a vanished owner is no failed try")
            let events = try await fixture.ledger.events(limit: 10)
            #expect(events.map(\.kind) == ["takeover"])
            #expect(events[0].message.contains("owner a vanished"))
        }
    }

    @Test func `renewal keeps the lease and tells which jobs are lost`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(2)
            let jobs = try await fixture.ledger.claim(
                stages: ["formalize"], limit: 2, owner: "a", lease: .seconds(10))
            fixture.time.advance(by: .seconds(8))
            #expect(try await fixture.ledger.renew([jobs[0]], lease: .seconds(10)) == [jobs[0]])
            fixture.time.advance(by: .seconds(8))
            let taken = try await fixture.claim("formalize", owner: "b")
            #expect(taken?.id == jobs[1].id)
            #expect(try await fixture.ledger.renew(jobs, lease: .seconds(10)) == [jobs[0]])
        }
    }

    @Test func `whoever lost the lease can neither complete, fail nor return the job`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let lost = try #require(try await fixture.claim("formalize", owner: "a", lease: .seconds(1)))
            fixture.time.advance(by: .seconds(2))
            let held = try #require(try await fixture.claim("formalize", owner: "a", lease: .seconds(60)))
            #expect(held.owner == lost.owner, "the very same owner, a later lease")
            var outcome = StepOutcome()
            outcome.newStatements = [.sample(1)]
            await expectError(.leaseLost) { try await fixture.ledger.complete(lost, outcome) }
            await expectError(.leaseLost) {
                try await fixture.ledger.fail(lost, error: "x", retryAfter: .zero, maximumTries: 1)
            }
            try await fixture.ledger.release([lost])
            #expect(try await fixture.ledger.statements(of: 1).isEmpty, "nothing of the lost step was recorded")
            try await fixture.ledger.complete(held, outcome)
            #expect(try await fixture.ledger.statements(of: 1).count == 1)
            await expectError(.leaseLost) { try await fixture.ledger.complete(held, outcome) }
        }
    }

    @Test func `a lease that ran out but was not taken over still counts`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let job = try #require(try await fixture.claim("formalize", lease: .seconds(1)))
            fixture.time.advance(by: .seconds(60))
            try await fixture.ledger.complete(job, StepOutcome())
            #expect(try await fixture.ledger.pendingWork(stages: ["formalize"]).isEmpty)
        }
    }

    @Test func `a returned job is ready at once and the try does not count`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let job = try #require(try await fixture.claim("formalize", owner: "a"))
            try await fixture.ledger.release([job])
            let again = try #require(try await fixture.claim("formalize", owner: "b"))
            #expect(again.id == job.id)
            #expect(again.tries == 1)
            #expect(again.claims == 2)
        }
    }

    @Test func `stages come in the order asked for, then priority, then age`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.importProblems([.sample(1)], firstStage: "late", priority: 9)
            try await fixture.ledger.importProblems([.sample(2), .sample(3)], firstStage: "early", priority: 1)
            try await fixture.ledger.importProblems([.sample(4)], firstStage: "early", priority: 5)
            try await fixture.ledger.importProblems([.sample(5)], firstStage: "other")
            let jobs = try await fixture.ledger.claim(
                stages: ["early", "late"], limit: 10, owner: "me", lease: .seconds(1))
            #expect(jobs.map(\.problemID) == [4, 2, 3, 1])
            #expect(try await fixture.ledger.claim(stages: [], limit: 1, owner: "me", lease: .seconds(1)).isEmpty)
        }
    }

    @Test func `many claimers at once never get the same job`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(200)
            let other = try fixture.another()
            let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
                for index in 0..<40 {
                    let ledger = index.isMultiple(of: 2) ? fixture.ledger : other
                    group.addTask {
                        try await ledger.claim(
                            stages: ["formalize"], limit: 7, owner: "w\(index)", lease: .seconds(60)
                        ).map(\.id)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 200)
            #expect(Set(claimed).count == 200)
            try await other.close()
        }
    }

    @Test func `a job that outlives too many owners is parked`() async throws {
        try await withLedger { options in
            options.maximumTakeovers = 3
        } _: { fixture in
            try await fixture.importProblems(1)
            for _ in 0..<3 {
                #expect(try await fixture.claim("formalize", lease: .seconds(1)) != nil)
                fixture.time.advance(by: .seconds(2))
            }
            #expect(try await fixture.claim("formalize") == nil)
            let parked = try await fixture.ledger.parkedJobs(limit: 5)
            #expect(parked.map(\.takeovers) == [3])
            #expect(parked.first?.lastError?.contains("3 times in all") == true)
            #expect(try await fixture.ledger.events(limit: 9).map(\.kind) == ["takeover", "takeover", "parked"])
        }
    }

    @Test func `the jobs of a process that is gone come back without waiting`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(3)
            let mine = LeaseOwner.current.text
            let parts = mine.split(separator: "/", omittingEmptySubsequences: false)
            // The same number, started at another time: the present process is not that one.
            let dead = (parts.dropLast() + ["1"]).joined(separator: "/")
            _ = try await fixture.claim("formalize", owner: mine)
            let lost = try await fixture.claim("formalize", owner: dead)
            _ = try await fixture.claim("formalize", owner: "elsewhere/1/2/3")
            #expect(try await fixture.ledger.takeOverFromDeadOwners() == 1)
            #expect(try await fixture.claim("formalize")?.id == lost?.id)
            #expect(try await fixture.ledger.takeOver(from: ["elsewhere/1/2/3", "nobody"]) == 1)
        }
    }

    @Test func `only owners of this machine are ever judged gone`() {
        let mine = LeaseOwner.current.text
        #expect(!LeaseOwner.isCertainlyGone(mine))
        for other in ["", "me", "a/b/c/d", "other" + mine, mine + "/x"] {
            #expect(!LeaseOwner.isCertainlyGone(other), "\(other)")
        }
        let parts = mine.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // Process numbers end at 2^22 (proc_sys_kernel(5)).
        #expect(LeaseOwner.isCertainlyGone([parts[0], parts[1], "4194305", parts[3]].joined(separator: "/")))
        #expect(!LeaseOwner.isCertainlyGone([parts[0], "1" + parts[1], "4194305", parts[3]].joined(separator: "/")))
    }
}
