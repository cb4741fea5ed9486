internal import GRDB
internal import GRDBSQLite

/// The rows of an export, straight from SQLite: a million of them are read in seconds, and then every value that is boxed, looked
/// up or copied once more than it must be shows.
struct ProvedRows {
    /// One row holds all: several questions per proof cost more than the export of it. SQLite takes the two names out of the
    /// evidence, which may hold a whole answer.
    private static func query(_ side: Side, includingFlagged: Bool) -> String {
        """
        SELECT problem.id, problem.external_id, problem.statement, problem.metadata,
            statement.id, statement.name, statement.source, statement.header, statement.rung, statement.score_class,
            statement.round, writer.model, writer.template,
            attempt.proof, attempt.proof_style, attempt.verdict, prover.model, prover.template,
            verification.axioms, verification.lean_version, verification.library, verification.wall_ms,
            scored.id, json_extract(scored.evidence, '$.model'), json_extract(scored.evidence, '$.template')
        FROM statement
        JOIN problem ON problem.id = statement.problem_id
        JOIN origin AS writer ON writer.id = statement.origin_id
        JOIN attempt ON attempt.id = (
            SELECT id FROM attempt WHERE statement_id = statement.id AND side = '\(side.rawValue)' AND kind = 'proof'
            AND verdict = 'verified' AND proof IS NOT NULL ORDER BY rung DESC, id LIMIT 1)
        JOIN origin AS prover ON prover.id = attempt.origin_id
        LEFT JOIN verification ON verification.id = (
            SELECT max(id) FROM verification WHERE attempt_id = attempt.id)
        LEFT JOIN gate_decision AS scored ON statement.score_class IS NOT NULL AND scored.id = (
            SELECT id FROM gate_decision
            WHERE problem_id = statement.problem_id AND statement_id = statement.id AND gate = ?
            ORDER BY id DESC LIMIT 1)
        WHERE statement.state = '\(side.end.rawValue)' AND statement.id > ? AND statement.id <= ?
            AND NOT EXISTS (SELECT 1 FROM quarantined_header WHERE header = statement.header)
            \(includingFlagged ? "" : unflagged)
        ORDER BY statement.id
        """
    }

    private static let unflagged = """
        AND NOT EXISTS (
            SELECT 1 FROM statement_flag AS flagged WHERE flagged.statement_id = statement.id
            AND \(StatementFlag.counts("flagged")))
        """

    /// Numbers of statements.
    struct Page {
        /// Exclusive.
        let after: Int
        /// Inclusive.
        let through: Int
    }

    private let database: Database
    private let query: String
    /// Keeps the handle alive.
    private let statement: GRDB.Statement
    private let handle: OpaquePointer

    init(
        _ database: Database, _ page: Page, _ side: Side, includingFlagged: Bool, scoreGate: String
    ) throws {
        self.database = database
        query = Self.query(side, includingFlagged: includingFlagged)
        statement = try database.cachedStatement(sql: query)
        handle = statement.sqliteStatement
        var binder = Binder(handle)
        binder.add(scoreGate)
        binder.add(page.after)
        binder.add(page.through)
    }

    func all() throws -> [ProvedStatement] {
        defer { sqlite3_reset(handle) }
        var statements: [ProvedStatement] = []
        // The same few words stand in these columns row after row.
        var repeated = RepeatedTexts(handle)
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: statements.append(row(&repeated))
            case SQLITE_DONE: return statements
            case SQLITE_INTERRUPT: throw CancellationError()
            default:
                let connection = database.sqliteConnection
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                    message: String(cString: sqlite3_errmsg(connection)), sql: query)
            }
        }
    }

    private func row(_ repeated: inout RepeatedTexts) -> ProvedStatement {
        ProvedStatement(
            problemID: integer(0), externalID: optionalText(1), problem: text(2), metadata: optionalText(3),
            statementID: integer(4), name: text(5), source: text(6), header: repeated.text(7), rung: integer(8),
            round: integer(10), scoreClass: repeated.optionalText(9), formalizer: repeated.text(11),
            formalizerTemplate: repeated.text(12), proof: text(13), proofStyle: repeated.optionalText(14),
            verdict: repeated.text(15), prover: repeated.text(16), proverTemplate: repeated.text(17),
            verification: repeated.optionalText(18).map { axioms in
                ProvedStatement.Check(
                    axioms: axioms, leanVersion: repeated.text(19), library: repeated.text(20),
                    wallMilliseconds: isNull(21) ? nil : integer(21))
            },
            scoreEvidence: isNull(22)
                ? nil
                : ProvedStatement.Evidence(model: repeated.optionalText(23), template: repeated.optionalText(24)))
    }

    private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    private func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    private func text(_ column: Int32) -> String { String(decoding: bytes(handle, column), as: UTF8.self) }

    private func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}

/// The bytes of a text, and of a blob that holds a text with a NUL (see `ExactText`); they are there until the next step.
private func bytes(_ handle: OpaquePointer, _ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count)
}

/// Gives the string of the row before where a column says the same again.
private struct RepeatedTexts {
    private let handle: OpaquePointer
    private var last: [String]

    init(_ handle: OpaquePointer) {
        self.handle = handle
        last = Array(repeating: "", count: Int(sqlite3_column_count(handle)))
    }

    mutating func text(_ column: Int32) -> String {
        let found = bytes(handle, column)
        if last[Int(column)].utf8.elementsEqual(found) { return last[Int(column)] }
        let text = String(decoding: found, as: UTF8.self)
        last[Int(column)] = text
        return text
    }

    mutating func optionalText(_ column: Int32) -> String? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
    }
}
