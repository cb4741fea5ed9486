#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What is put around a Lean process, as a chain of programs that each set something up and start the next.
///
/// ```
/// setpriv → [sh →] bwrap or unshare → (process 1 of the namespace) → setpriv → prlimit → lean
/// ```
///
/// The first makes the kernel kill the chain when dsprover dies, even by `kill -9`; swift-subprocess starts every child on
/// one thread that lives as long as the process, so the death of a thread does not trigger it. When the first of the
/// chain dies, process 1 of the namespace dies by its own parent-death signal, and with it the kernel kills all that is left in
/// the namespace, daemons included. A namespace therefore costs two processes more (bubblewrap: 0.4 MB each);
/// `ProcessMemory` looks past them. Without one, all of the chain replace themselves by `exec`, and the process is Lean's own.
struct Sandbox: Sendable, Hashable {
    /// What makes the namespaces.
    enum Means: String, Sendable, Hashable {
        case bubblewrap, unshare
        /// None: parent-death signal, limits and no new privileges only.
        case limitsOnly
        /// Nothing at all, for programs of the user's own.
        case nothing
    }

    let means: Means
    let tools: SystemTools
    /// As root, each private folder belongs to a user id of its own and the process runs as that user: root is exempt from
    /// the limit on processes, and could undo a read-only mount.
    let hasOwnUser: Bool
    /// Path of a compiled system call filter; nil for none.
    let filter: String?

    init(_ means: Means, tools: SystemTools = .installed, hasOwnUser: Bool = false, filter: String? = nil) {
        self.means = means
        self.tools = tools
        self.hasOwnUser = hasOwnUser
        self.filter = filter
    }

    /// The process is started as it is.
    static let nothing = Sandbox(.nothing, tools: .none)
    /// What needs no namespace.
    static let limitsOnly = Sandbox(.limitsOnly)

    /// Whether the process sees only the files it was given.
    var hidesFiles: Bool { means == .bubblewrap || means == .unshare }

    /// Whether the limit on processes counts those of the sandbox alone. It counts by user, since Linux 5.14 by user and user
    /// namespace, and never for root. In the user's own count it would hit Lean because of the browser's threads.
    var countsProcesses: Bool { hidesFiles && (hasOwnUser || geteuid() != 0 && UserNamespaces.haveOwnCounts) }

    /// The words to start.
    func command(for plan: LaunchPlan) -> [String] {
        switch means {
        case .nothing: plan.program
        case .limitsOnly: outermost + limits(plan) + plan.program
        case .bubblewrap: outermost + loadingFilter + bubblewrap(plan) + innermost(plan)
        case .unshare: outermost + unsharing(plan) + innermost(plan)
        }
    }

    private var outermost: [String] {
        guard let setpriv = tools.setpriv else { return [] }
        // A bubblewrap with a set-uid bit could not use it any more under "no new privileges"; it sets that itself.
        return [setpriv, "--pdeathsig", "KILL"] + (means == .limitsOnly ? ["--no-new-privs"] : [])
    }

    private func limits(_ plan: LaunchPlan) -> [String] {
        guard let prlimit = tools.prlimit else { return [] }
        return [prlimit] + plan.limits.options(countingProcesses: countsProcesses)
    }

    /// Inside the namespaces: everything that could be used to get out is given up, then the limits are set.
    private func innermost(_ plan: LaunchPlan) -> [String] {
        var words: [String] = []
        if let setpriv = tools.setpriv {
            words = [setpriv, "--no-new-privs"]
            if hasOwnUser, let user = PrivateFolder.owner(of: plan.folder) {
                words += ["--reuid", "\(user)", "--regid", "\(user)", "--clear-groups"]
            }
            if hasOwnUser || means == .unshare { words += ["--inh-caps", "-all", "--bounding-set", "-all"] }
        }
        return words + limits(plan) + plan.program
    }

    /// Whether it looks as if a program of the chain had given up before Lean began.
    func mayHaveFailed(_ outcome: BoundedCommand.Outcome) -> Bool {
        guard hidesFiles, outcome.output.isEmpty, case .ended(let ending) = outcome.ending, ending != .exited(0) else {
            return false
        }
        return ["bwrap: ", "unshare: ", "setpriv: ", "prlimit: ", "mount: ", "sh: "].contains {
            outcome.errors.hasPrefix($0)
        }
    }
}
