/// What the configuration says about Lean.
package struct ToolchainSettings: Sendable, Hashable, Codable {
    /// Which kind of Lean is wanted.
    package enum WantedProfile: String, Sendable, Hashable, Codable, CaseIterable {
        /// Mathlib where there is one, otherwise the embedded library.
        case auto
        /// Only the embedded library.
        case embedded
        /// Only a complete toolchain.
        case full
    }

    /// Path of a `lean` executable, or of a toolchain folder that has one in `bin`.
    package var path: String?
    /// Folder of a lake project whose toolchain and libraries are to be used.
    package var project: String?
    package var profile: WantedProfile

    package init(path: String? = nil, project: String? = nil, profile: WantedProfile = .auto) {
        self.path = path
        self.project = project
        self.profile = profile
    }
}
