package import Foundation

/// An executable of this package, as SwiftPM built it beside the test bundle.
package enum BuiltProduct {
    /// What is missing.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The executable of that name.
    ///
    /// - Throws: `Missing`, with the places looked at, when it is not built.
    package static func executable(_ name: String) throws -> URL {
        var folders = [Bundle.main.bundleURL, URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()]
        if let own = Bundle.main.executableURL { folders.append(own.deletingLastPathComponent()) }
        folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        let candidates = folders.map { $0.appending(path: name) }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Missing(description: "\(name) is not built; looked at \(candidates.map(\.path))")
        }
        return found
    }
}
