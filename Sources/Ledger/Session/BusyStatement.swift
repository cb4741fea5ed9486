/// The statements that a running factory needs several times for each problem.
enum BusyStatement: Int, CaseIterable {
    case deleteJob, insertJob, readyJob, pausedStage, triedInWave, otherJob
    case findOrigin, findStatement, findOriginal, insertStatement, moveStatement, stateOfStatement
    case stateOfProblem, moveProblem
    case insertAttempt, insertVerification, confirmAttempt, insertDecision
    case findAnswer, insertAnswer, addToSubject, claimFlight, endFlight
    case insertIncoming, findProblem

    /// The text; the order of the places is the order of the values at the call.
    var sql: String {
        switch self {
        case .deleteJob: "DELETE FROM job WHERE id = ? AND owner = ? AND claims = ? AND priority = ?"
        case .insertJob:
            """
            INSERT INTO job(stage, problem_id, statement_id, attempt_id, wave, priority, state, tries, claims, not_before,
                owner, lease_expires, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """
        case .readyJob: "SELECT 1 FROM job WHERE state = 'ready' AND stage = ? AND priority >= ? LIMIT 1"
        case .otherJob: "SELECT id FROM job WHERE problem_id = ? AND ifnull(statement_id, 0) = ? LIMIT 1"
        case .pausedStage: "SELECT 1 FROM paused_stage WHERE stage = ?"
        case .triedInWave: "SELECT id FROM attempt WHERE statement_id = ? AND kind = 'proof' AND wave = ? LIMIT 1"
        case .findOrigin: "SELECT id FROM origin WHERE model = ? AND template = ?"
        case .findStatement:
            "SELECT id FROM statement WHERE problem_id = ? AND round = ? AND origin_id = ? AND sample = ?"
        case .findOriginal:
            """
            SELECT id FROM statement
            WHERE normal_hash = ? AND header = ? AND state NOT IN ('illFormed', 'duplicate') ORDER BY id LIMIT 1
            """
        case .insertStatement:
            """
            INSERT INTO statement(problem_id, name, source, header, normal_hash, state, origin_id, sample, round,
                repaired_from, repair_round, duplicate_of, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .stateOfStatement: "SELECT state FROM statement WHERE id = ?"
        case .moveStatement:
            """
            UPDATE statement SET state = ?, state_reason = ?, score_class = coalesce(?, score_class),
                rung = coalesce(?, rung), duplicate_of = coalesce(?, duplicate_of), updated_at = ?
            WHERE id = ?
            """
        case .stateOfProblem: "SELECT state FROM problem WHERE id = ?"
        case .moveProblem: "UPDATE problem SET state = ?, state_reason = ?, updated_at = ? WHERE id = ?"
        case .insertAttempt:
            """
            INSERT INTO attempt(statement_id, side, kind, origin_id, sample, wave, proof, proof_style, proof_hash, verdict,
                verdict_detail, rung, messages, wall_ms, memory_bytes, repairs, repair_round, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """
        case .insertVerification:
            """
            INSERT INTO verification(attempt_id, rung, verdict, detail, axioms, lean_version, library, messages, wall_ms,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .confirmAttempt: "UPDATE attempt SET verdict_detail = ?, rung = ? WHERE id = ? AND verdict = ?"
        case .insertDecision:
            """
            INSERT INTO gate_decision(problem_id, statement_id, gate, verdict, reason, evidence, model_calls, tokens,
                wall_ms, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .findAnswer: "SELECT id FROM model_call WHERE key = ? AND created_at >= ?"
        case .insertAnswer:
            """
            INSERT INTO model_call(key, model, identity, purpose, sample, content, reasoning, finish_reason, prompt_tokens,
                cached_prompt_tokens, completion_tokens, usage_estimated, latency_ms, cost, round, problem_id,
                statement_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """
        case .addToSubject:
            """
            INSERT INTO subject_account(problem_id, statement_id, stage, sent, failed, answers, cached, prompt_tokens,
                completion_tokens, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, failed = failed + excluded.failed,
                answers = answers + excluded.answers, cached = cached + excluded.cached,
                prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                completion_tokens = completion_tokens + excluded.completion_tokens, cost = cost + excluded.cost
            """
        case .claimFlight: "INSERT INTO call_flight(key, run_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
        case .endFlight: "DELETE FROM call_flight WHERE key = ?"
        case .insertIncoming:
            """
            INSERT INTO incoming(external_id, content_hash, statement, metadata, source_file, source_line)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        case .findProblem: "SELECT id FROM problem WHERE content_hash = ? AND (?2 IS NULL OR external_id = ?2)"
        }
    }
}
