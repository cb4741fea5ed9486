import Foundation

/// The embedded Lean that `make setup` installs for this source tree, or the copy of it that `LEAN` names.
struct InstalledToolchain {
    /// `lean-workspace/embedded` of this source tree.
    static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "lean-workspace/embedded")

    /// The folder of one version of the toolchain, with `bin/lean` and `lib/lean`.
    let folder: URL
    let version: String

    var lean: URL { folder.appending(path: "bin/lean") }
    var libraryFolder: URL { folder.appending(path: "lib/lean") }

    /// Finds what `LEAN` names (a `lean` executable, or the folder of its toolchain), else the version that the sources name
    /// in the user's cache folder.
    init() throws {
        version = try String(contentsOf: Self.sources.appending(path: "VERSION"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["LEAN"], !path.isEmpty {
            let named = URL(filePath: path).absoluteURL
            folder =
                named.lastPathComponent == "lean"
                ? named.deletingLastPathComponent().deletingLastPathComponent() : named
            guard FileManager.default.isExecutableFile(atPath: lean.path) else { throw NotInstalled(folder: folder) }
            return
        }
        let cache =
            environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
        folder = cache.appending(path: "dsprover/embedded-lean").appending(path: version)
        guard FileManager.default.isExecutableFile(atPath: folder.appending(path: "bin/lean").path) else {
            throw NotInstalled(folder: folder)
        }
    }
}

struct NotInstalled: Error, CustomStringConvertible {
    let folder: URL
    var description: String {
        "the embedded Lean is not installed: there is no \(folder.path)/bin/lean. Type: make setup"
    }
}
