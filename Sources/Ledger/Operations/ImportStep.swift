internal import Foundation
internal import GRDB
internal import Support

/// A problem with what takes time to make, made before the writer's turn.
struct PreparedProblem: Sendable {
    let problem: NewProblem
    let contentHash: [UInt8]
    let metadata: String?

    init(_ problem: NewProblem) throws {
        self.problem = problem
        contentHash = problem.contentHash
        metadata = try problem.metadata.column
    }
}

/// Problems to be imported with what takes time to make: hashes and encodings, and which of them can be inserted as a set and
/// which must wait for the others.
package struct PreparedBatch: Sendable {
    let problems: [PreparedProblem]
    /// Places of the problems that share neither text nor name with an earlier one of the batch.
    let first: [Int]
    /// Places of those that do, to be taken in order, after the others. What shares nothing with anything changes nothing for
    /// them, so the outcome is that of the batch taken in its order.
    let later: [Int]

    /// - Throws: `EncodingError` for metadata with a number that JSON cannot hold.
    package init(_ batch: [NewProblem]) throws {
        problems = try batch.map(PreparedProblem.init)
        var names = Set<String>(minimumCapacity: batch.count)
        var hashes = Set<[UInt8]>(minimumCapacity: batch.count)
        var first: [Int] = []
        var later: [Int] = []
        for (place, prepared) in problems.enumerated() {
            let isNewText = hashes.insert(prepared.contentHash).inserted
            let isNewName = prepared.problem.externalID.map { names.insert($0).inserted } ?? true
            if isNewText && isNewName { first.append(place) } else { later.append(place) }
        }
        (self.first, self.later) = (first, later)
    }
}

/// The import of one batch.
struct ImportStep {
    let session: WriterSession
    let firstStage: String
    let priority: Int
    let round: Int
    let now: Int

    private var database: Database { session.database }

    /// From this size on a batch is inserted as a set.
    static let bulkThreshold = 100

    /// The lines of the present batch, without index or trigger, in memory.
    static let makeIncoming = """
        CREATE TEMP TABLE IF NOT EXISTS incoming(
            number INTEGER PRIMARY KEY, external_id, content_hash, statement, metadata, source_file, source_line)
        """

    /// Inserts the batch; the results have its order.
    func insert(_ batch: PreparedBatch) throws -> [ImportResult] {
        guard batch.first.count >= Self.bulkThreshold else { return try batch.problems.map(insert) }
        let numbers = try insertAsSet(batch)
        return try zip(batch.problems, numbers).map { prepared, number in
            try number.map { .inserted($0) } ?? again(prepared)
        }
    }

    /// Inserts all that is new with a handful of statements: SQLite notes the old pages once per statement that has triggers
    /// and may fail, so a statement per row costs several times as much.
    ///
    /// - Returns: the numbers of the new problems by their places.
    private func insertAsSet(_ batch: PreparedBatch) throws -> [Int?] {
        try database.run(Self.makeIncoming)
        try database.run("DELETE FROM incoming")
        for place in batch.first {
            let prepared = batch.problems[place]
            try session.run(.insertIncoming) { row in
                row.add(prepared.problem.externalID)
                row.add(bytes: prepared.contentHash)
                row.add(exactly: prepared.problem.statement)
                row.add(prepared.metadata)
                row.add(prepared.problem.file)
                row.add(prepared.problem.line)
            }
        }
        let last = try database.integer("SELECT max(id) FROM problem") ?? 0
        try database.run(
            """
            INSERT INTO problem(external_id, content_hash, statement, metadata, source_file, source_line, state, round,
                created_at, updated_at)
            SELECT external_id, content_hash, statement, metadata, source_file, source_line, 'pending', ?, ?, ?
            FROM incoming WHERE NOT EXISTS (
                SELECT 1 FROM problem_alias WHERE problem_alias.external_id = incoming.external_id)
            ORDER BY number ON CONFLICT DO NOTHING
            """, [round, now, now])
        try database.run(
            """
            INSERT INTO job(stage, problem_id, wave, priority, state, created_at)
            SELECT ?, id, 0, ?, 'ready', ? FROM problem WHERE id > ? ORDER BY id
            """, [firstStage, priority, now, last])
        session.sums.count(jobs: database.changesCount, stage: firstStage, .ready)
        try database.run("DELETE FROM incoming")
        return try numbers(of: batch, after: last)
    }

