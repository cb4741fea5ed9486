/// What stands between Lean processes and the rest of the machine, for `dsprover doctor`.
package enum LeanIsolation {
    /// One protection.
    package struct Measure: Sendable, Hashable {
        /// What it is, for people.
        package let name: String
        /// Whether this machine has it.
        package let isActive: Bool
        /// What to install to get it; nil when it is active or cannot be had here.
        package let advice: String?
    }

    /// All protections, active or not. Proofs are kept from running code of their own by the guard; these bound the
    /// damage of what slips through.
    package static var measures: [Measure] {
        let wrappers = LaunchPlan.Wrappers.installed
        let install = "Install the package util-linux."
        return [
            Measure(name: "own session, private folder, empty environment", isActive: true, advice: nil),
            Measure(
                name: "ends with dsprover, even when that is killed", isActive: wrappers.setpriv != nil,
                advice: wrappers.setpriv == nil ? install : nil),
            Measure(
                name: "limits on address space and files", isActive: wrappers.prlimit != nil,
                advice: wrappers.prlimit == nil ? install : nil),
        ]
    }
}
