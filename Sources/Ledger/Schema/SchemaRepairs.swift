/// A later step of the file format: statements that were repaired from others.
enum SchemaRepairs {
    static let all = """
        -- The statement that Lean did not accept and from which this one was made; NULL for a first candidate.
        ALTER TABLE statement ADD COLUMN repaired_from INTEGER REFERENCES statement(id);
        -- How many repairs lie behind it.
        ALTER TABLE statement ADD COLUMN repair_round INTEGER NOT NULL DEFAULT 0;
        -- The rates of the rounds, for `status`.
        CREATE INDEX statement_repaired ON statement(repair_round, state) WHERE repair_round > 0;
        """
}
