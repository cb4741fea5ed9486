/// What was seen of one sandbox.
struct SandboxFindings: Sendable, Hashable {
    /// What can be proved, in the order in which it is shown.
    enum Claim: CaseIterable, Sendable, Hashable {
        case environment, endsWithParent, network, writing, view, limits, processes, privileges, systemCalls

        /// For people.
        var name: String {
            switch self {
            case .environment: "own session, private folder, empty environment"
            case .endsWithParent: "ends with dsprover, even when that is killed"
            case .network: "no network"
            case .writing: "no writing outside the private folder"
            case .view: "no view of home, ledger and other processes"
            case .limits: "limits on memory, processor time, file size, open files; no core files"
            case .processes: "limit on the number of processes"
            case .privileges: "no privileges, and none to be had"
            case .systemCalls: "system call filter"
            }
        }
    }

    let sandbox: Sandbox
    /// Why it does not even start.
    var failure: String?
    var proved: Set<Claim> = []
    /// What was seen instead.
    var seen: [Claim: String] = [:]

    init(sandbox: Sandbox, failure: String? = nil) {
        self.sandbox = sandbox
        self.failure = failure
    }

    mutating func record(_ claim: Claim, _ holds: Bool, _ otherwise: String) {
        if holds { proved.insert(claim) } else { seen[claim] = otherwise }
    }

    /// Whether nothing more could be asked for.
    var isComplete: Bool { proved.count == Claim.allCases.count }

    /// Whether it has what the strict mode insists on.
    var isStrict: Bool { proved.isSuperset(of: [.network, .writing, .limits, .endsWithParent]) }

    /// For people.
    func measures(switchedOff: Bool) -> [LeanIsolation.Measure] {
        Claim.allCases.map { claim in
            guard proved.contains(claim) else {
                let why = switchedOff ? "lean.isolation is off" : failure ?? seen[claim] ?? "does not hold"
                return LeanIsolation.Measure(name: claim.name, isActive: false, detail: why)
            }
            return LeanIsolation.Measure(name: claim.name, isActive: true, detail: means(of: claim))
        }
    }

    private func means(of claim: Claim) -> String {
        let namespaces = sandbox.means == .bubblewrap ? "bubblewrap" : "unshare"
        switch claim {
        case .environment: return "setsid, by dsprover"
        case .endsWithParent: return sandbox.hidesFiles ? "setpriv, \(namespaces)" : "setpriv"
        case .network: return "\(namespaces), network namespace"
        case .writing, .view: return "\(namespaces), mount and process namespaces"
        case .limits: return "prlimit"
        case .processes: return sandbox.hasOwnUser ? "prlimit, user of its own" : "prlimit, user namespace"
        case .privileges: return "setpriv"
        case .systemCalls: return sandbox.filter == nil ? "set around dsprover" : "bubblewrap, seccomp"
        }
    }
}
