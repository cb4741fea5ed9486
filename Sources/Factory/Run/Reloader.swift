internal import Inference
internal import Logging
internal import Prompting
internal import Support

/// Puts a new configuration in force while a run is on. One that cannot be used is refused, with the reason, and the old one
/// stays.
actor Reloader {
    /// What of a run can change.
    struct Parts: Sendable {
        let live: LiveFactory
        let prices: PriceList
        let budget: BudgetGate
        /// The models behind servers, without their cache.
        let models: [String: OpenAIChatModel]
    }

    private let load: @Sendable () throws -> LoadedConfiguration
    private let surroundings: Surroundings
    private let monitor: RunMonitor
    private var parts: Parts?

    /// - Parameter load: reads the configuration anew, with the flags of the command on top.
    init(surroundings: Surroundings, monitor: RunMonitor, load: @escaping @Sendable () throws -> LoadedConfiguration) {
        self.load = load
        self.surroundings = surroundings
        self.monitor = monitor
    }

    /// From now on there is something to change.
    func begin(with parts: Parts) {
        self.parts = parts
    }

    /// Reads the configuration and the templates and puts them in force.
    func reload() async {
        guard let parts else {
            monitor.logger.notice("still starting: nothing to reload", metadata: ["event": "reload"])
            return
        }
        do {
            let loaded = try load()
            let plan = try ReloadPlan(from: parts.live.current.configuration, to: loaded.configuration)
            let inForce = LoadedConfiguration(configuration: plan.configuration, file: loaded.file)
            let prompts = try FactoryAssembly(inForce, surroundings: surroundings, logger: monitor.logger).prompts()
            parts.live.change { $0.replacing(prompts: prompts, configuration: plan.configuration) }
            parts.prices.change(to: plan.configuration.models.compactMapValues(\.price))
            await parts.budget.change(limits: plan.configuration.budget.limits)
            for (name, model) in parts.models {
                if let endpoint = plan.configuration.models[name]?.endpoint { model.change(to: endpoint.limits) }
            }
            monitor.emitter.add(.reloads, 1, ("outcome", "applied"))
            tell(plan)
        } catch {
            monitor.emitter.add(.reloads, 1, ("outcome", "refused"))
            monitor.logger.error(
                "the new configuration is refused, the old one stays: \(error)",
                metadata: ["event": "reload", "outcome": "refused"])
        }
    }

    private func tell(_ plan: ReloadPlan) {
        let changes =
            plan.applied.isEmpty ? "no setting changed" : "now in force: \(plan.applied.joined(separator: ", "))"
        monitor.logger.notice(
            "reloaded settings and templates; \(changes)", metadata: ["event": "reload", "outcome": "applied"])
        guard !plan.postponed.isEmpty else { return }
        monitor.logger.warning(
            "these changes wait for the next start: \(plan.postponed.joined(separator: ", "))",
            metadata: ["event": "reload", "outcome": "postponed"])
    }
}
