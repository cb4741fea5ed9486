internal import GRDB
internal import GRDBSQLite
internal import Support

/// What the writer has at hand while it works through what waits: the connection, the statements of the busiest work, and
/// the sums of the transaction that is open. Lives on the writer's queue.
final class WriterSession {
    let database: Database
    /// What the open transaction adds to counts and accounts; written at its end, see `PendingSums`.
    var sums = PendingSums()
    private let connection: OpaquePointer
    private var statements: [GRDB.Statement?] = Array(repeating: nil, count: BusyStatement.allCases.count)
    private var round: Int?
    private var headers: Set<String>?

    /// - Throws: `DatabaseError` for a connection that is closed.
    init(_ database: Database) throws {
        guard let connection = database.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        self.database = database
        self.connection = connection
    }

    /// The round that is on; read once for each transaction.
    func currentRound() throws -> Int {
        if let round { return round }
        let current = try database.currentRound()
        round = current
        return current
    }

    /// The headers in quarantine; read once for each transaction, and most often there are none.
    func quarantinedHeaders() throws -> Set<String> {
        if let headers { return headers }
        let found = Set(try database.rows("SELECT header FROM quarantined_header").map { $0[0] as String })
        headers = found
        return found
    }

    /// Forgets what was read once for the transaction: it may have changed.
    func forgetReadings() {
        round = nil
        headers = nil
    }

    /// Writes the sums so far, for an operation that changes rows counted by triggers and not yet counted by the sums.
    func flushSums() throws {
        try sums.write(database)
        sums = PendingSums()
    }

    /// Runs one transaction; the sums of the body are part of it.
    func transact(_ body: () throws -> Void) throws {
        sums = PendingSums()
        forgetReadings()
        try database.inTransaction(.immediate) {
            try body()
            try sums.write(database)
            return .commit
        }
    }

    // MARK: Busy statements

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes(connection)) }

    /// The number of the row that was inserted last.
    var lastInserted: Int { Int(sqlite3_last_insert_rowid(connection)) }

    /// Runs a statement without a result. `bind` gives the values of all its places in their order.
    func run(_ busy: BusyStatement, _ bind: (inout Binder) -> Void) throws {
        let handle = try handle(of: busy, bind)
        defer { sqlite3_reset(handle) }
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE else { throw failure(busy) }
    }

    /// The first column of the first row, a number; nil when there is no row.
    func integer(_ busy: BusyStatement, _ bind: (inout Binder) -> Void) throws -> Int? {
        let handle = try handle(of: busy, bind)
        defer { sqlite3_reset(handle) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return Int(sqlite3_column_int64(handle, 0))
        case SQLITE_DONE: return nil
        default: throw failure(busy)
        }
    }

    /// The first column of the first row, a text; nil when there is no row.
    func text(_ busy: BusyStatement, _ bind: (inout Binder) -> Void) throws -> String? {
        let handle = try handle(of: busy, bind)
        defer { sqlite3_reset(handle) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return sqlite3_column_text(handle, 0).map { String(cString: $0) }
        case SQLITE_DONE: return nil
        default: throw failure(busy)
        }
    }

    private func handle(of busy: BusyStatement, _ bind: (inout Binder) -> Void) throws -> OpaquePointer {
        let statement: GRDB.Statement
        if let known = statements[busy.rawValue] {
            statement = known
        } else {
            statement = try database.cachedStatement(sql: busy.sql)
            statements[busy.rawValue] = statement
        }
        let handle = statement.sqliteStatement
        var binder = Binder(handle)
        bind(&binder)
        assert(binder.count == sqlite3_bind_parameter_count(handle), "wrong arguments: \(busy.sql)")
        return handle
    }

    private func failure(_ busy: BusyStatement) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)), sql: busy.sql)
    }
}

/// Gives values to the places of a statement, one after the other.
struct Binder {
    private let handle: OpaquePointer
    /// Places that have a value.
    private(set) var count: Int32 = 0

    /// SQLite copies what it is given: the statement may outlive the value.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ handle: OpaquePointer) { self.handle = handle }

    mutating func add(_ value: Int) {
        count += 1
        sqlite3_bind_int64(handle, count, Int64(value))
    }

    mutating func add(_ value: Int?) {
        if let value { add(value) } else { addNull() }
    }

    /// A text of ours; what stands behind a NUL is left out, as SQLite's texts end there.
    mutating func add(_ value: String) {
        count += 1
        var value = value
        value.withUTF8 { bytes in
            let length = bytes.firstIndex(of: 0) ?? bytes.count
            _ = bind(text: bytes, length: length)
        }
    }

    mutating func add(_ value: String?) {
        if let value { add(value) } else { addNull() }
    }

    /// A foreign text, see `ExactText`: one with a NUL is kept as a blob.
    mutating func add(exactly value: String?) {
        guard let value else { return addNull() }
        count += 1
        var text = value
        text.withUTF8 { bytes in
            if bytes.contains(0) {
                sqlite3_bind_blob64(handle, count, bytes.baseAddress, sqlite3_uint64(bytes.count), Self.copied)
            } else {
                _ = bind(text: bytes, length: bytes.count)
            }
        }
    }

    /// Bytes as a blob.
    mutating func add(bytes value: [UInt8]?) {
        guard let value else { return addNull() }
        count += 1
        value.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob64(handle, count, bytes.baseAddress, sqlite3_uint64(bytes.count), Self.copied)
        }
    }

    mutating func addNull() {
        count += 1
        sqlite3_bind_null(handle, count)
    }

    private func bind(text: UnsafeBufferPointer<UInt8>, length: Int) -> Int32 {
        // An empty text may have no address, which SQLite would take for NULL.
        guard length > 0, let base = text.baseAddress else {
            return sqlite3_bind_text(handle, count, "", 0, Self.copied)
        }
        return base.withMemoryRebound(to: CChar.self, capacity: length) { characters in
            sqlite3_bind_text64(handle, count, characters, sqlite3_uint64(length), Self.copied, UInt8(SQLITE_UTF8))
        }
    }
}
