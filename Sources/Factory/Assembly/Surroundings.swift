package import Foundation

/// What the process finds around it: variables, folders, the place of the program.
package struct Surroundings: Sendable {
    /// The environment variables.
    package let environment: [String: String]
    /// The working folder.
    package let folder: URL
    /// The running program; nil when it cannot be known.
    package let executable: URL?

    package init(environment: [String: String], folder: URL, executable: URL?) {
        self.environment = environment
        self.folder = folder
        self.executable = executable
    }

    /// A file or folder that ships with the program (`templates/…`, `config/…`), or nil when it is nowhere.
    ///
    /// Looked for in `DSPROVER_HOME`, beside an installed program (`../share/dsprover`), in the folders above the program
    /// (a build in a checkout) and above the working folder.
    package func sharedFile(_ name: String) -> URL? {
        var places: [URL] = []
        if let home = environment["DSPROVER_HOME"], !home.isEmpty { places.append(URL(filePath: home)) }
        if let executable {
            let binFolder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
            places.append(binFolder.deletingLastPathComponent().appending(path: "share/dsprover"))
            places += Self.ancestors(of: binFolder)
        }
        places += Self.ancestors(of: folder)
        return places.map { $0.appending(path: name) }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// A path that a configuration names: relative to its file, or to the working folder when there is none.
    package func file(_ path: String, of loaded: LoadedConfiguration) -> URL {
        URL(filePath: path, relativeTo: loaded.file?.deletingLastPathComponent() ?? folder).absoluteURL
    }

    /// The folder of prompt templates that a configuration means: a path relative to its file, or a shipped recipe.
    package func templates(of loaded: LoadedConfiguration) -> URL? {
        let name = loaded.configuration.templates
        let own = file(name, of: loaded)
        if FileManager.default.fileExists(atPath: own.path) { return own }
        return sharedFile("templates/\(name)")
    }

    private static func ancestors(of folder: URL) -> [URL] {
        var folder = folder.standardizedFileURL
        var found = [folder]
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent().standardizedFileURL
            found.append(folder)
        }
        return found
    }
}
