import Foundation
import GRDB
import TestSupport
import Testing

@testable import Ledger

/// From every step of the file format that there was, with rows in all its tables, to the newest.
struct MigrationTests {
    private static let oldSteps = 1..<Schema.migrations.count
    /// The step that came with work by hand.
    private static let operations = (Schema.migrations.firstIndex { $0.name == "operations" } ?? 0) + 1

    /// The step from which on the program counts the rows that it writes.
    private static let sums = (Schema.migrations.firstIndex { $0.name == "sums" } ?? 0) + 1
    private static let recount = """
        DELETE FROM tally WHERE kind <> 'bad_line';
        INSERT INTO tally SELECT 'problem', state, '', count(*) FROM problem GROUP BY state;
        INSERT INTO tally SELECT 'statement', state, '', count(*) FROM statement GROUP BY state;
        INSERT INTO tally SELECT 'attempt', verdict, '', count(*) FROM attempt GROUP BY verdict;
        INSERT INTO tally SELECT 'gate_decision', gate, verdict, count(*) FROM gate_decision GROUP BY gate, verdict;
        INSERT INTO tally SELECT 'job', stage, state, count(*) FROM job GROUP BY stage, state;
        """

    /// What every step has: a proved statement, a vacuous one, one in work, a duplicate; jobs in every state.
    private static let rows = """
        INSERT INTO meta(key, value) VALUES ('runSeed', '7');
        INSERT INTO origin(id, model, template) VALUES (1, 'writer', 'formalize@1'), (2, 'prover', 'prove@1');
        INSERT INTO problem(id, external_id, content_hash, statement, metadata, source_file, source_line, state, round,
                created_at, updated_at)
            SELECT value, 'p' || value, CAST('hash' || value AS BLOB), 'Show ' || value, '{"level":1}', 'f.jsonl', value,
                'pending', 1, 10, 10
            FROM generate(1, 5);
        INSERT INTO problem_alias(external_id, problem_id) VALUES ('other', 1);
        INSERT INTO bad_line(file, line, code, detail, created_at) VALUES ('f.jsonl', 9, 'bad-json', 'no', 10);
        INSERT INTO statement(id, problem_id, name, source, header, normal_hash, state, origin_id, sample, round, duplicate_of,
                created_at, updated_at)
            SELECT value, value, 't' || value, 'theorem t : True', 'import X', 'n' || value,
                iif(value = 4, 'duplicate', 'formalized'), 1, 0, 1, iif(value = 4, 1, NULL), 20, 20
            FROM generate(1, 4);
        UPDATE problem SET state = 'formalized' WHERE id < 5;
        INSERT INTO gate_decision(problem_id, statement_id, gate, verdict, reason, evidence, model_calls, tokens, wall_ms,
                created_at)
            SELECT value, value, 'elaborate', 'elaborated', 'r', '{}', 1, 2, 3, 30 FROM generate(1, 4);
        INSERT INTO attempt(statement_id, side, kind, origin_id, sample, wave, proof, proof_style, proof_hash, verdict, rung,
                messages, wall_ms, created_at)
            VALUES (1, 'P', 'proof', 2, 0, 1, 'trivial', 'tactics', x'01', 'verified', 5, '[]', 5, 40),
                (1, 'P', 'proof', 2, 1, 1, x'610062', 'tactics', x'02', 'failed', 1, '[]', 5, 40),
                (2, 'P', 'vacuity', 2, 0, 0, 'omega', 'tactics', x'03', 'verified', 3, '[]', 5, 40);
        INSERT INTO verification(attempt_id, rung, verdict, axioms, lean_version, library, created_at)
            VALUES (1, 5, 'verified', '["propext"]', '4.35.0', 'embedded', 50);
        UPDATE statement SET state = 'elaborated' WHERE id < 4;
        UPDATE statement SET state = 'proved' WHERE id = 1;
        UPDATE statement SET state = 'verified', rung = 5 WHERE id = 1;
        UPDATE statement SET state = 'vacuous' WHERE id = 2;
        INSERT INTO job(id, stage, problem_id, statement_id, wave, priority, state, tries, not_before, owner, lease_expires,
                last_error, created_at)
            VALUES (11, 'prove', 3, 3, 1, 4, 'ready', 1, NULL, NULL, NULL, NULL, 60),
                (12, 'prove', 3, 3, 2, 0, 'deferred', 2, 70, NULL, NULL, 'e', 60),
                (13, 'prove', 3, 3, 3, 0, 'leased', 1, NULL, 'host/1/2/3', 80, NULL, 60),
                (14, 'formalize', 5, NULL, 0, 0, 'parked', 5, NULL, NULL, NULL, 'boom', 60),
                (15, 'formalize', 5, NULL, 1, 0, 'parked', 5, NULL, NULL, NULL, 'boom', 60);
        INSERT INTO job(id, stage, problem_id, wave, priority, state, created_at) VALUES (40, 'x', 5, 0, 0, 'ready', 60);
        DELETE FROM job WHERE id = 40;
        INSERT INTO model_call(key, model, identity, purpose, sample, content, finish_reason, prompt_tokens,
                completion_tokens, usage_estimated, latency_ms, created_at)
            VALUES ('k1', 'writer', 'w-1', 'formalize', 0, 'answer', 'stop', 10, 5, 0, 100, 60);
        INSERT INTO event(at, level, kind, problem_id, message) VALUES (65, 'warning', 'parked', 5, 'gave up');
        """