    /// The new problems have their numbers in the order of the batch, so both are walked side by side.
    private func numbers(of batch: PreparedBatch, after last: Int) throws -> [Int?] {
        var numbers = [Int?](repeating: nil, count: batch.problems.count)
        var places = batch.first[...]
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT id, content_hash FROM problem WHERE id > ? ORDER BY id"),
            arguments: [last])
        while let row = try rows.next() {
            let number: Int = row[0]
            try row.withUnsafeData(atIndex: 1) { hash in
                while let place = places.popFirst() {
                    guard let hash, hash.elementsEqual(batch.problems[place].contentHash) else { continue }
                    numbers[place] = number
                    return
                }
                throw LedgerError.misuse("An import lost sight of what it had inserted.")
            }
        }
        return numbers
    }

    /// A problem that was not among the new ones: nearly always a line that was imported before.
    private func again(_ prepared: PreparedProblem) throws -> ImportResult {
        let known = try session.integer(.findProblem) { values in
            values.add(bytes: prepared.contentHash)
            values.add(prepared.problem.externalID)
        }
        return try known.map { .alreadyThere($0) } ?? insert(prepared)
    }

    private func insert(_ prepared: PreparedProblem) throws -> ImportResult {
        let problem = prepared.problem
        // A further name is not in the table of problems, so its constraint cannot see it.
        if let name = problem.externalID,
            let owner = try database.integer("SELECT problem_id FROM problem_alias WHERE external_id = ?", [name])
        {
            return try existing(prepared, named: owner)
        }
        try database.run(
            """
            INSERT INTO problem(external_id, content_hash, statement, metadata, source_file, source_line, state, round,
                created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                problem.externalID, Data(prepared.contentHash), ExactText(problem.statement), prepared.metadata,
                problem.file, problem.line, round, now, now,
            ])
        guard database.changesCount == 1 else {
            let named = try problem.externalID.flatMap { name in
                try database.integer("SELECT id FROM problem WHERE external_id = ?", [name])
            }
            return try existing(prepared, named: named)
        }
        let id = Int(database.lastInsertedRowID)
        try database.run(
            """
            INSERT INTO job(stage, problem_id, wave, priority, state, created_at) VALUES (?, ?, 0, ?, 'ready', ?)
            """, [firstStage, id, priority, now])
        session.sums.count(jobs: 1, stage: firstStage, .ready)
        return .inserted(id)
    }

    /// Something is there already: the text, the name or both.
    ///
    /// - Parameter named: the problem that has the name.
    private func existing(_ prepared: PreparedProblem, named: Int?) throws -> ImportResult {
        let problem = prepared.problem
        let same = try database.integer("SELECT id FROM problem WHERE content_hash = ?", [Data(prepared.contentHash)])
        if let named, named != same { return try refuse(problem, existing: named) }
        guard let same else {
            throw LedgerError.misuse("An import met neither the text nor the name it collided with.")
        }
        if named == nil, let name = problem.externalID {
            try nameFurther(same, name)
        }
        return .alreadyThere(same)
    }

    private func nameFurther(_ id: Int, _ name: String) throws {
        try database.run(
            "UPDATE problem SET external_id = ?, updated_at = ? WHERE id = ? AND external_id IS NULL", [name, now, id])
        if database.changesCount == 1 { return }
        try database.run("INSERT INTO problem_alias(external_id, problem_id) VALUES (?, ?)", [name, id])
    }

    private func refuse(_ problem: NewProblem, existing: Int) throws -> ImportResult {
        let row = try database.row("SELECT source_file, source_line FROM problem WHERE id = ?", [existing])
        let file: String = row?[0] ?? ""
        let line: Int = row?[1] ?? 0
        try database.insert(
            BadLineRecord(
                file: problem.file, line: problem.line, code: "duplicate-id",
                detail: "the id \"\(problem.externalID ?? "")\" belongs to another text, from \(file):\(line)"),
            now: now)
        return .conflictingID(existing: existing, file: file, line: line)
    }
}

extension Database {
    func insert(_ line: BadLineRecord, now: Int) throws {
        try run(
            "INSERT INTO bad_line(file, line, code, detail, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [line.file, line.line, line.code, line.detail.limited(toBytes: 1024), now])
    }
}
