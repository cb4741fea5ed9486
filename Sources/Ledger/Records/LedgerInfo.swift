/// What a ledger file is and how large.
package struct LedgerInfo: Sendable, Hashable, Codable {
    /// One step of the file format that the file has seen.
    package struct Step: Sendable, Hashable, Codable {
        package let version: Int
        package let name: String
        /// The program that took the step.
        package let toolVersion: String
        /// Milliseconds since 1970.
        package let appliedAt: Int
    }

    /// The file's path.
    package let path: String
    /// A random name that the ledger and its copies share.
    package let ledgerID: String?
    /// The program that made the file.
    package let createdBy: String?
    package let schema: Int
    package let steps: [Step]
    /// Bytes of the file, and of the write-ahead log beside it.
    package let fileBytes: Int
    package let logBytes: Int
    /// Bytes of a page, pages of the file, and those of them that are free for what comes.
    package let pageBytes: Int
    package let pages: Int
    package let freePages: Int
    /// Rows by table, from maintained counts and, of tables of which nothing is deleted, from the largest number.
    package let rows: [String: Int]
    /// The largest number of a kept answer; fewer are there when some were pruned.
    package let answersNumbered: Int
    /// Who holds jobs.
    package let holders: [LeaseHolder]
    /// The owners of runs that are on.
    package let runs: [String]
    package let paused: [PausedStage]
}

/// Somebody who holds jobs.
package struct LeaseHolder: Sendable, Hashable, Codable {
    /// See `LeaseOwner`.
    package let owner: String
    package let jobs: Int
    /// When the last of the leases runs out, milliseconds since 1970.
    package let lastLeaseEnds: Int
    /// Whether it is a process of this machine that runs no more: its jobs will be taken over.
    package let isGone: Bool
}

/// What a rebuild of the file brought.
package struct VacuumReport: Sendable, Hashable, Codable {
    /// Bytes of the file with its log.
    package let bytesBefore: Int
    package let bytesAfter: Int
}

/// A verified copy of a ledger.
package struct BackupReport: Sendable, Hashable, Codable {
    package let path: String
    package let bytes: Int
    package let problems: Int
    package let schema: Int
}
