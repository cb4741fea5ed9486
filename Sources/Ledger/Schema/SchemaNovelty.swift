/// A later step of the file format: near duplicates, and what is known against a statement as training data.
enum SchemaNovelty {
    static let all = """
        -- What speaks against a statement as training data. `about` says with respect to what; where that is a statement or a
        -- problem of this ledger, its number stands beside it.
        CREATE TABLE statement_flag(
            statement_id INTEGER NOT NULL REFERENCES statement(id),
            flag TEXT NOT NULL,
            about TEXT NOT NULL,
            source TEXT NOT NULL,
            detail TEXT NOT NULL,
            original_statement INTEGER REFERENCES statement(id),
            original_problem INTEGER REFERENCES problem(id),
            created_at INTEGER NOT NULL,
            PRIMARY KEY (statement_id, flag, about)
        ) STRICT, WITHOUT ROWID;
        -- MinHash signatures of what passed the gate, 4 bytes for each place; empty where there was nothing to compare.
        CREATE TABLE sketch(
            id INTEGER PRIMARY KEY,
            statement_id INTEGER UNIQUE REFERENCES statement(id),
            problem_id INTEGER UNIQUE REFERENCES problem(id),
            signature BLOB NOT NULL,
            CHECK ((statement_id IS NULL) <> (problem_id IS NULL))
        ) STRICT;
        -- Those that share a band.
        CREATE TABLE sketch_band(
            hash INTEGER NOT NULL,
            sketch_id INTEGER NOT NULL REFERENCES sketch(id),
            PRIMARY KEY (hash, sketch_id)
        ) STRICT, WITHOUT ROWID;
        """
}
