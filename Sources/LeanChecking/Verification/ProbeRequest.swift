/// What the probe is asked: lines of words separated by tabs, see `lean-workspace/probe/README.md`. All of the text is ours.
struct ProbeRequest: Sendable, Hashable {
    /// A theorem to judge.
    struct Theorem: Sendable, Hashable {
        /// Parts of its full name.
        let name: [String]
        /// How many of the first parts are a namespace of its own; 0 when the whole module is the theorem's.
        var ownParts = 0
    }

    /// A trusted module and a candidate beside it.
    struct Pair: Sendable, Hashable {
        let goal: String
        let candidate: String
        let theorems: [Theorem]
    }

    /// 4 or 5.
    let rung: Int
    /// For the kernel and each declaration, in Lean's smallest unit; 0 for no limit.
    let heartbeats: Int
    let pairs: [Pair]

    var text: String {
        var lines = ["rung\t\(rung)", "heartbeats\t\(heartbeats)"]
        lines += AxiomReport.allowed.sorted().map { Self.line(["allow"] + LeanName.parts(of: $0)) }
        for pair in pairs {
            lines.append(Self.line(["pair", pair.goal, pair.candidate]))
            lines += pair.theorems.map { Self.line(["theorem", "\($0.ownParts)"] + $0.name) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ words: [String]) -> String { words.joined(separator: "\t") }
}

/// Names as Lean takes them apart.
enum LeanName {
    /// `a.«b.c».d` has the parts `a`, `b.c`, `d`.
    static func parts(of name: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        for scalar in name.unicodeScalars {
            switch scalar {
            case "«": isQuoted = true
            case "»": isQuoted = false
            case "." where !isQuoted:
                parts.append(part)
                part = ""
            default: part.unicodeScalars.append(scalar)
            }
        }
        return parts + [part]
    }
}
