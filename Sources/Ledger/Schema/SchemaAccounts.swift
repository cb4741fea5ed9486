/// The second step of the file format: what calls cost, which runs there were, and jobs that wait for a batch.
///
/// Money is in billionths of the unit of the configured currency, so that a single token of the cheapest model is a whole
/// number of them and sums are exact.
enum SchemaAccounts {
    static let all = [runs, accounts, calls, batches, jobs].joined(separator: "\n")

    /// One row per run; it says what the run holds back of the budget, and that it is alive.
    private static let runs = """
        CREATE TABLE run(
            id INTEGER PRIMARY KEY,
            owner TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            ended_at INTEGER,
            reserved_tokens INTEGER NOT NULL DEFAULT 0,
            reserved_cost INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        -- The runs that are on.
        CREATE INDEX run_open ON run(seen_at) WHERE ended_at IS NULL;
        """

    /// A few dozen rows, except `subject_account`, which has a few for each problem and statement.
    private static let accounts = """
        CREATE TABLE call_account(
            model TEXT NOT NULL,
            stage TEXT NOT NULL,
            round INTEGER NOT NULL,
            metered INTEGER NOT NULL DEFAULT 0,
            sent INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0,
            answers INTEGER NOT NULL DEFAULT 0,
            cached INTEGER NOT NULL DEFAULT 0,
            prompt_tokens INTEGER NOT NULL DEFAULT 0,
            cached_prompt_tokens INTEGER NOT NULL DEFAULT 0,
            completion_tokens INTEGER NOT NULL DEFAULT 0,
            estimated_tokens INTEGER NOT NULL DEFAULT 0,
            cost INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (model, stage, round)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE call_latency(
            model TEXT NOT NULL,
            stage TEXT NOT NULL,
            round INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (model, stage, round, bucket)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE call_fault(
            model TEXT NOT NULL,
            stage TEXT NOT NULL,
            round INTEGER NOT NULL,
            class TEXT NOT NULL,
            failed INTEGER NOT NULL DEFAULT 0,
            retried INTEGER NOT NULL DEFAULT 0,
            last_message TEXT,
            last_at INTEGER NOT NULL,
            PRIMARY KEY (model, stage, round, class)
        ) STRICT, WITHOUT ROWID;
        -- Statement 0 stands for the problem itself.
        CREATE TABLE subject_account(
            problem_id INTEGER NOT NULL REFERENCES problem(id),
            statement_id INTEGER NOT NULL,
            stage TEXT NOT NULL,
            sent INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0,
            answers INTEGER NOT NULL DEFAULT 0,
            cached INTEGER NOT NULL DEFAULT 0,
            prompt_tokens INTEGER NOT NULL DEFAULT 0,
            completion_tokens INTEGER NOT NULL DEFAULT 0,
            cost INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (problem_id, statement_id, stage)
        ) STRICT, WITHOUT ROWID;
        -- Whether a model is behind a server was not kept before; what it is called there tells.
        INSERT INTO call_account(model, stage, round, metered, sent, failed, answers, cached, prompt_tokens, completion_tokens)
            SELECT model, purpose, 1,
                model NOT IN (SELECT model FROM model_call WHERE identity GLOB 'controlled-english/*'
                    OR identity GLOB 'heuristic/*' OR identity GLOB 'tactic-portfolio/*'),
                sent, failed,
                (SELECT count(*) FROM model_call
                    WHERE model_call.model = call_count.model AND model_call.purpose = call_count.purpose),
                cached, prompt_tokens, completion_tokens
            FROM call_count;
        DROP TABLE call_count;
        """

    private static let calls = """
        ALTER TABLE model_call ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE model_call ADD COLUMN problem_id INTEGER;
        ALTER TABLE model_call ADD COLUMN statement_id INTEGER;
        ALTER TABLE model_call ADD COLUMN cached_prompt_tokens INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE model_call ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;
        -- Which samples are being asked for, and by which run; a row counts only while its run is alive.
        CREATE TABLE call_flight(
            key TEXT PRIMARY KEY,
            run_id INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- What a run that is over had claimed.
        CREATE INDEX flight_run ON call_flight(run_id);
        """

    /// `keys` holds the keys of the samples in their order, with a space between.
    private static let batches = """
        CREATE TABLE batch_call(
            custom_id TEXT PRIMARY KEY,
            model TEXT NOT NULL,
            identity TEXT NOT NULL,
            stage TEXT NOT NULL,
            problem_id INTEGER NOT NULL REFERENCES problem(id),
            statement_id INTEGER,
            first_sample INTEGER NOT NULL,
            keys TEXT NOT NULL,
            prompt_bytes INTEGER NOT NULL,
            exported_at INTEGER NOT NULL,
            exports INTEGER NOT NULL DEFAULT 1,
            answered_at INTEGER,
            last_error TEXT
        ) STRICT;
        -- Calls without an answer.
        CREATE INDEX batch_open ON batch_call(stage) WHERE answered_at IS NULL;
        """

    /// A CHECK cannot be changed, so the table is made anew. Numbers of finished jobs stay taken.
    private static let jobs = """
        CREATE TABLE job_new(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stage TEXT NOT NULL,
            problem_id INTEGER NOT NULL REFERENCES problem(id),
            statement_id INTEGER REFERENCES statement(id),
            attempt_id INTEGER REFERENCES attempt(id),
            wave INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('ready', 'deferred', 'leased', 'parked', 'awaiting')),
            tries INTEGER NOT NULL DEFAULT 0,
            takeovers INTEGER NOT NULL DEFAULT 0,
            claims INTEGER NOT NULL DEFAULT 0,
            not_before INTEGER,
            owner TEXT,
            lease_expires INTEGER,
            last_error TEXT,
            created_at INTEGER NOT NULL,
            CHECK ((state = 'leased') = (owner IS NOT NULL)),
            CHECK ((state = 'leased') = (lease_expires IS NOT NULL)),
            CHECK ((state = 'deferred') = (not_before IS NOT NULL))
        ) STRICT;
        INSERT INTO job_new(id, stage, problem_id, statement_id, attempt_id, wave, priority, state, tries, takeovers, claims,
                not_before, owner, lease_expires, last_error, created_at)
            SELECT id, stage, problem_id, statement_id, attempt_id, wave, priority, state, tries, takeovers, claims,
                not_before, owner, lease_expires, last_error, created_at FROM job;
        DELETE FROM sqlite_sequence WHERE name = 'job_new';
        INSERT INTO sqlite_sequence(name, seq) SELECT 'job_new', seq FROM sqlite_sequence WHERE name = 'job';
        DROP TABLE job;
        ALTER TABLE job_new RENAME TO job;
        -- The same work is never queued twice (NULLs count as equal); also finds the jobs of a problem or statement.
        CREATE UNIQUE INDEX job_identity
            ON job(problem_id, ifnull(statement_id, 0), stage, wave, ifnull(attempt_id, 0));
        -- The next jobs of a stage, best first.
        CREATE INDEX job_ready ON job(stage, priority DESC, id) WHERE state = 'ready';
        -- Jobs whose time has come.
        CREATE INDEX job_deferred ON job(stage, not_before) WHERE state = 'deferred';
        -- Leases that ran out.
        CREATE INDEX job_leased ON job(lease_expires) WHERE state = 'leased';
        -- Lists of parked jobs, and their release.
        CREATE INDEX job_parked ON job(stage, id) WHERE state = 'parked';
        -- Jobs that wait for a batch.
        CREATE INDEX job_awaiting ON job(stage, id) WHERE state = 'awaiting';
        """
}
