internal import GRDB

/// A step of the file format: the program counts the rows that a running factory changes all the time, once for each
/// transaction (`PendingSums`), and triggers count the others.
///
/// A trigger costs more than the change it counts: SQLite notes the old pages of every statement that has one, so that it
/// can be taken back alone. What is left to them is what happens rarely, or in whole sets: imports, jobs that fail, are given
/// back, parked, taken over or woken.
enum SchemaSums {
    static let all = """
        -- Counted where the rows are written: `Step`, `JobQueue.claim`, `ImportStep`.
        DROP TRIGGER problem_recounted;
        DROP TRIGGER statement_counted;
        DROP TRIGGER statement_recounted;
        DROP TRIGGER attempt_counted;
        DROP TRIGGER gate_decision_counted;
        DROP TRIGGER job_counted;
        DROP TRIGGER job_uncounted;
        DROP TRIGGER job_recounted;
        CREATE TRIGGER job_recounted AFTER UPDATE OF stage, state ON job
        WHEN (NEW.stage IS NOT OLD.stage OR NEW.state IS NOT OLD.state)
            AND NOT (OLD.state = 'ready' AND NEW.state = 'leased')
        BEGIN
            UPDATE tally SET count = count - 1 WHERE kind = 'job' AND first = OLD.stage AND second = OLD.state;
            INSERT INTO tally(kind, first, second, count) VALUES ('job', NEW.stage, NEW.state, 1)
            ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        -- Calls in the air are few: who looks for those of a run may look at all.
        DROP INDEX flight_run;
        -- Of the states only one is looked for, by the export, which walks along the numbers.
        DROP INDEX statement_state;
        CREATE INDEX statement_verified ON statement(id) WHERE state = 'verified';
        """
}
