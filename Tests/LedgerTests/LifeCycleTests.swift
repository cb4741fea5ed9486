import GRDB
import Testing

@testable import Ledger

struct LifeCycleTests {
    @Test func `every state can be reached and terminal states are the ones without work`() {
        #expect(Set(paths(of: StatementState.self).keys) == Set(StatementState.allCases))
        #expect(Set(paths(of: ProblemState.self).keys) == Set(ProblemState.allCases))
        for state in StatementState.allCases where !state.isTerminal {
            #expect(!state.successors.isEmpty, "\(state) is no end but leads nowhere")
        }
    }

    @Test func `staying is no move and a refused statement has no way back`() {
        for state in StatementState.allCases { #expect(state.allows(state)) }
        #expect(StatementState.proved.allows(.consistent))
        #expect(!StatementState.verified.allows(.consistent))
        #expect(!StatementState.rejected.allows(.scored))
        #expect(!StatementState.formalized.allows(.verified))
    }

    @Test func `the diagram shows every move`() {
        let diagram = LifeCycle.diagram(of: StatementState.self)
        let moves = StatementState.allCases.map(\.successors.count).reduce(0, +)
        let ends = StatementState.allCases.count(where: \.isTerminal)
        #expect(diagram.split(separator: "\n").count == 1 + StatementState.initial.count + moves + ends)
        #expect(diagram.hasPrefix("stateDiagram-v2\n    [*] --> formalized\n"))
        #expect(diagram.contains("    proved --> verified\n"))
    }

    /// The schema must agree with the table on every one of the 13 × 13 moves, for SQL that never heard of our code.
    @Test func `raw SQL obeys the table for every pair of states of a statement`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let queue = try DatabaseQueue(path: fixture.path)
            let paths = paths(of: StatementState.self)
            try await queue.write { database in
                try database.execute(sql: "INSERT INTO origin(model, template) VALUES ('m', 't')")
                for (from, path) in paths {
                    for to in StatementState.allCases {
                        try database.inSavepoint {
                            let id = try insertStatement(database, state: path[0])
                            for state in path.dropFirst() { try move(database, id, to: state) }
                            if from.allows(to) {
                                #expect(throws: Never.self) { try move(database, id, to: to) }
                            } else {
                                #expect(throws: DatabaseError.self, "\(from) to \(to)") {
                                    try move(database, id, to: to)
                                }
                            }
                            return .rollback
                        }
                    }
                }
            }
            try queue.close()
        }
    }

    @Test func `raw SQL obeys the table for every pair of states of a problem`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let queue = try DatabaseQueue(path: fixture.path)
            let paths = paths(of: ProblemState.self)
            try await queue.write { database in
                for (from, path) in paths {
                    for to in ProblemState.allCases {
                        try database.inSavepoint {
                            for state in path.dropFirst() {
                                try database.execute(sql: "UPDATE problem SET state = ?", arguments: [state.rawValue])
                            }
                            let result = Result {
                                try database.execute(sql: "UPDATE problem SET state = ?", arguments: [to.rawValue])
                            }
                            #expect(((try? result.get()) != nil) == from.allows(to), "\(from) to \(to)")
                            return .rollback
                        }
                    }
                }
            }
            try queue.close()
        }
    }

    @Test func `raw SQL cannot start a record in the middle or invent a state`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            try fixture.raw("INSERT INTO origin(model, template) VALUES ('m', 't')")
            let queue = try DatabaseQueue(path: fixture.path)
            try await queue.write { database in
                for state in StatementState.allCases where !StatementState.initial.contains(state) {
                    #expect(throws: DatabaseError.self, "\(state)") { try insertStatement(database, state: state) }
                }
                #expect(throws: DatabaseError.self) {
                    try database.execute(sql: "UPDATE problem SET state = 'thought about'")
                }
            }
            try queue.close()
        }
    }

    /// A shortest way from a start to each state.
    private func paths<State: LifeCycleState>(of type: State.Type) -> [State: [State]] {
        var paths = Dictionary(uniqueKeysWithValues: State.initial.map { ($0, [$0]) })
        var frontier = State.initial
        while let state = frontier.first {
            frontier.removeFirst()
            for next in state.successors where paths[next] == nil {
                paths[next] = (paths[state] ?? []) + [next]
                frontier.append(next)
            }
        }
        return paths
    }

    @discardableResult
    private func insertStatement(_ database: Database, state: StatementState) throws -> Int {
        let original = try Int.fetchOne(database, sql: "SELECT min(id) FROM statement")
        try database.execute(
            sql: """
                INSERT INTO statement(problem_id, name, source, header, normal_hash, state, origin_id, sample, round,
                    duplicate_of, created_at, updated_at)
                SELECT 1, 'n', 's', '', 'h', ?, 1, coalesce(max(id), 0) + 1, 1, ?, 0, 0 FROM statement
                """, arguments: [state.rawValue, state == .duplicate ? original ?? 1 : nil])
        return Int(database.lastInsertedRowID)
    }

    private func move(_ database: Database, _ id: Int, to state: StatementState) throws {
        try database.execute(
            sql: "UPDATE statement SET state = ?, duplicate_of = ? WHERE id = ?",
            arguments: [state.rawValue, state == .duplicate ? id : nil, id])
    }
}
