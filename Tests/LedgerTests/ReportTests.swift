import GRDB
import Support
import Testing

@testable import Ledger

struct ReportTests {
    @Test func `the status of an empty ledger has every state and nothing else`() async throws {
        try await withLedger { fixture in
            let json = try await CanonicalJSON.string(fixture.ledger.status())
            let states = StatementState.allCases.map(\.rawValue).sorted().map { "\"\($0)\":0" }.joined(separator: ",")
            #expect(
                json == """
                    {"accounts":[],"attempts":{},"awaiting":0,"badLines":0,"jobs":{},"modelCalls":{"cached":0,"failed":0,"sent":0},"parked":0,"paused":[],\
                    "problemStates":{"formalized":0,"pending":0,"unformalizable":0},"problems":0,"proved":0,"quarantined":[],"repairs":[],\
                    "spent":{"completionTokens":0,"cost":0,"promptTokens":0,"runMilliseconds":0,"runs":0},\
                    "statements":{\(states)}}
                    """)
        }
    }

    @Test func `verified statements are exported page by page with their best proof`() async throws {
        try await withLedger { fixture in
            let ids = try await verify(fixture, count: 5)
            #expect(ids.count == 5)
            #expect(try await fixture.ledger.status().proved == 5)
            var seen: [ProvedStatement] = []
            var after = 0
            while let end = try await fixture.ledger.endOfProvedPage(after: after, limit: 2) {
                seen += try await fixture.ledger.provedStatements(after: after, through: end, scoreGate: "score")
                after = end
            }
            #expect(seen.map(\.statementID) == ids)
            #expect(seen.map(\.externalID) == ["p1", "p2", "p3", "p4", "p5"])
            #expect(seen.allSatisfy { $0.proof == "by omega" && $0.verdict == "verified" })
            #expect(seen.allSatisfy { $0.verification?.axioms == "[\"propext\"]" })
            #expect(seen.allSatisfy { $0.metadata?.contains("level") == true })
        }
    }

    @Test func `a problem is found by its id, its number and its statement's name, in this order`() async throws {
        try await withLedger { fixture in
            try await verify(fixture, count: 3)
            try await fixture.ledger.importProblems([.sample(9, id: "2")], firstStage: "formalize")
            #expect(try await fixture.ledger.history(of: "p3")?.problem.id == 3)
            #expect(try await fixture.ledger.history(of: "2")?.problem.externalID == "2", "an id wins over a number")
            #expect(try await fixture.ledger.history(of: "3")?.problem.id == 3)
            #expect(try await fixture.ledger.history(of: "t2")?.problem.externalID == "p2")
            #expect(try await fixture.ledger.history(of: "nothing") == nil)
        }
    }

    @Test func `a long list of attempts is cut to the newest, and says so`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = StepOutcome()
            outcome.attempts = (0..<20).map { NewAttempt(model: "m", template: "t", sample: $0, verdict: "failed") }
            try await fixture.ledger.complete(job, outcome)
            let history = try #require(try await fixture.ledger.history(of: "p1", attemptLimit: 3)?.statements.first)
            #expect(history.attempts.map(\.sample) == [17, 18, 19])
            #expect(history.attemptCount == 20)
        }
    }

    @Test func `events come in pages`() async throws {
        try await withLedger { fixture in
            for index in 0..<5 { try await fixture.ledger.record(.note("\(index)")) }
            let first = try await fixture.ledger.events(limit: 3)
            #expect(first.map(\.message) == ["0", "1", "2"])
            let rest = try await fixture.ledger.events(after: try #require(first.last).id, limit: 3)
            #expect(rest.map(\.message) == ["3", "4"])
        }
    }

    /// Takes problems through to verified statements, each with a worse proof beside the exported one.
    @discardableResult
    private func verify(_ fixture: LedgerFixture, count: Int) async throws -> [Int] {
        let ledger = fixture.ledger
        try await fixture.importProblems(count)
        while let job = try await fixture.claim("formalize") {
            var outcome = StepOutcome()
            outcome.newStatements = [.sample(job.problemID, followUp: "prove")]
            try await ledger.complete(job, outcome)
        }
        while let job = try await fixture.claim("prove") {
            var outcome = StepOutcome()
            outcome.decisions = [NewDecision(gate: "score", verdict: "good", reason: "r")]
            outcome.statementMove = StatementMove(to: .elaborated)
            outcome.attempts = [
                NewAttempt(model: "m", template: "t", sample: 0, proof: "by simp", verdict: "verified", rung: 3),
                NewAttempt(
                    side: .negation, model: "m", template: "t", sample: 0, proof: "by no", verdict: "verified", rung: 4),
                NewAttempt(
                    model: "m", template: "t", sample: 1, proof: "by omega", verdict: "verified", followUp: "up"),
            ]
            try await ledger.complete(job, outcome)
        }
        var ids: [Int] = []
        while let job = try await fixture.claim("up") {
            var outcome = StepOutcome()
            outcome.verification = NewVerification(
                rung: 4, verdict: "verified", axioms: ["propext"], leanVersion: "4", library: "l")
            outcome.statementMove = StatementMove(to: .proved)
            outcome.followUps = [NewJob(stage: "end")]
            try await ledger.complete(job, outcome)
        }
        while let job = try await fixture.claim("end") {
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: .verified, rung: 4)
            try await ledger.complete(job, outcome)
            ids.append(try #require(job.statementID))
        }
        return ids.sorted()
    }
}

struct ColumnTests {
    @Test(arguments: ["", "00", "00ff10a9", Digest.sha256("x")])
    func `a hash survives its column`(hash: String) {
        #expect(HashColumn.hexadecimal(HashColumn.bytes(hexadecimal: hash)) == hash)
        #expect(HashColumn.bytes(hexadecimal: hash).count == hash.utf8.count / 2)
    }

    @Test func `any value can be evidence`() throws {
        struct Message: Encodable {
            let line: Int
            let text: String?
        }
        let value = try JSONValue(encoding: [Message(line: 3, text: "a\u{0}\"b"), Message(line: 4, text: nil)])
        #expect(value.array?.first?["line"]?.integer == 3)
        let column = try #require(try value.column)
        #expect(!column.utf8.contains(0), "JSON writes a NUL as an escape")
        #expect(JSONValue(column: column) == value)
        #expect(try JSONValue.null.column == nil)
        #expect(JSONValue(column: nil) == .null)
        #expect(JSONValue(column: "not JSON") == .string("not JSON"))
    }

    @Test func `a text with a NUL is kept as bytes, any other as text`() {
        for text in ["", "plain", "∀\u{0}x", "\u{0}"] {
            let value = ExactText(text).databaseValue
            #expect(ExactText.fromDatabaseValue(value)?.text.utf8.elementsEqual(text.utf8) == true)
        }
        #expect(ExactText("plain").databaseValue == "plain".databaseValue)
        #expect(ExactText(nil as String?)?.text == nil)
    }
}
