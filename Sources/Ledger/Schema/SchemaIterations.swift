/// A step of the file format: rounds of expert iteration, each with what it does next.
enum SchemaIterations {
    static let all = """
        -- The row is one document: it is read and written whole, once for each phase of a round.
        CREATE TABLE iteration(
            round INTEGER PRIMARY KEY REFERENCES round(number),
            document TEXT NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        -- What goes back to the search in a new round.
        CREATE INDEX statement_exhausted ON statement(id) WHERE state = 'exhausted';
        """
}
