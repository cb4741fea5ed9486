-- A small ledger as the first released schema wrote it (user_version 1), for the test that an old file upgrades.
PRAGMA application_id = 1685287030;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('createdAt','1795239165143');
INSERT INTO meta VALUES('createdBy','dsprover 0.1.0');
INSERT INTO meta VALUES('ledgerID','29b5e7c0-b91c-4e94-a345-c6f0e654610d');
CREATE TABLE migration(
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;
INSERT INTO migration VALUES(1,'records','0.1.0',1795239165143);
CREATE TABLE round(
    number INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    note TEXT
) STRICT;
CREATE TABLE tally(
    kind TEXT NOT NULL,
    first TEXT NOT NULL,
    second TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (kind, first, second)
) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES('attempt','verified','',3);
INSERT INTO tally VALUES('gate_decision','consistency','consistent',3);
INSERT INTO tally VALUES('gate_decision','elaborate','elaborated',3);
INSERT INTO tally VALUES('gate_decision','formalize','formalized',3);
INSERT INTO tally VALUES('gate_decision','prove','proved',3);
INSERT INTO tally VALUES('gate_decision','score','admitted',3);
INSERT INTO tally VALUES('gate_decision','verify','verified',3);
INSERT INTO tally VALUES('job','consistency','leased',0);
INSERT INTO tally VALUES('job','consistency','ready',0);
INSERT INTO tally VALUES('job','elaborate','leased',0);
INSERT INTO tally VALUES('job','elaborate','ready',0);
INSERT INTO tally VALUES('job','formalize','leased',0);
INSERT INTO tally VALUES('job','formalize','ready',0);
INSERT INTO tally VALUES('job','prove','deferred',1);
INSERT INTO tally VALUES('job','prove','leased',1);
INSERT INTO tally VALUES('job','prove','ready',1);
INSERT INTO tally VALUES('job','score','leased',0);
INSERT INTO tally VALUES('job','score','parked',1);
INSERT INTO tally VALUES('job','score','ready',0);
INSERT INTO tally VALUES('job','verify','leased',0);
INSERT INTO tally VALUES('job','verify','ready',0);
INSERT INTO tally VALUES('problem','formalized','',3);
INSERT INTO tally VALUES('problem','pending','',0);
INSERT INTO tally VALUES('statement','consistent','',0);
INSERT INTO tally VALUES('statement','elaborated','',0);
INSERT INTO tally VALUES('statement','formalized','',0);
INSERT INTO tally VALUES('statement','proved','',0);
INSERT INTO tally VALUES('statement','scored','',0);
INSERT INTO tally VALUES('statement','verified','',3);
CREATE TABLE origin(
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    template TEXT NOT NULL,
    UNIQUE (model, template)
) STRICT;
INSERT INTO origin VALUES(1,'english','deepseek-prover/formalize@4ce42eea6882');
INSERT INTO origin VALUES(2,'portfolio','deepseek-prover/prove@2cede5285ec8');
CREATE TABLE problem(
    id INTEGER PRIMARY KEY,
    external_id TEXT UNIQUE,
    content_hash BLOB NOT NULL UNIQUE,
    statement ANY NOT NULL,
    metadata TEXT,
    source_file TEXT NOT NULL,
    source_line INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'formalized', 'unformalizable')),
    state_reason TEXT,
    round INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO problem VALUES(1,'qs-001',X'4eeeaa2b74ff4fd8be484d19f321ea7289550af2ec3887782543f6d8edc579cd','2 + 2 = 4.','{"difficulty":1,"topic":"arithmetic"}','p.jsonl',1,'formalized',NULL,1,1795239165154,1795239165500);
