package import FakeModelServerKit
internal import GRDB

/// What the server answered against what the ledger had stored at the time.
///
/// An answer that was in the air when its process was killed may be asked for again: nobody can know that it was given. What
/// may not be is a call for something that the ledger held when the call arrived.
package struct CallComparison: Sendable, Equatable {
    /// Calls for answers that the ledger had stored before.
    package var repeated: [String] = []
    /// Further answers to the same call; each was in the air at a kill, or cut off on its way.
    package var answeredAgain = 0
    /// Answers in the ledger that the server never gave, or gave otherwise.
    package var invented: [String] = []
    /// Answered calls in all.
    package var answered = 0

    /// - Parameter lines: the server's log; each call must be for one sample, so that its `Idempotency-Key` is that of the
    ///   sample in the ledger.
    package init(_ lines: [JournalLine], ledger path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        let stored = try queue.read { database in
            try Row.fetchAll(database, sql: "SELECT key, model, created_at FROM model_call")
        }
        // Built-in models are no servers.
        let served = Set(lines.map(\.model))
        let storedAt = Dictionary(
            uniqueKeysWithValues: stored.filter { served.contains($0["model"]) }.map {
                ($0["key"] as String, $0["created_at"] as Int)
            })
        var answers: [String: Int] = [:]
        for line in lines {
            guard let key = line.idempotency else { continue }
            switch line.event {
            case "request":
                guard let time = storedAt[key], line.at > time else { continue }
                repeated.append("\(line.rule ?? "?") was stored at \(time) and asked for again at \(line.at)")
            case "answered": answers[key, default: 0] += 1
            default: break
            }
        }
        answered = answers.count
        answeredAgain = answers.values.reduce(0) { $0 + $1 - 1 }
        invented = storedAt.keys.filter { answers[$0] == nil }.sorted()
    }
}
