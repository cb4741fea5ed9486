internal import Foundation
internal import GRDB
internal import Support

/// Near duplicates, inside of the transaction of a step.
///
/// Of two that are alike, the one with the lesser hash of its content comes first, whenever either was written: every pair
/// is found by its second, which flags the later of the two in that order, itself or the other. So the flags of a finished
/// run do not depend on time, processes or numbers, as long as no more than `limit` share a band.
struct NoveltyStep {
    /// Most sketches that one is compared with.
    static let limit = 512
    private static let perBand = 128

    let database: Database
    let now: Int

    /// What was found about the statement itself.
    struct Found {
        var statement: StatementFlag?
        /// The number of the statement that comes first.
        var original: Int?
        var problem: StatementFlag?
    }

    func compare(_ check: NoveltyCheck, statement: Int, problem: Int) throws -> Found {
        var found = Found()
        let statementSketch = try store(check.statement, column: "statement_id", id: statement)
        if let sketch = check.statement {
            (found.statement, found.original) = try compareStatement(statement, sketch, own: statementSketch)
        }
        if let sketch = check.problem {
            let problemSketch = try store(sketch, column: "problem_id", id: problem)
            found.problem = try compareProblem(problem, sketch, own: problemSketch, statement: statement)
        }
        return found
    }

    /// Keeps the sketch unless it is there; its number.
    private func store(_ sketch: NoveltyCheck.Sketch?, column: String, id: Int) throws -> Int {
        if let known = try database.integer("SELECT id FROM sketch WHERE \(column) = ?", [id]) { return known }
        let signature = sketch?.signature ?? []
        let bytes = signature.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        try database.run("INSERT INTO sketch(\(column), signature) VALUES (?, ?)", [id, Data(bytes)])
        let number = Int(database.lastInsertedRowID)
        for hash in sketch?.bands ?? [] {
            try database.run(
                "INSERT OR IGNORE INTO sketch_band(hash, sketch_id) VALUES (?, ?)",
                [Int64(bitPattern: hash), number])
        }
        return number
    }

    /// The subjects that are alike, with how much.
    private func alike(
        _ sketch: NoveltyCheck.Sketch, own: Int, column: String
    ) throws -> [(id: Int, similarity: Double)] {
        var candidates: Set<Int> = []
        for hash in sketch.bands where candidates.count < Self.limit {
            for row in try database.rows(
                "SELECT sketch_id FROM sketch_band WHERE hash = ? ORDER BY sketch_id LIMIT \(Self.perBand)",
                [Int64(bitPattern: hash)])
            {
                candidates.insert(row[0])
            }
        }
        candidates.remove(own)
        return try candidates.sorted().prefix(Self.limit).compactMap { candidate in
            guard
                let row = try database.row("SELECT \(column), signature FROM sketch WHERE id = ?", [candidate]),
                let subject = row[0] as Int?
            else { return nil }
            let similarity = Self.similarity(sketch.signature, row[1] as Data)
            return similarity >= sketch.threshold ? (subject, similarity) : nil
        }
    }

