internal import Foundation
internal import GRDB

/// The third step of the file format: the same guards, without lists.
///
/// SQLite builds a table in memory for each `IN` of three and more words, each time the constraint or trigger is looked at:
/// several times the cost of the change that it guards.
enum SchemaQuickGuards {
    /// Makes the triggers of the life cycle anew and takes the lists out of the checks.
    static func migrate(_ database: Database) throws {
        for statement in lifeCycle(
            of: StatementState.self, table: "statement", moves: SchemaGuards.releasedMoves)
            + lifeCycle(of: ProblemState.self, table: "problem")
        {
            try database.execute(sql: statement)
        }
        // What the triggers let in is a word of the life cycle.
        try replaceCheck(of: "state", in: "statement", by: nil, database)
        try replaceCheck(of: "state", in: "problem", by: nil, database)
        let states = JobState.allCases.map { "state = '\($0.rawValue)'" }.joined(separator: " OR ")
        try replaceCheck(of: "state", in: "job", by: "CHECK (\(states))", database)
    }

    /// Replaces the two triggers of a table by those of the life cycle as it is now.
    static func lifeCycle<State: LifeCycleState>(of type: State.Type, table: String, moves: [String]? = nil) -> [String]
    {
        let moves = moves ?? SchemaGuards.moves(of: type)
        let starts = State.initial.map { "NEW.state <> '\($0.rawValue)'" }.joined(separator: " AND ")
        return [
            "DROP TRIGGER \(table)_move",
            """
            CREATE TRIGGER \(table)_move BEFORE UPDATE OF state ON \(table)
            WHEN NEW.state <> OLD.state
            AND instr(' \(moves.joined(separator: " ")) ', ' ' || OLD.state || '>' || NEW.state || ' ') = 0
            BEGIN SELECT RAISE(ABORT, '\(SchemaGuards.forbiddenMove) of a \(table)'); END
            """,
            "DROP TRIGGER \(table)_start",
            """
            CREATE TRIGGER \(table)_start BEFORE INSERT ON \(table)
            WHEN \(starts)
            BEGIN SELECT RAISE(ABORT, '\(SchemaGuards.forbiddenMove) of a \(table): it cannot start there'); END
            """,
        ]
    }

    /// Changes a check in the text of the table, as SQLite's documentation of ALTER TABLE describes for changes that do not
    /// touch the rows: a ledger may hold millions. A system whose SQLite forbids that keeps the list, which says the same.
    private static func replaceCheck(
        of column: String, in table: String, by check: String?, _ database: Database
    ) throws {
        let find = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        guard let sql = try String.fetchOne(database, sql: find, arguments: [table]),
            let start = sql.range(of: "CHECK (\(column) IN ("),
            let end = sql.range(of: "))", range: start.upperBound..<sql.endIndex)
        else { return }
        let changed = sql.replacingCharacters(in: start.lowerBound..<end.upperBound, with: check ?? "")
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA writable_schema = ON")
        do {
            try database.execute(
                sql: "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
                arguments: [changed, table])
            try database.execute(sql: "PRAGMA schema_version = \(version + 1)")
        } catch let error as DatabaseError where error.message?.contains("may not be modified") ?? false {}
        // Also makes this connection read the new text.
        try database.execute(sql: "PRAGMA writable_schema = RESET")
    }
}
