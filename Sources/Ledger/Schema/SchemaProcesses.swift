/// What the processes at work say of themselves, for `status --watch`. One row per process, written anew every few
/// seconds: nothing here is needed to go on after a crash.
enum SchemaProcesses {
    static let all = """
        CREATE TABLE process(
            owner TEXT PRIMARY KEY,
            started_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            facts TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
