import Foundation
import GRDB
import Support
import TestSupport
import Testing

@testable import Ledger

struct ImportTests {
    @Test func `each new problem comes with its first job`() async throws {
        try await withLedger { fixture in
            let outcome = try await fixture.ledger.importProblems(
                [.sample(1), .sample(2)], firstStage: "formalize", priority: 7)
            #expect(outcome.results == [.inserted(1), .inserted(2)])
            let jobs = try await fixture.ledger.claim(
                stages: ["formalize"], limit: 9, owner: "me", lease: .seconds(1))
            #expect(jobs.map(\.problemID) == [1, 2])
            #expect(jobs.map(\.priority) == [7, 7])
            let problem = try #require(try await fixture.ledger.problem(2))
            #expect(problem.externalID == "p2")
            #expect(problem.metadata == .object(["level": .integer(2)]))
            #expect(problem.state == .pending)
            #expect(problem.createdAt == fixture.time.now)
        }
    }

    @Test func `importing again changes nothing, from another process either`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(50)
            let other = try fixture.another()
            let batch = (1...50).map { NewProblem.sample($0) }
            for ledger in [fixture.ledger, other] {
                let again = try await ledger.importProblems(batch, firstStage: "formalize")
                #expect(again.alreadyThere == 50)
                #expect(again.inserted == 0)
            }
            let status = try await fixture.ledger.status()
            #expect(status.problems == 50)
            #expect(status.jobs["formalize"]?.ready == 50)
            #expect(status.badLines == 0)
            try await other.close()
        }
    }

    @Test func `two processes that import the same file at once make each problem once`() async throws {
        try await withLedger { fixture in
            let other = try fixture.another()
            let inserted = try await withThrowingTaskGroup(of: Int.self) { group in
                for ledger in [fixture.ledger, other] {
                    for start in stride(from: 0, to: 400, by: 50) {
                        group.addTask {
                            let batch = (start..<start + 50).map { NewProblem.sample($0) }
                            return try await ledger.importProblems(batch, firstStage: "formalize").inserted
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(inserted == 400)
            #expect(try fixture.rawInteger("SELECT count(*) FROM problem") == 400)
            #expect(try fixture.rawInteger("SELECT count(*) FROM job") == 400)
            try await other.close()
        }
    }

    /// A large batch goes another way than a small one; both must say and leave the same.
    @Test(arguments: [false, true])
    func `a large batch gives every line the same fate as line by line`(meetsItself: Bool) async throws {
        var batches: [Int: [ImportResult]] = [:]
        var states: [Int: [String]] = [:]
        for size in [1, 400] {
            try await withLedger { fixture in
                let ledger = fixture.ledger
                try await ledger.importProblems(
                    [.sample(5), .sample(6, id: "taken"), .sample(5, id: "alias")], firstStage: "formalize")
                var lines = (1...380).map { NewProblem.sample($0) }
                lines[9].externalID = "taken"
                lines[19].externalID = "alias"
                lines[5].externalID = "further name"
                lines[29].externalID = nil
                if meetsItself { lines += [lines[40], .sample(999, id: "p50"), .sample(60, id: "other")] }
                var results: [ImportResult] = []
                for start in stride(from: 0, to: lines.count, by: size) {
                    let batch = Array(lines[start..<min(start + size, lines.count)])
                    results += try await ledger.importProblems(batch, firstStage: "formalize", priority: 4).results
                }
                batches[size] = results
                states[size] = try await ledger.read { database in
                    try Row.fetchAll(
                        database,
                        sql: """
                            SELECT problem.*, job.priority, group_concat(problem_alias.external_id) FROM problem
                            JOIN job ON job.problem_id = problem.id
                            LEFT JOIN problem_alias ON problem_alias.problem_id = problem.id GROUP BY problem.id
                            """
                    ).map(\.description) + Row.fetchAll(database, sql: "SELECT * FROM bad_line").map(\.description)
                }
            }
        }
        #expect(batches[1]?.count == (meetsItself ? 383 : 380))
        #expect(batches[1] == batches[400])
        #expect(states[1] == states[400])
        #expect(batches[1]?.contains { if case .conflictingID = $0 { true } else { false } } == true)
    }

    @Test func `a finished problem gets no new job when it is imported again`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let job = try #require(try await fixture.claim("formalize"))
            try await fixture.ledger.complete(job, StepOutcome())
            try await fixture.ledger.importProblems([.sample(1)], firstStage: "formalize")
            #expect(try await fixture.claim("formalize") == nil)
        }
    }

    @Test func `an id that belongs to another text is refused and noted as a bad line`() async throws {
        try await withLedger { fixture in
            let outcome = try await fixture.ledger.importProblems(
                [.sample(1, id: "a"), .sample(2, id: "a"), .sample(3, id: "b")], firstStage: "formalize")
            #expect(
                outcome.results == [
                    .inserted(1), .conflictingID(existing: 1, file: "problems.jsonl", line: 1), .inserted(2),
                ])
            // The same file again: still one bad line.
            try await fixture.ledger.importProblems(
                [.sample(1, id: "a"), .sample(2, id: "a")], firstStage: "formalize")
            let lines = try await fixture.ledger.badLines(limit: 10)
            #expect(lines.map(\.line) == [2])
            #expect(lines.map(\.code) == ["duplicate-id"])
            #expect(lines[0].detail.contains("problems.jsonl:1"))
            #expect(try await fixture.ledger.status().badLines == 1)
        }
    }

    @Test func `one text under several names is one problem that every name finds`() async throws {
        try await withLedger { fixture in
            let text = "Prove 1 + 1 = 2."
            let outcome = try await fixture.ledger.importProblems(
                [
                    NewProblem(externalID: nil, statement: text, file: "a", line: 1),
                    .sample(2, id: "first", statement: "Prove  1 + 1\n= 2. "),
                    .sample(3, id: "second", statement: text),
                    .sample(4, id: "second", statement: text),
                    .sample(5, id: "second", statement: "Something else."),
                ], firstStage: "formalize")
            #expect(
                outcome.results == [
                    .inserted(1), .alreadyThere(1), .alreadyThere(1), .alreadyThere(1),
                    .conflictingID(existing: 1, file: "a", line: 1),
                ])
            #expect(try await fixture.ledger.problem(1)?.externalID == "first")
            for name in ["first", "second", "1"] {
                #expect(try await fixture.ledger.history(of: name)?.problem.id == 1)
            }
            #expect(try await fixture.ledger.history(of: "1")?.aliases == ["second"])
        }
    }

    @Test(arguments: [
        ("a b", "a  b", true), ("a b", " a\tb\r\n", true), ("a b", "ab", false), ("a b", "A b", false),
        ("a\u{a0}b", "a b", false), ("", " ", true),
    ])
    func `only the amount of ASCII white space does not make a difference`(
        first: String, second: String, isSame: Bool
    ) {
        let hashes = [first, second].map { NewProblem.sample(1, statement: $0).contentHash }
        #expect((hashes[0] == hashes[1]) == isSame)
    }

    @Test func `a batch inserted as a set ends as its lines taken one by one`() async throws {
        try await withTemporaryFolder { folder in
            var random = StableRandom(seed: 7)
            // Few names and texts, so that lines meet each other in every way, and earlier batches too.
            let lines = (0..<900).map { line -> NewProblem in
                let name = Int.random(in: 0..<400, using: &random)
                let text = Int.random(in: 0..<300, using: &random)
                return .sample(line, id: name < 60 ? nil : "name \(name)", statement: "Text  \(text)\n")
            }
            var found: [[String]] = []
            for size in [1, 300] {
                let ledger = try Ledger.open(at: folder.appending(path: "\(size).sqlite").path)
                var results: [ImportResult] = []
                for start in stride(from: 0, to: lines.count, by: size) {
                    let batch = Array(lines[start..<start + size])
                    results += try await ledger.importProblems(batch, firstStage: "formalize").results
                }
                // The numbers of the problems differ; what counts is which text they stand for.
                var told: [String] = []
                for (line, result) in zip(lines, results) {
                    switch result {
                    case .inserted(let id):
                        told.append("new \(try await ledger.problem(id)?.line == line.line)")
                    case .alreadyThere(let id):
                        told.append("there \(try await ledger.problem(id)?.statement ?? "")")
                    case .conflictingID(let id, _, let first):
                        told.append("conflict \(try await ledger.problem(id)?.statement ?? "") \(first)")
                    }
                }
                let names = Set(lines.compactMap(\.externalID)).sorted()
                for name in names {
                    let history = try await ledger.history(of: name)
                    told.append("\(name) \(history?.problem.statement ?? "nobody")")
                }
                told += try await ledger.badLines(limit: 1000).map { "\($0)" }
                let status = try await ledger.status()
                told.append("\(status.problems) \(status.jobs)")
                found.append(told)
                try await ledger.close()
            }
            #expect(found[0] == found[1])
            #expect(found[0].contains { $0.hasPrefix("conflict") } && found[0].contains { $0.hasPrefix("there") })
        }
    }

    @Test func `bad lines are kept once by file, line and code`() async throws {
        try await withLedger { fixture in
            let lines = [
                BadLineRecord(file: "b", line: 2, code: "notJSON", detail: "x"),
                BadLineRecord(file: "a", line: 9, code: "notUTF8", detail: "y"),
                BadLineRecord(file: "b", line: 2, code: "notJSON", detail: "again"),
            ]
            try await fixture.ledger.recordBadLines(lines)
            try await fixture.ledger.recordBadLines(lines)
            #expect(try await fixture.ledger.badLines(limit: 10) == [lines[1], lines[0]])
            #expect(try await fixture.ledger.status().badLines == 2)
        }
    }
}
