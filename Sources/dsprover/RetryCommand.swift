import ArgumentParser
import Factory
import Foundation
import Ledger

struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Takes parked jobs up again that had failed too often, with fresh tries.",
        discussion: """
            Without arguments all of them. A running formalize or work takes them at once; otherwise the next run does. Jobs \
            that were set aside with dsprover park stay where they are (dsprover unpark).

              dsprover retry --stage prove --reason "connection refused" --since 6h
              dsprover retry imo-1983-p6
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var jobs: JobOptions
    @Option(help: "Only jobs whose last error contains this, whatever its case.") var reason: String?
    @Option(help: "Only jobs parked within this time (90m, 6h, 2d, 1w) or since this moment (2026-07-01T12:00:00Z).")
    var since: Moment?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        var selection = try await jobs.selection(in: ledger)
        selection.reason = reason
        selection.since = since?.milliseconds(now: ledger.time)
        let count = try await ledger.retry(selection)
        let left = try await ledger.status().parked
        try await ledger.close()
        if json { return try printJSON(JobsChanged(changed: count)) }
        Terminal.say("\(count) parked jobs are taken up again; \(left) stay parked")
    }
}

struct ParkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "park",
        abstract: "Sets queued jobs aside until dsprover unpark.",
        discussion: """
            Whoever is at such a job loses it: its result is refused when it comes, as after a lost lease. Answers of models \
            that were paid for stay in the cache. To hold up a whole stage for a while, dsprover pause is the milder way.

              dsprover park imo-1983-p6 --reason "wrong translation"
              dsprover park --stage prove --job 17
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var jobs: JobOptions
    @Option(help: "Why, for dsprover status and show.") var reason = "no reason was given"
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if jobs.isEmpty { throw ValidationError("Name what to set aside: problems, statements, --job or --stage.") }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let count = try await ledger.park(try await jobs.selection(in: ledger), reason: reason)
        try await ledger.close()
        if json { return try printJSON(JobsChanged(changed: count)) }
        Terminal.say("\(count) jobs are set aside; dsprover unpark puts them back")
    }
}

struct UnparkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpark",
        abstract: "Puts jobs back that were set aside with dsprover park.",
        discussion: "Without arguments all of them. Jobs that are parked because they failed: dsprover retry.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var jobs: JobOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let count = try await ledger.unpark(try await jobs.selection(in: ledger))
        try await ledger.close()
        if json { return try printJSON(JobsChanged(changed: count)) }
        Terminal.say("\(count) jobs are put back")
    }
}

struct PrioritizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prioritize",
        abstract: "Gives queued work another priority: larger comes first.",
        discussion: """
            What follows from the jobs inherits it, so a preferred problem stays preferred to its end. Everything has 0 at \
            first; a negative one comes last. Within a priority older jobs come first.

              dsprover prioritize imo-1983-p6 imo-1984-p1 --priority 10
              dsprover prioritize --stage verify --priority=-1
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var jobs: JobOptions
    @Option(help: "The priority, -1000000 to 1000000.") var priority: Int
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if jobs.isEmpty { throw ValidationError("Name what to prefer: problems, statements, --job or --stage.") }
        guard (-1_000_000...1_000_000).contains(priority) else {
            throw ValidationError("--priority must be between -1000000 and 1000000, but is \(priority).")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let count = try await ledger.prioritize(try await jobs.selection(in: ledger), to: priority)
        try await ledger.close()
        if json { return try printJSON(JobsChanged(changed: count)) }
        Terminal.say("\(count) jobs have the priority \(priority) now")
    }
}

/// A moment as people write it: so long ago, or a date.
struct Moment: ExpressibleByArgument {
    private enum Form {
        case ago(Age)
        case at(Int)
    }

    private let form: Form

    init?(argument: String) {
        if let age = Age(argument: argument) {
            form = .ago(age)
        } else if let date = try? Date(argument, strategy: .iso8601) {
            form = .at(Int((date.timeIntervalSince1970 * 1000).rounded()))
        } else if let day = try? Date("\(argument)T00:00:00Z", strategy: .iso8601) {
            form = .at(Int(day.timeIntervalSince1970 * 1000))
        } else {
            return nil
        }
    }

    /// Milliseconds since 1970.
    func milliseconds(now: Int) -> Int {
        switch form {
        case .ago(let age): now - age.milliseconds
        case .at(let time): time
        }
    }
}
