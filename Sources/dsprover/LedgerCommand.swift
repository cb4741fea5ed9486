import ArgumentParser
import Factory
import Foundation
import Ledger

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Looks after the ledger file: what it is, whether it is sound, copies, size.",
        discussion: "All of these may be used while runs are on; vacuum refuses then unless --force is given.",
        subcommands: [
            LedgerInfoCommand.self, LedgerCheckCommand.self, LedgerBackupCommand.self, LedgerVacuumCommand.self,
        ])
}

struct LedgerInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Says how large the ledger is, which versions made it, and who works on it.",
        discussion: "Reads counts, never rows: it answers at once, however large the ledger is.")

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let info = try await ledger.info()
        if json { return try printJSON(info) }
        for line in LedgerText.lines(info) { Terminal.say(line) }
    }
}

struct LedgerCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks through the whole ledger for what cannot be right.",
        discussion: """
            The file itself (SQLite's integrity check), references to nothing, states that the history does not explain, proofs \
            without a verification, work that was lost, counts that disagree with the rows, accounts that do not add up. It \
            changes nothing and may be used while runs are on. All rows are read: a million problems take a minute or so.

            Exit codes: 0 nothing was found, 5 something was. --json prints one object with ok and findings: code, table, ids \
            (the first ones), count, message.
            """)

    private struct Report: Encodable {
        let ok: Bool
        let findings: [AuditFinding]
    }

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let findings = try await ledger.audit()
        if json {
            try printJSON(Report(ok: findings.isEmpty, findings: findings))
        } else {
            for finding in findings { Terminal.say("\(finding)") }
            if findings.isEmpty {
                Terminal.say("the ledger is sound")
            } else {
                Terminal.complain("\(findings.count) findings; a copy from before: see dsprover ledger backup")
            }
        }
        if !findings.isEmpty { throw ExitCode(5) }
    }
}

struct LedgerBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes a copy of the ledger as it is at one moment, also while runs are on.",
        discussion: """
            The copy is one file. It is complete, synced and read through before it gets its name; an interrupted backup leaves \
            what was there before. An older copy of the same ledger is replaced, anything else only with --force. To restore: \
            stop all runs, delete LEDGER-wal and LEDGER-shm, put the copy in the ledger's place.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file.") var file: String
    @Flag(help: "Replace whatever is there.") var force = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if file.isEmpty { throw ValidationError("The copy needs the name of a file, but it is empty.") }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let report = try await ledger.backup(to: file, force: force)
        try await ledger.close()
        if json { return try printJSON(report) }
        Terminal.say("\(report.path): \(LedgerText.size(report.bytes)), \(report.problems) problems, read through")
    }
}

struct LedgerVacuumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum",
        abstract: "Rebuilds the file without the room that deleted rows left.",
        discussion: """
            Rarely needed: free room is used for what comes. It refuses while others hold jobs or a run is on; with --force their \
            writes wait until it is done, and may give up. It needs as much free disk as the ledger has.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Also while others work on the ledger.") var force = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let path = loaded.configuration.ledger
        // SQLite makes the new file here first; the system's own place may be small, or in memory.
        setenv("SQLITE_TMPDIR", URL(fileURLWithPath: path).deletingLastPathComponent().path, 0)
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let report = try await ledger.vacuum(force: force)
        try await ledger.close()
        if json { return try printJSON(report) }
        Terminal.say(
            "\(path): \(LedgerText.size(report.bytesBefore)) before, \(LedgerText.size(report.bytesAfter)) after")
    }
}
