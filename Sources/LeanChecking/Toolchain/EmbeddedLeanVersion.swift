/// The version of the embedded Lean that this source belongs to.
///
/// The same text stands in `lean-workspace/embedded/VERSION`: the version of Lean, then the revision of the core library. It
/// names the folder the build script installs into, so that two checkouts never share a library they do not agree on.
package enum EmbeddedLeanVersion {
    /// Lean's version and the library's revision, for example `4.35.0-1`.
    package static let current = "4.35.0-1"

    /// The version of Lean alone, as `lean --version` prints it.
    package static var lean: String {
        String(current.prefix { $0 != "-" })
    }
}