    private static func similarity(_ signature: [UInt32], _ bytes: Data) -> Double {
        let bytes = [UInt8](bytes)
        guard !signature.isEmpty, bytes.count == signature.count * 4 else { return 0 }
        var equal = 0
        for (place, value) in signature.enumerated() {
            let other = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place * 4 + $1]) << ($1 * 8) }
            if value == other { equal += 1 }
        }
        return Double(equal) / Double(signature.count)
    }

    // MARK: Statements

    /// What decides which of two comes first, and how it is called.
    private struct Subject {
        let id: Int
        let rank: String
        let name: String
    }

    private func statement(_ id: Int) throws -> Subject? {
        try database.row("SELECT normal_hash, header, name FROM statement WHERE id = ?", [id]).map { row in
            let hash: String = row[0]
            return Subject(id: id, rank: hash + (row[1] as String), name: "\(row[2] as String) (\(hash.prefix(8)))")
        }
    }

    private func compareStatement(_ id: Int, _ sketch: NoveltyCheck.Sketch, own: Int) throws -> (StatementFlag?, Int?) {
        guard let me = try statement(id) else { return (nil, nil) }
        var first: (subject: Subject, flag: StatementFlag)?
        for other in try alike(sketch, own: own, column: "statement_id") {
            guard let subject = try statement(other.id) else { continue }
            let isFirst = (subject.rank, subject.id) < (me.rank, id)
            let (earlier, later) = isFirst ? (subject, me) : (me, subject)
            let flag = StatementFlag(
                kind: .nearDuplicate, about: earlier.name, source: "ledger",
                detail: "alike to \(Self.percent(other.similarity)) by tokens")
            try insert(flag, statement: later.id, originalStatement: earlier.id)
            if isFirst, first.map({ subject.rank < $0.subject.rank }) ?? true { first = (subject, flag) }
        }
        return (first?.flag, first?.subject.id)
    }

    // MARK: Problems

    private func problem(_ id: Int) throws -> Subject? {
        try database.row("SELECT content_hash, external_id FROM problem WHERE id = ?", [id]).map { row in
            let hash = HashColumn.hexadecimal(row[0])
            return Subject(id: id, rank: hash, name: "problem \(row[1] as String? ?? String(hash.prefix(8)))")
        }
    }

    private func compareProblem(
        _ id: Int, _ sketch: NoveltyCheck.Sketch, own: Int, statement: Int
    ) throws -> StatementFlag? {
        guard let me = try problem(id) else { return nil }
        var first: (rank: String, flag: StatementFlag)?
        for other in try alike(sketch, own: own, column: "problem_id") {
            guard let subject = try problem(other.id) else { continue }
            let isFirst = subject.rank < me.rank
            let flag = StatementFlag(
                kind: .nearDuplicateProblem, about: isFirst ? subject.name : me.name, source: "ledger",
                detail: "alike to \(Self.percent(other.similarity)) by words")
            if isFirst {
                try insert(flag, statement: statement, originalProblem: subject.id)
                if first.map({ subject.rank < $0.rank }) ?? true { first = (subject.rank, flag) }
                continue
            }
            // The statements of the other problem that passed the gate before; those to come find this one themselves.
            for row in try database.rows(
                """
                SELECT statement.id FROM statement JOIN sketch ON sketch.statement_id = statement.id
                WHERE statement.problem_id = ?
                """, [subject.id])
            {
                try insert(flag, statement: row[0], originalProblem: id)
            }
        }
        return first?.flag
    }

    private func insert(
        _ flag: StatementFlag, statement: Int, originalStatement: Int? = nil, originalProblem: Int? = nil
    ) throws {
        try database.insert(
            flag, statement: statement, originalStatement: originalStatement, originalProblem: originalProblem, now: now
        )
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension StepOutcome {
    /// The outcome with what was found: the gate's decision tells it, and where it is to end there it does.
    func concluding(_ check: NoveltyCheck, _ found: NoveltyStep.Found) -> StepOutcome {
        var outcome = self
        let flags = [found.statement, found.problem].compactMap(\.self)
        guard let worst = flags.first, let place = outcome.decisions.lastIndex(where: { $0.gate == check.gate }) else {
            return outcome
        }
        let isRejected =
            found.statement != nil && check.rejectsStatement || found.problem != nil && check.rejectsByProblem
        var decision = outcome.decisions[place]
        // What the gate itself has refused stays so.
        guard outcome.statementMove == nil else { return outcome }
        decision.verdict = isRejected ? worst.kind.rawValue : "flagged"
        decision.reason = "\(worst.kind.rawValue) of \(worst.about): \(worst.detail)"
        var evidence = decision.evidence.object ?? [:]
        evidence["near"] = .array(flags.map { .object(["about": .string($0.about), "detail": .string($0.detail)]) })
        decision.evidence = .object(evidence)
        outcome.decisions[place] = decision
        if isRejected {
            outcome.followUps = []
            let isDuplicate = found.statement != nil && check.rejectsStatement && found.original != nil
            outcome.statementMove = StatementMove(
                to: isDuplicate ? .duplicate : .rejected, reason: decision.reason,
                duplicateOf: isDuplicate ? found.original : nil)
        }
        return outcome
    }
}
