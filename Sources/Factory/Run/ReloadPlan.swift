internal import Inference
internal import Yams

/// What of a new configuration takes effect in a process that runs, and what only at its next start: pure.
///
/// Limits, budget, prices and templates change at once. Whatever decides which models are asked for what, which Lean
/// checks and where all is kept stays as it was: half of a run by one recipe and half by another could not be explained.
package struct ReloadPlan: Sendable {
    /// The configuration that is in force from now on.
    package let configuration: Configuration
    /// The keys whose change takes effect.
    package let applied: [String]
    /// The keys whose change waits for the next start.
    package let postponed: [String]

    /// - Throws: what rendering a configuration throws; does not happen for one that was loaded.
    package init(from old: Configuration, to new: Configuration) throws {
        var merged = old
        merged.run = new.run
        merged.run.seed = old.run.seed
        merged.budget = new.budget
        merged.templates = new.templates
        for (name, settings) in new.models {
            guard var own = merged.models[name], own.kind == .openai, settings.kind == .openai else { continue }
            own.price = settings.price
            if let limits = settings.endpoint {
                own.endpoint?.maxConcurrent = limits.maxConcurrent
                own.endpoint?.minConcurrent = limits.minConcurrent
                own.endpoint?.requestsPerMinute = limits.requestsPerMinute
                own.endpoint?.tokensPerMinute = limits.tokensPerMinute
            }
            merged.models[name] = own
        }
        configuration = merged
        let (before, wanted, after) = (try Self.keys(of: old), try Self.keys(of: new), try Self.keys(of: merged))
        applied = Self.differences(before, after)
        postponed = Self.differences(after, wanted)
    }

    private static func differences(_ one: [String: String], _ other: [String: String]) -> [String] {
        Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
    }

    /// Every setting by its path, `run.drain_seconds`.
    private static func keys(of configuration: Configuration) throws -> [String: String] {
        var found: [String: String] = [:]
        if let node = try Yams.compose(yaml: try ConfigurationLoader.render(configuration)) {
            collect(node, path: "", into: &found)
        }
        return found
    }

    private static func collect(_ node: Node, path: String, into found: inout [String: String]) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                let name = key.string ?? ""
                collect(value, path: path.isEmpty ? name : "\(path).\(name)", into: &found)
            }
        case .sequence(let sequence):
            found[path] = sequence.map { $0.string ?? "…" }.joined(separator: ", ")
        case .scalar(let scalar): found[path] = scalar.string
        case .alias: break
        }
    }
}
