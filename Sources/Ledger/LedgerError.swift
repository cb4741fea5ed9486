internal import GRDB
package import Support

/// Everything that can go wrong with a ledger, in words for its user.
package struct LedgerError: UserFacingError, Equatable {
    /// Stable codes for logs, metrics and callers.
    package enum Code: String, Sendable, CaseIterable {
        case newerSchema = "ledger.newer-schema"
        case notALedger = "ledger.not-a-ledger"
        case missing = "ledger.missing"
        case unwritable = "ledger.unwritable"
        case busy = "ledger.busy"
        case full = "ledger.full"
        case tooManyFiles = "ledger.too-many-files"
        case logFull = "ledger.log-full"
        case inUse = "ledger.in-use"
        case damaged = "ledger.damaged"
        case leaseLost = "ledger.lease-lost"
        case forbiddenMove = "ledger.forbidden-move"
        case closed = "ledger.closed"
        case misuse = "ledger.misuse"
        case failed = "ledger.failed"
    }

    /// Which error it is.
    package let reason: Code
    package let message: String
    package let advice: String?

    package var code: String { reason.rawValue }
    package var kind: ErrorKind { .environment }

    init(_ reason: Code, _ message: String, advice: String? = nil) {
        self.reason = reason
        self.message = message
        self.advice = advice
    }
}

extension LedgerError {
    static func newerSchema(_ path: String, found: Int, known: Int) -> LedgerError {
        LedgerError(
            .newerSchema, "\(path): written by a newer dsprover (schema \(found); this one knows up to \(known)).",
            advice: "Use the newer dsprover for this ledger, or another ledger file (--ledger).")
    }

    static func notALedger(_ path: String, _ why: String) -> LedgerError {
        LedgerError(
            .notALedger, "\(path): is not a dsprover ledger: \(why).",
            advice: "Choose another file with --ledger. Nothing was changed in this one.")
    }

    static func missing(_ path: String) -> LedgerError {
        LedgerError(
            .missing, "\(path): there is no ledger yet.",
            advice: "`dsprover import problems.jsonl` creates one; --ledger names another place.")
    }

    static func unwritable(_ path: String, _ why: String) -> LedgerError {
        LedgerError(
            .unwritable, "\(path): cannot be written: \(why).",
            advice: "SQLite must be able to write the file and its folder (it keeps PATH-wal and PATH-shm beside it).")
    }

    static func logFull(_ log: String, length: Int) -> LedgerError {
        LedgerError(
            .logFull,
            "\(log): has grown to \(length >> 20) MiB, because somebody has kept reading an old state of the ledger; "
                + "nothing of this step was recorded.",
            advice:
                "End the reader (`fuser \(log)` names it), then run the same command again; it goes on where it was.")
    }

    static func leaseLost(_ job: Job) -> LedgerError {
        LedgerError(
            .leaseLost,
            "Job \(job.id) (\(job.stage)) is no longer held by \(job.owner): its lease ran out or it was cancelled.")
    }

    static func forbiddenMove(_ subject: String, from: String, to: String) -> LedgerError {
        LedgerError(.forbiddenMove, "\(subject) cannot go from \(from) to \(to).")
    }

    static func full(_ path: String) -> LedgerError {
        LedgerError(
            .full, "\(path): the disk is full; nothing of this step was recorded.",
            advice: "Make room and run the same command again; it goes on where it was.")
    }

    static func tooManyFiles(_ path: String) -> LedgerError {
        LedgerError(
            .tooManyFiles, "\(path): cannot be opened: this process, or the machine, has too many files open.",
            advice: "Raise the limit (`ulimit -n 65536`), or lower max_concurrent of the models and lean.workers.")
    }

    static func misuse(_ what: String) -> LedgerError { LedgerError(.misuse, what) }

    /// The error as the ledger's own; cancellation and errors that are already ours stay what they are.
    static func wrapping(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return wrapping(error, path: path)
    }

    static func wrapping(_ error: DatabaseError, path: String) -> LedgerError {
        let text = error.message ?? error.resultCode.description
        switch error.resultCode {
        // SQLite says no more than that the file cannot be opened, or not be written.
        case .SQLITE_CANTOPEN, .SQLITE_IOERR:
            if let circumstance = Circumstance.present(of: path) { return circumstance.error(path) }
        default: break
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return LedgerError(
                .busy, "\(path): another process kept the ledger locked for too long.",
                advice: "See whether another dsprover, a backup or a sqlite3 shell holds a transaction open.")
        case .SQLITE_FULL:
            return .full(path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            return .unwritable(path, Circumstance.refusal(of: path) ?? text)
        case .SQLITE_NOTADB:
            return .notALedger(path, "it is not an SQLite database")
        case .SQLITE_CORRUPT, .SQLITE_IOERR:
            return LedgerError(
                .damaged, "\(path): cannot be read or written reliably: \(text).",
                advice:
                    "Check the disk, and the file with `sqlite3 FILE 'PRAGMA integrity_check'`, or restore a backup.")
        case .SQLITE_CONSTRAINT where text.contains(SchemaGuards.forbiddenMove):
            return LedgerError(.forbiddenMove, text)
        default:
            return LedgerError(.failed, "\(path): \(text) (SQLite \(error.extendedResultCode.rawValue)).")
        }
    }
}
