internal import GRDB

/// A step of the file format: both sides of a statement are searched, failed proofs are repaired, and a header under which
/// both sides were verified goes to quarantine.
enum SchemaSides {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: tables)
        for statement in SchemaQuickGuards.lifeCycle(of: StatementState.self, table: "statement") {
            try database.execute(sql: statement)
        }
    }

    private static let tables = """
        -- The attempt of the same statement and side whose proof was mended, and how many repairs led here.
        ALTER TABLE attempt ADD COLUMN repairs INTEGER REFERENCES attempt(id);
        ALTER TABLE attempt ADD COLUMN repair_round INTEGER NOT NULL DEFAULT 0;
        -- Headers under which a statement and its negation were both verified. Nothing about statements with such a header is
        -- worked on or exported until a person lifts it; a handful of rows at most.
        CREATE TABLE quarantined_header(
            header TEXT PRIMARY KEY,
            since INTEGER NOT NULL,
            statement_id INTEGER NOT NULL REFERENCES statement(id),
            reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- The export of refuted statements walks along their numbers.
        CREATE INDEX statement_disproved ON statement(id) WHERE state = 'disproved';
        """
}