INSERT INTO problem VALUES(2,'qs-002',X'f69c00acde62412379f6b51bbf7ca05c2d88553bec85e8dccfe4cf72edc5cd3e','The sum of 17 and 25 is 42.','{"difficulty":1,"topic":"arithmetic"}','p.jsonl',2,'formalized',NULL,1,1795239165154,1795239165476);
INSERT INTO problem VALUES(3,'qs-003',X'b551755cae128657e72f940ed1ddf491910ab69afdc3b24605f005462586c59b','Seven times eight is fifty-six.','{"difficulty":1,"topic":"arithmetic"}','p.jsonl',3,'formalized',NULL,1,1795239165154,1795239165479);
CREATE TABLE problem_alias(
    external_id TEXT PRIMARY KEY,
    problem_id INTEGER NOT NULL REFERENCES problem(id)
) STRICT, WITHOUT ROWID;
CREATE TABLE bad_line(
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (file, line, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE statement(
    id INTEGER PRIMARY KEY,
    problem_id INTEGER NOT NULL REFERENCES problem(id),
    name TEXT NOT NULL,
    source ANY NOT NULL,
    header TEXT NOT NULL,
    normal_hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('formalized', 'elaborated', 'scored', 'consistent', 'proved', 'verified', 'illFormed', 'rejected', 'vacuous', 'duplicate', 'exhausted', 'disproved', 'quarantined')),
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
INSERT INTO statement VALUES(1,2,'qs_002','theorem qs_002 : (17 : ℕ) + 25 = 42','','90b704c7421c0e9cc495d5a2865186a8e220c9040eae39c729d0a1dfc4825fa7','verified',NULL,'above average',1,0,1,4,NULL,1795239165476,1795239167103);
INSERT INTO statement VALUES(2,3,'qs_003','theorem qs_003 : (7 : ℕ) * 8 = 56','','7a103fb5e2d41f58ad2e19f5b2787ec073ac1bdb6bc8622474b52ebe31e24a28','verified',NULL,'above average',1,0,1,4,NULL,1795239165479,1795239167121);
INSERT INTO statement VALUES(3,1,'qs_001','theorem qs_001 : (2 : ℕ) + 2 = 4','','da54d9c663edc302d52d05ef52e7001cb496ab16410ee2066f54c71c5225e311','verified',NULL,'above average',1,0,1,4,NULL,1795239165500,1795239166570);
CREATE TABLE attempt(
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statement(id),
    side TEXT NOT NULL CHECK (side IN ('P', 'notP')),
    kind TEXT NOT NULL CHECK (kind IN ('proof', 'vacuity')),
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
INSERT INTO attempt VALUES(1,3,'P','proof',2,0,0,'decide','tactics',X'5589aa5863c2d85622d06d651add002416e5513afdbb455666cdde01bb3e257d','verified',NULL,4,'[]',9,128700416,1795239165790);
INSERT INTO attempt VALUES(2,2,'P','proof',2,0,0,'decide','tactics',X'5589aa5863c2d85622d06d651add002416e5513afdbb455666cdde01bb3e257d','verified',NULL,4,'[]',12,128675840,1795239165797);
INSERT INTO attempt VALUES(3,1,'P','proof',2,0,0,'decide','tactics',X'5589aa5863c2d85622d06d651add002416e5513afdbb455666cdde01bb3e257d','verified',NULL,4,'[]',20,128700416,1795239165811);
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
INSERT INTO verification VALUES(1,1,4,'verified',NULL,'[]','4.35.0','dsprover embedded library 4.35.0-1','[]',758,1795239166570);
INSERT INTO verification VALUES(2,3,4,'verified',NULL,'[]','4.35.0','dsprover embedded library 4.35.0-1','[]',524,1795239167103);
INSERT INTO verification VALUES(3,2,4,'verified',NULL,'[]','4.35.0','dsprover embedded library 4.35.0-1','[]',1310,1795239167121);
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
INSERT INTO gate_decision VALUES(1,2,NULL,'formalize','formalized','candidate statements: 1','{"candidates":1,"refusals":[]}',1,0,0,1795239165476);
INSERT INTO gate_decision VALUES(2,3,NULL,'formalize','formalized','candidate statements: 1','{"candidates":1,"refusals":[]}',1,0,0,1795239165479);
INSERT INTO gate_decision VALUES(3,1,NULL,'formalize','formalized','candidate statements: 1','{"candidates":1,"refusals":[]}',1,0,0,1795239165500);
INSERT INTO gate_decision VALUES(4,2,1,'elaborate','elaborated','Lean accepts the statement','{"axioms":["sorryAx"],"messages":[],"rung":3}',0,0,8,1795239165647);
INSERT INTO gate_decision VALUES(5,3,2,'elaborate','elaborated','Lean accepts the statement','{"axioms":["sorryAx"],"messages":[],"rung":3}',0,0,7,1795239165657);
INSERT INTO gate_decision VALUES(6,1,3,'elaborate','elaborated','Lean accepts the statement','{"axioms":["sorryAx"],"messages":[],"rung":3}',0,0,6,1795239165658);
INSERT INTO gate_decision VALUES(7,2,1,'score','admitted','scored above average','{"answer":"Natural language: a claim about 0 variable(s) under 0 hypothesis(es), with 0 quantifier(s) and 0 connective(s) in its goal\nAnalysis: scored by the rules of the built-in heuristic, no language model: a fact about given numbers.\nAssessment: above average","class":"above average","model":"rules","template":"deepseek-prover/score@4571b413dc0a"}',1,0,0,1795239165719);
INSERT INTO gate_decision VALUES(8,1,3,'score','admitted','scored above average','{"answer":"Natural language: a claim about 0 variable(s) under 0 hypothesis(es), with 0 quantifier(s) and 0 connective(s) in its goal\nAnalysis: scored by the rules of the built-in heuristic, no language model: a fact about given numbers.\nAssessment: above average","class":"above average","model":"rules","template":"deepseek-prover/score@4571b413dc0a"}',1,0,0,1795239165739);
INSERT INTO gate_decision VALUES(9,3,2,'score','admitted','scored above average','{"answer":"Natural language: a claim about 0 variable(s) under 0 hypothesis(es), with 0 quantifier(s) and 0 connective(s) in its goal\nAnalysis: scored by the rules of the built-in heuristic, no language model: a fact about given numbers.\nAssessment: above average","class":"above average","model":"rules","template":"deepseek-prover/score@4571b413dc0a"}',1,0,0,1795239165745);
INSERT INTO gate_decision VALUES(10,2,1,'consistency','consistent','there are no hypotheses',NULL,0,0,0,1795239165748);
INSERT INTO gate_decision VALUES(11,3,2,'consistency','consistent','there are no hypotheses',NULL,0,0,0,1795239165749);
INSERT INTO gate_decision VALUES(12,1,3,'consistency','consistent','there are no hypotheses',NULL,0,0,0,1795239165749);
INSERT INTO gate_decision VALUES(13,1,3,'prove','proved','portfolio found a proof in wave 0','{"attempts":1,"proof":"decide"}',1,0,0,1795239165790);
INSERT INTO gate_decision VALUES(14,3,2,'prove','proved','portfolio found a proof in wave 0','{"attempts":1,"proof":"decide"}',1,0,0,1795239165797);
INSERT INTO gate_decision VALUES(15,2,1,'prove','proved','portfolio found a proof in wave 0','{"attempts":1,"proof":"decide"}',1,0,0,1795239165811);
INSERT INTO gate_decision VALUES(16,1,3,'verify','verified','holds at rung 4','{"axioms":[],"messages":[],"rung":4}',0,0,758,1795239166570);
INSERT INTO gate_decision VALUES(17,2,1,'verify','verified','holds at rung 4','{"axioms":[],"messages":[],"rung":4}',0,0,524,1795239167103);
INSERT INTO gate_decision VALUES(18,3,2,'verify','verified','holds at rung 4','{"axioms":[],"messages":[],"rung":4}',0,0,1310,1795239167121);
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
INSERT INTO job VALUES(19,'prove',1,1,NULL,1,0,'ready',0,0,0,NULL,NULL,NULL,NULL,1750000000000);
INSERT INTO job VALUES(20,'prove',2,2,NULL,1,5,'deferred',2,0,2,1750000060000,NULL,NULL,'status 503',1750000000000);
INSERT INTO job VALUES(21,'prove',3,3,NULL,1,0,'leased',1,1,2,NULL,'host/1/2/3',1750000060000,NULL,1750000000000);
INSERT INTO job VALUES(22,'score',3,3,NULL,0,0,'parked',5,0,5,NULL,NULL,NULL,'status 400',1750000000000);
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
INSERT INTO model_call VALUES(1,'bf53b1b08d28748b0d24cae5e8e622cb3570704a8b28fc6eecb7ebca55078358','english','controlled-english/2','formalize',0,replace('Formalized by rules: the built-in controlled-english model, no language model.\n\n```lean4\ntheorem qs_002 : (17 : ℕ) + 25 = 42 := by sorry\n```','\n',char(10)),NULL,'stop',0,0,0,0,1795239165469);
INSERT INTO model_call VALUES(2,'4efd94ea2f6a0a495b5202bc363d95751ed3dffeecdf4cb1030720d0db81ee0f','english','controlled-english/2','formalize',0,replace('Formalized by rules: the built-in controlled-english model, no language model.\n\n```lean4\ntheorem qs_003 : (7 : ℕ) * 8 = 56 := by sorry\n```','\n',char(10)),NULL,'stop',0,0,0,0,1795239165470);
INSERT INTO model_call VALUES(3,'214e69eb233e709e7ee8f281eff84de485bd2e42aba7f1fc3a81b53f1cb991a3','english','controlled-english/2','formalize',0,replace('Formalized by rules: the built-in controlled-english model, no language model.\n\n```lean4\ntheorem qs_001 : (2 : ℕ) + 2 = 4 := by sorry\n```','\n',char(10)),NULL,'stop',0,0,0,0,1795239165495);
INSERT INTO model_call VALUES(4,'c2da4bc4f3c5945a15d21d5e30d0ce88e9e6a5ca509b6f04959571d3c3d485a0','writer','writer-1','score',0,replace('Natural language: a claim about 0 variable(s) under 0 hypothesis(es), with 0 quantifier(s) and 0 connective(s) in its goal\nAnalysis: scored by the rules of the built-in heuristic, no language model: a fact about given numbers.\nAssessment: above average','\n',char(10)),NULL,'stop',100,20,0,340,1795239165672);
INSERT INTO model_call VALUES(5,'19257e1d5e1a9beb31b86c1977e62412865e83e7f24bfa39d49e5b5e73da2fdb','writer','writer-1','score',0,replace('Natural language: a claim about 0 variable(s) under 0 hypothesis(es), with 0 quantifier(s) and 0 connective(s) in its goal\nAnalysis: scored by the rules of the built-in heuristic, no language model: a fact about given numbers.\nAssessment: above average','\n',char(10)),NULL,'stop',100,20,0,340,1795239165673);
INSERT INTO model_call VALUES(6,'61dab23ca64df8a8fc46ab2ab1bc63c8153dae061b671187352527437b153ab8','writer','writer-1','score',0,replace('Natural language: a claim about 0 variable(s) under 0 hypothesis(es), with 0 quantifier(s) and 0 connective(s) in its goal\nAnalysis: scored by the rules of the built-in heuristic, no language model: a fact about given numbers.\nAssessment: above average','\n',char(10)),NULL,'stop',100,20,0,340,1795239165675);
INSERT INTO model_call VALUES(7,'36a3b6d44e3d9c82b062d581d98f3e953573a91123433d7f12fa3f3826dfcaff','portfolio','tactic-portfolio/2','prove',0,replace('Script 1 of the built-in tactic-portfolio, no language model.\n\n```lean4\nby\n  decide\n```','\n',char(10)),NULL,'stop',0,0,0,0,1795239165764);
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
INSERT INTO call_count VALUES('english','formalize',3,0,0,0,0);
INSERT INTO call_count VALUES('portfolio','prove',3,0,0,0,0);
INSERT INTO call_count VALUES('writer','score',3,4,2,300,60);
CREATE TABLE event(
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('information', 'warning', 'alarm')),
    kind TEXT NOT NULL,
    problem_id INTEGER REFERENCES problem(id),
    statement_id INTEGER REFERENCES statement(id),
    message TEXT NOT NULL,
    data TEXT
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('job',22);
CREATE INDEX alias_problem ON problem_alias(problem_id);
CREATE INDEX statement_state ON statement(state);
CREATE INDEX statement_normal ON statement(normal_hash);
CREATE INDEX statement_name ON statement(name);
CREATE INDEX verification_attempt ON verification(attempt_id);
CREATE INDEX decision_problem ON gate_decision(problem_id);
CREATE UNIQUE INDEX job_identity
    ON job(problem_id, ifnull(statement_id, 0), stage, wave, ifnull(attempt_id, 0));
CREATE INDEX job_ready ON job(stage, priority DESC, id) WHERE state = 'ready';
CREATE INDEX job_deferred ON job(stage, not_before) WHERE state = 'deferred';
CREATE INDEX job_leased ON job(lease_expires) WHERE state = 'leased';
CREATE INDEX job_parked ON job(stage, id) WHERE state = 'parked';
CREATE INDEX event_problem ON event(problem_id) WHERE problem_id IS NOT NULL;
CREATE TRIGGER statement_move BEFORE UPDATE OF state ON statement
WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ('formalized>elaborated', 'formalized>illFormed', 'formalized>duplicate', 'elaborated>scored', 'elaborated>rejected', 'elaborated>consistent', 'elaborated>vacuous', 'elaborated>proved', 'elaborated>exhausted', 'elaborated>disproved', 'elaborated>duplicate', 'scored>consistent', 'scored>rejected', 'scored>vacuous', 'scored>proved', 'scored>exhausted', 'scored>disproved', 'consistent>proved', 'consistent>exhausted', 'consistent>disproved', 'proved>verified', 'proved>consistent', 'proved>exhausted', 'proved>quarantined', 'verified>quarantined', 'exhausted>consistent', 'disproved>quarantined')
BEGIN SELECT RAISE(ABORT, 'forbidden move of a statement'); END;
CREATE TRIGGER statement_start BEFORE INSERT ON statement
WHEN NEW.state NOT IN ('formalized', 'duplicate')
BEGIN SELECT RAISE(ABORT, 'forbidden move of a statement: it cannot start there'); END;
CREATE TRIGGER problem_move BEFORE UPDATE OF state ON problem
WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ('pending>formalized', 'pending>unformalizable', 'formalized>pending', 'unformalizable>pending', 'unformalizable>formalized')
BEGIN SELECT RAISE(ABORT, 'forbidden move of a problem'); END;
CREATE TRIGGER problem_start BEFORE INSERT ON problem
WHEN NEW.state NOT IN ('pending')
BEGIN SELECT RAISE(ABORT, 'forbidden move of a problem: it cannot start there'); END;
CREATE TRIGGER gate_decision_no_update BEFORE UPDATE ON gate_decision
BEGIN SELECT RAISE(ABORT, 'gate_decision is append-only'); END;
CREATE TRIGGER gate_decision_no_delete BEFORE DELETE ON gate_decision
BEGIN SELECT RAISE(ABORT, 'gate_decision is append-only'); END;
CREATE TRIGGER verification_no_update BEFORE UPDATE ON verification
BEGIN SELECT RAISE(ABORT, 'verification is append-only'); END;
CREATE TRIGGER verification_no_delete BEFORE DELETE ON verification
BEGIN SELECT RAISE(ABORT, 'verification is append-only'); END;
CREATE TRIGGER problem_counted AFTER INSERT ON problem
BEGIN INSERT INTO tally(kind, first, second, count)
VALUES ('problem', NEW.state, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER problem_uncounted AFTER DELETE ON problem
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'problem' AND first = OLD.state
AND second = ''; END;
CREATE TRIGGER problem_recounted AFTER UPDATE OF state ON problem
WHEN NEW.state IS NOT OLD.state
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'problem' AND first = OLD.state
AND second = ''; INSERT INTO tally(kind, first, second, count)
VALUES ('problem', NEW.state, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER statement_counted AFTER INSERT ON statement
BEGIN INSERT INTO tally(kind, first, second, count)
VALUES ('statement', NEW.state, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER statement_uncounted AFTER DELETE ON statement
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'statement' AND first = OLD.state
AND second = ''; END;
CREATE TRIGGER statement_recounted AFTER UPDATE OF state ON statement
WHEN NEW.state IS NOT OLD.state
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'statement' AND first = OLD.state
AND second = ''; INSERT INTO tally(kind, first, second, count)
VALUES ('statement', NEW.state, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER attempt_counted AFTER INSERT ON attempt
BEGIN INSERT INTO tally(kind, first, second, count)
VALUES ('attempt', NEW.verdict, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER attempt_uncounted AFTER DELETE ON attempt
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'attempt' AND first = OLD.verdict
AND second = ''; END;
CREATE TRIGGER attempt_recounted AFTER UPDATE OF verdict ON attempt
WHEN NEW.verdict IS NOT OLD.verdict
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'attempt' AND first = OLD.verdict
AND second = ''; INSERT INTO tally(kind, first, second, count)
VALUES ('attempt', NEW.verdict, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER job_counted AFTER INSERT ON job
BEGIN INSERT INTO tally(kind, first, second, count)
VALUES ('job', NEW.stage, NEW.state, 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER job_uncounted AFTER DELETE ON job
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'job' AND first = OLD.stage
AND second = OLD.state; END;
CREATE TRIGGER job_recounted AFTER UPDATE OF stage, state ON job
WHEN NEW.stage IS NOT OLD.stage OR NEW.state IS NOT OLD.state
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'job' AND first = OLD.stage
AND second = OLD.state; INSERT INTO tally(kind, first, second, count)
VALUES ('job', NEW.stage, NEW.state, 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER gate_decision_counted AFTER INSERT ON gate_decision
BEGIN INSERT INTO tally(kind, first, second, count)
VALUES ('gate_decision', NEW.gate, NEW.verdict, 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER gate_decision_uncounted AFTER DELETE ON gate_decision
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'gate_decision' AND first = OLD.gate
AND second = OLD.verdict; END;
CREATE TRIGGER bad_line_counted AFTER INSERT ON bad_line
BEGIN INSERT INTO tally(kind, first, second, count)
VALUES ('bad_line', NEW.code, '', 1)
ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER bad_line_uncounted AFTER DELETE ON bad_line
BEGIN UPDATE tally SET count = count - 1
WHERE kind = 'bad_line' AND first = OLD.code
AND second = ''; END;
COMMIT;