    /// Where calls were counted before and after the second step.
    private static func accounts(step: Int) -> String {
        if step == 1 {
            return """
                INSERT INTO call_count(model, purpose, sent, cached, failed, prompt_tokens, completion_tokens)
                    VALUES ('writer', 'formalize', 3, 2, 1, 10, 5);
                """
        }
        return """
            INSERT INTO call_account(model, stage, round, metered, sent, failed, answers, cached, prompt_tokens,
                    completion_tokens, cost)
                VALUES ('writer', 'formalize', 1, 1, 3, 1, 1, 2, 10, 5, 77);
            INSERT INTO subject_account(problem_id, statement_id, stage, sent, answers) VALUES (1, 0, 'formalize', 3, 1);
            INSERT INTO run(owner, started_at, seen_at, ended_at) VALUES ('host/1/2/3', 0, 9, 9);
            INSERT INTO job(id, stage, problem_id, wave, priority, state, created_at)
                VALUES (16, 'formalize', 5, 2, 0, 'awaiting', 60);
            """
                // From this step on parking is noted with its time.
                + (step >= operations ? "UPDATE job SET parked_at = 65 WHERE state = 'parked';" : "")
    }

    private func make(step: Int, at path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try Schema.migrate(
                database, path: path, options: LedgerOptions(), migrations: Array(Schema.migrations.prefix(step)))
            // A list of numbers without a table-valued function, which not every SQLite has.
            let numbers = { (last: Int) in
                "(SELECT column1 AS value FROM (VALUES \((1...last).map { "(\($0))" }.joined(separator: ","))))"
            }
            var sql = Self.rows
            for last in [4, 5] { sql = sql.replacingOccurrences(of: "generate(1, \(last))", with: numbers(last)) }
            try database.execute(sql: sql + Self.accounts(step: step))
            // From then on the program counts, and not the triggers.
            if step >= Self.sums { try database.execute(sql: Self.recount) }
        }
        try queue.close()
    }

    /// The rows of every table, each as its columns of the old file say it.
    private func contents(_ path: String, columns: [String: [String]]) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            var contents: [String: [String]] = [:]
            for (table, names) in columns {
                let values = names.map { "quote(\($0))" }.joined(separator: " || ',' || ")
                contents[table] = try String.fetchAll(database, sql: "SELECT \(values) FROM \(table) ORDER BY 1")
            }
            return contents
        }
    }

    private func columns(_ path: String) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            // What is said of the file itself changes; the oldest accounts are moved to new ones.
            let tables = try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM sqlite_master WHERE type = 'table'
                    AND name NOT IN ('migration', 'call_count', 'sqlite_sequence', 'sqlite_stat1')
                    """)
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('\(table)')"))
                })
        }
    }

    @Test(arguments: oldSteps)
    func `a file of each old step keeps every row, is sound, and works on`(step: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "old.ledger").path
            try make(step: step, at: path)
            let columns = try columns(path)
            let before = try contents(path, columns: columns)
            #expect(before["job"]?.count ?? 0 >= 5 && before["attempt"]?.count == 3)

            let time = TestTime()
            var options = LedgerOptions()
            options.now = time.clock
            let ledger = try Ledger.open(at: path, options: options)
            let after = try contents(path, columns: columns)
            for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
            #expect(try await ledger.audit() == [])
            let info = try await ledger.info()
            #expect(info.schema == Schema.migrations.count && info.steps.map(\.version) == Array(1...info.schema))

            let status = try await ledger.status()
            #expect(status.problems == 5 && status.proved == 1 && status.parked == 2)
            #expect(status.modelCalls == LedgerStatus.ModelCalls(sent: 3, cached: 2, failed: 1))
            let page = try await ledger.provedStatements(after: 0, through: 9, scoreGate: "score")
            let proved = try #require(page.first)
            #expect(page.count == 1 && proved.proof == "trivial" && proved.verification?.axioms == "[\"propext\"]")
            #expect(try await ledger.attempts(of: 1).map(\.proof) == ["trivial", "a\u{0}b"])
            // What was parked before it was noted when: the event tells.
            var selection = JobSelection.of(stage: "formalize")
            selection.since = 66
            #expect(try await ledger.retry(selection) == 0)
            selection.since = 65
            #expect(try await ledger.retry(selection) == 2)
            let jobs = try await ledger.claim(stages: ["prove"], limit: 9, owner: "me", lease: .seconds(60))
            #expect(jobs.map(\.id) == [11, 12, 13], "the lease of the old owner ran out, the deferred one is due")
            let first = try #require(jobs.first)
            var outcome = StepOutcome()
            outcome.followUps = [NewJob(stage: "later")]
            try await ledger.complete(first, outcome)
            let later = try await ledger.claim(stages: ["later"], limit: 1, owner: "me", lease: .seconds(60)).first
            #expect(try #require(later).id > 40, "numbers are not given twice")
            #expect(try await ledger.audit().isEmpty)
            try await ledger.close()
        }
    }
}
