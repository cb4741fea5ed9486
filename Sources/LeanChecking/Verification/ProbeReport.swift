internal import Foundation

/// What the probe said, read strictly: anything that is not exactly the answer to the request proves nothing.
struct ProbeReport: Sendable, Hashable {
    /// What a theorem is worth.
    struct Finding: Sendable, Hashable, Decodable {
        /// The probe's words.
        enum Word: String, Sendable, Hashable, Decodable {
            case proved, missing, kind, type, clash, forbidden, axioms, kernel, resources, unreadable, goal
        }

        let pair: Int
        let item: Int
        let verdict: Word
        let why: String?
        /// The constant that `why` is about.
        let about: String?
        let axioms: [String]
        /// Constants of the module that the theorem rests on and that are not its own.
        let outside: [String]
        /// How many constants the kernel checked for it.
        let replayed: Int

        /// The sentence about it, for people.
        var sentence: String {
            let what = why ?? verdict.rawValue
            return about.map { "\($0): \(what)" } ?? what
        }
    }

    /// What became of a pair of modules.
    enum Pair: Sendable, Hashable {
        case judged([Finding])
        /// The two modules could not be compared: which one is to blame, and why.
        case unreadable(String, String)
    }

    let pairs: [Pair]

    /// - Returns: nil when the output is not a complete answer to the request.
    init?(_ output: [UInt8], to request: ProbeRequest) {
        let lines = output.split(separator: 0x0A).map { Data($0) }
        let decoder = JSONDecoder()
        let theorems = request.pairs.reduce(0) { $0 + $1.theorems.count }
        guard let first = lines.first, (try? decoder.decode(Start.self, from: first))?.probe == Self.format,
            let last = lines.last, lines.count >= 2, (try? decoder.decode(End.self, from: last))?.end == theorems
        else { return nil }
        var rest = lines.dropFirst().dropLast()
        var pairs: [Pair] = []
        for (number, pair) in request.pairs.enumerated() {
            if let line = rest.first, let trouble = try? decoder.decode(Unreadable.self, from: line) {
                guard trouble.pair == number else { return nil }
                pairs.append(.unreadable(trouble.unreadable, trouble.why))
                rest = rest.dropFirst()
                continue
            }
            let findings = rest.prefix(pair.theorems.count).compactMap {
                try? decoder.decode(Finding.self, from: $0)
            }
            guard findings.count == pair.theorems.count,
                findings.enumerated().allSatisfy({ $1.pair == number && $1.item == $0 })
            else { return nil }
            pairs.append(.judged(findings))
            rest = rest.dropFirst(findings.count)
        }
        guard rest.isEmpty else { return nil }
        self.pairs = pairs
    }

    /// The form of the answers that this side understands.
    private static let format = 1

    private struct Start: Decodable {
        let probe: Int
    }

    private struct End: Decodable {
        let end: Int
    }

    private struct Unreadable: Decodable {
        let pair: Int
        let unreadable: String
        let why: String
    }
}
