/// The options that a proof may set for itself, with the values it may give them. Everything else is refused: the list
/// of options is open, and among them is one that switches the kernel off.
enum GuardOptions {
    private enum Allowed {
        case flag
        case number(ClosedRange<Int>)
    }

    /// Why the option may not be set to the value; nil when it may.
    static func refusal(of name: [LeanWord], value: LeanWord, limits: GuardLimits) -> String? {
        guard let allowed = allowed(name, limits) else { return "is no option that a proof may set" }
        switch allowed {
        case .flag:
            return value == "true" || value == "false" ? nil : "takes only `true` or `false`"
        case .number(let range):
            let number = Int(value.text)
            if let number, range.contains(number) { return nil }
            return "takes only a number from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    /// The value that a header's option gets: its own, or the most there is when it asks for more, as `maxHeartbeats 0`
    /// does; nil when the option may not be set so.
    static func admitted(_ name: [LeanWord], value: LeanWord, limits: GuardLimits) -> String? {
        if refusal(of: name, value: value, limits: limits) == nil { return value.text }
        guard case .number(let range) = allowed(name, limits), !value.bytes.isEmpty,
            value.bytes.allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        return String(range.upperBound)
    }

    private static func allowed(_ name: [LeanWord], _ limits: GuardLimits) -> Allowed? {
        switch name {
        case ["maxRecDepth"]: .number(1...limits.recursionDepth)
        case ["maxHeartbeats"], ["synthInstance", "maxHeartbeats"]: .number(1...limits.heartbeats)
        case ["synthInstance", "maxSize"]: .number(1...10_000)
        case ["exponentiation", "threshold"]: .number(1...10_000)
        case ["maxSynthPendingDepth"]: .number(1...10)
        case ["autoImplicit"], ["relaxedAutoImplicit"], ["simprocs"], ["tactic", "hygienic"],
            ["push_neg", "use_distrib"]:
            .flag
        case let name where name.count > 1 && name[0] == "linter": .flag
        case let name where name.count > 1 && name[0] == "pp": printing(name)
        default: nil
        }
    }

    private static func printing(_ name: [LeanWord]) -> Allowed {
        switch name.last {
        case "maxSteps", "maxDepth", "threshold": .number(1...100_000)
        default: .flag
        }
    }
}
