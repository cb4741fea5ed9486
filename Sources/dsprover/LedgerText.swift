import Foundation
import Ledger

/// What a ledger is, as text.
enum LedgerText {
    /// The information in lines for people.
    static func lines(_ info: LedgerInfo) -> [String] {
        var table = TextTable()
        table.add(["ledger", info.path, info.ledgerID ?? ""])
        let last = info.steps.last.map { "since \($0.toolVersion), \(time($0.appliedAt))" } ?? ""
        table.add(["schema", "version \(info.schema)", last])
        if let made = info.createdBy, let first = info.steps.first {
            table.add(["made", time(first.appliedAt), "by \(made)"])
        }
        table.add([
            "file", size(info.fileBytes), "\(info.pages) pages of \(info.pageBytes), \(info.freePages) of them free",
        ])
        table.add(["log", size(info.logBytes), "write-ahead log beside it"])
        for (name, count) in info.rows.sorted(by: { $0.key < $1.key }) where count > 0 {
            table.add(["rows", name, "\(count)"])
        }
        if info.answersNumbered > 0 {
            table.add(["rows", "model_call", "\(info.answersNumbered), pruned ones included"])
        }
        for holder in info.holders {
            let end = holder.isGone ? "gone; they will be taken over" : "leases until \(time(holder.lastLeaseEnds))"
            table.add(["holds jobs", holder.owner, "\(holder.jobs), \(end)"])
        }
        for run in info.runs { table.add(["run", run, "is on"]) }
        for stage in info.paused { table.add(["paused", stage.stage, stage.reason ?? "since \(time(stage.since))"]) }
        return table.lines(indent: "")
    }

    /// A number of bytes in the largest unit that leaves a whole number before the point.
    static func size(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["bytes", "KiB", "MiB"] {
            if value < 1024 { return unit == "bytes" ? "\(bytes) bytes" : rounded(value) + " " + unit }
            value /= 1024
        }
        return rounded(value) + " GiB"
    }

    private static func rounded(_ value: Double) -> String {
        "\((value * 10).rounded() / 10)"
    }

    private static func time(_ milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }
}
