/// A later step of the file format: what people do by hand to the work of a running factory.
enum SchemaOperations {
    static let all = """
        -- When a parked job was parked, and whether by hand: such a job is not taken up again with those that failed.
        ALTER TABLE job ADD COLUMN parked_at INTEGER;
        ALTER TABLE job ADD COLUMN set_aside INTEGER NOT NULL DEFAULT 0;
        UPDATE job SET parked_at = coalesce((
            SELECT max(event.at) FROM event WHERE event.kind = 'parked' AND event.problem_id = job.problem_id
            AND event.statement_id IS job.statement_id), created_at)
            WHERE state = 'parked';
        -- Stages of which nothing is claimed until somebody resumes them.
        CREATE TABLE paused_stage(
            stage TEXT PRIMARY KEY,
            since INTEGER NOT NULL,
            reason TEXT
        ) STRICT, WITHOUT ROWID;
        """
}
