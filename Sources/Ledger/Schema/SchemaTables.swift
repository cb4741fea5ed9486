/// The tables and indexes of the first schema.
///
/// Times are milliseconds since 1970, JSON is text, hashes are 32-byte blobs, except `normal_hash`, which comes as text. Every index carries the reads
/// that need it in its comment; none of the reads of a running factory scans a table that grows with the work.
enum SchemaTables {
    static let all = [
        administration, origins, problems, statements, attempts, decisions, jobs, modelCalls, events,
    ].joined(separator: "\n")

    private static let administration = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE migration(
            version INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE round(
            number INTEGER PRIMARY KEY,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            note TEXT
        ) STRICT;
        -- Counts that triggers keep, so that no report counts rows.
        CREATE TABLE tally(
            kind TEXT NOT NULL,
            first TEXT NOT NULL,
            second TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 0),
            PRIMARY KEY (kind, first, second)
        ) STRICT, WITHOUT ROWID;
        """

    /// Model and template stand in millions of rows and in their unique keys: as a number they cost 1–2 bytes there.
    private static let origins = """
        CREATE TABLE origin(
            id INTEGER PRIMARY KEY,
            model TEXT NOT NULL,
            template TEXT NOT NULL,
            UNIQUE (model, template)
        ) STRICT;
        """

    private static let problems = """
        CREATE TABLE problem(
            id INTEGER PRIMARY KEY,
            external_id TEXT UNIQUE,
            content_hash BLOB NOT NULL UNIQUE,
            statement ANY NOT NULL,
            metadata TEXT,
            source_file TEXT NOT NULL,
            source_line INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN \(SchemaGuards.words(of: ProblemState.self))),
            state_reason TEXT,
            round INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        -- Further names under which the same problem was imported.
        CREATE TABLE problem_alias(
            external_id TEXT PRIMARY KEY,
            problem_id INTEGER NOT NULL REFERENCES problem(id)
        ) STRICT, WITHOUT ROWID;
        -- The names of a problem, for `show`.
        CREATE INDEX alias_problem ON problem_alias(problem_id);
        CREATE TABLE bad_line(
            file TEXT NOT NULL,
            line INTEGER NOT NULL,
            code TEXT NOT NULL,
            detail TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (file, line, code)
        ) STRICT, WITHOUT ROWID;
        """

    private static let statements = """
        CREATE TABLE statement(
            id INTEGER PRIMARY KEY,
            problem_id INTEGER NOT NULL REFERENCES problem(id),
            name TEXT NOT NULL,
            source ANY NOT NULL,
            header TEXT NOT NULL,
            normal_hash TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN \(SchemaGuards.words(of: StatementState.self))),
            state_reason TEXT,
            score_class TEXT,
            origin_id INTEGER NOT NULL REFERENCES origin(id),
            sample INTEGER NOT NULL,
            round INTEGER NOT NULL,
            rung INTEGER NOT NULL DEFAULT 0,
            duplicate_of INTEGER REFERENCES statement(id),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            -- A step that is repeated does not add the candidate again; also finds the statements of a problem.
            UNIQUE (problem_id, round, origin_id, sample),
            CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL))
        ) STRICT;
        -- Export walks the verified statements in id order; lists by state.
        CREATE INDEX statement_state ON statement(state);
        -- Exact duplicates.
        CREATE INDEX statement_normal ON statement(normal_hash);
        -- `show NAME`.
        CREATE INDEX statement_name ON statement(name);
        """

    private static let attempts = """
        CREATE TABLE attempt(
            id INTEGER PRIMARY KEY,
            statement_id INTEGER NOT NULL REFERENCES statement(id),
            side TEXT NOT NULL CHECK (side IN \(SchemaGuards.words(of: Side.self))),
            kind TEXT NOT NULL CHECK (kind IN \(SchemaGuards.words(of: AttemptKind.self))),
            origin_id INTEGER NOT NULL REFERENCES origin(id),
            sample INTEGER NOT NULL,
            wave INTEGER NOT NULL,
            proof ANY,
            proof_style TEXT,
            proof_hash BLOB,
            verdict TEXT NOT NULL,
            verdict_detail TEXT,
            rung INTEGER NOT NULL,
            messages TEXT,
            wall_ms INTEGER,
            memory_bytes INTEGER,
            created_at INTEGER NOT NULL,
            -- A step that is repeated does not add the attempt again; also finds the attempts of a statement.
            UNIQUE (statement_id, side, kind, origin_id, sample)
        ) STRICT;
        CREATE TABLE verification(
            id INTEGER PRIMARY KEY,
            attempt_id INTEGER NOT NULL REFERENCES attempt(id),
            rung INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            detail TEXT,
            axioms TEXT NOT NULL,
            lean_version TEXT NOT NULL,
            library TEXT NOT NULL,
            messages TEXT,
            wall_ms INTEGER,
            created_at INTEGER NOT NULL
        ) STRICT;
        -- The verifications of an attempt, for `show` and export.
        CREATE INDEX verification_attempt ON verification(attempt_id);
        """

    private static let decisions = """
        CREATE TABLE gate_decision(
            id INTEGER PRIMARY KEY,
            problem_id INTEGER NOT NULL REFERENCES problem(id),
            statement_id INTEGER REFERENCES statement(id),
            gate TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            evidence TEXT,
            model_calls INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            wall_ms INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        -- The history of a problem.
        CREATE INDEX decision_problem ON gate_decision(problem_id);
        """

    /// AUTOINCREMENT: the number of a finished job is never given again, so a late owner cannot meet a stranger under it.
    /// A job that waits for a later time is `deferred`, apart from the ready ones, so that a claim never steps over them.
    private static let jobs = """
        CREATE TABLE job(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stage TEXT NOT NULL,
            problem_id INTEGER NOT NULL REFERENCES problem(id),
            statement_id INTEGER REFERENCES statement(id),
            attempt_id INTEGER REFERENCES attempt(id),
            wave INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('ready', 'deferred', 'leased', 'parked')),
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
        """

    /// A table with row ids: answers are far larger than what a tree keyed by text holds well.
    private static let modelCalls = """
        CREATE TABLE model_call(
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            model TEXT NOT NULL,
            identity TEXT NOT NULL,
            purpose TEXT NOT NULL,
            sample INTEGER NOT NULL,
            content ANY NOT NULL,
            reasoning ANY,
            finish_reason TEXT NOT NULL,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            usage_estimated INTEGER NOT NULL,
            latency_ms INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE call_count(
            model TEXT NOT NULL,
            purpose TEXT NOT NULL,
            sent INTEGER NOT NULL DEFAULT 0,
            cached INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0,
            prompt_tokens INTEGER NOT NULL DEFAULT 0,
            completion_tokens INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (model, purpose)
        ) STRICT, WITHOUT ROWID;
        """

    private static let events = """
        CREATE TABLE event(
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            level TEXT NOT NULL CHECK (level IN \(SchemaGuards.words(of: EventLevel.self))),
            kind TEXT NOT NULL,
            problem_id INTEGER REFERENCES problem(id),
            statement_id INTEGER REFERENCES statement(id),
            message TEXT NOT NULL,
            data TEXT
        ) STRICT;
        -- The events of a problem, for `show`.
        CREATE INDEX event_problem ON event(problem_id) WHERE problem_id IS NOT NULL;
        """
}
