/// A Lean that works, and how it was found.
package struct LeanToolchain: Sendable, Hashable, Codable {
    /// Which library statements are about.
    package enum Profile: String, Sendable, Hashable, Codable {
        /// Real Lean with dsprover's own small core library.
        case embedded
        /// A complete Lean toolchain, with or without Mathlib.
        case full
    }

    package let profile: Profile
    /// Absolute path of the `lean` executable itself, never of a shim such as elan's.
    package let leanPath: String
    /// Version of Lean, for example `4.35.0`.
    package let version: String
    /// What statements can refer to, in words for people, for example `Mathlib` or `dsprover embedded library 4.35.0-1`.
    package let library: String
    /// Whether `import Mathlib` works.
    package let hasMathlib: Bool
    /// Where it was found, for people, for example `LEAN environment variable`.
    package let origin: String
    /// The lake project whose libraries are used.
    package let workspace: String?
    /// Variables that this Lean needs, for example `LEAN_PATH` of the lake project.
    package let environment: [String: String]

    package init(
        profile: Profile, leanPath: String, version: String, library: String, hasMathlib: Bool = false, origin: String,
        workspace: String? = nil, environment: [String: String] = [:]
    ) {
        self.profile = profile
        self.leanPath = leanPath
        self.version = version
        self.library = library
        self.hasMathlib = hasMathlib
        self.origin = origin
        self.workspace = workspace
        self.environment = environment
    }

    /// The header that suits this library when the configuration names none.
    package var defaultHeader: LeanHeader { hasMathlib ? .mathlib : .empty }
}
