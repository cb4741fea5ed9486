import Foundation
import Ledger
import TestSupport
import Testing

@testable import Factory

@Suite struct HeldJobsTests {
    /// A job of the stage, as the ledger gives it out.
    private func jobs(_ count: Int) async throws -> [Job] {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
            let problems = (1...count).map {
                NewProblem(externalID: "p\($0)", statement: "Problem \($0).", file: "test", line: $0)
            }
            _ = try await ledger.importProblems(problems, firstStage: "prove")
            let jobs = try await ledger.claim(stages: ["prove"], limit: count, owner: "me", lease: .seconds(60))
            try await ledger.close()
            return jobs
        }
    }

    @Test func `places are reserved up to the limit of the stage, whatever else it holds`() async throws {
        let jobs = try await jobs(2)
        let held = HeldJobs(limits: ["prove": 3, "score": 1])
        held.insert(jobs)
        let places = held.reserve(["prove", "prove", "score", "unknown"])
        #expect(places == ["prove": 1, "score": 1])
        #expect(held.reserve(["prove", "score"]).isEmpty)
        held.remove(jobs[0])
        #expect(held.reserve(["prove", "prove"]) == ["prove": 1])
        held.giveBack(reserved: places)
        #expect(held.reserve(["score"]) == ["score": 1])
    }

    @Test func `a job counts once, however often it comes or goes`() async throws {
        let jobs = try await jobs(1)
        let held = HeldJobs(limits: ["prove": 1])
        held.insert(jobs)
        held.insert(jobs)
        #expect(held.jobs == jobs)
        held.remove(jobs[0])
        held.remove(jobs[0])
        #expect(held.reserve(["prove", "prove"]) == ["prove": 1])
    }
}
