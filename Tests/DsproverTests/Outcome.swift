import Foundation
import Ledger
import Support

/// How the problems of a ledger ended, by their own ids: what two runs are compared by.
enum Outcome {
    /// The state of every problem: its own when it has no statement, otherwise those of its statements.
    ///
    /// Which of two equal statements counts as the duplicate depends on who comes first, so the pair is told by the
    /// original's end and a duplicate's `duplicate`.
    static func states(of path: String) async throws -> [String: [String]] {
        let ledger = try Ledger.open(at: path)
        var states: [String: [String]] = [:]
        let count = try await ledger.status().problems
        for id in 1...max(1, count) {
            guard let problem = try await ledger.problem(id) else { continue }
            let statements = try await ledger.statements(of: id)
            states[problem.externalID ?? "\(id)"] =
                statements.isEmpty ? [problem.state.rawValue] : statements.map(\.state.rawValue)
        }
        try await ledger.close()
        return states
    }
}

/// One line of `datasets/quickstart.expected.jsonl`.
struct Expectation: Decodable {
    let id: String
    let states: [String]

    static func load() throws -> [Expectation] {
        let file = Program.repository.appending(path: "datasets/quickstart.expected.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try CanonicalJSON.decode(Expectation.self, from: String($0))
        }
    }
}
