internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What a Lean program has to see of the file system beside the system's own folders, and no more: itself, the library
/// beside it, and the folders in `LEAN_PATH`.
struct ReadableFiles: Sendable, Hashable {
    /// The program as it is to be started: links are followed, because Lean finds its library from its own place.
    let program: String
    /// Absolute paths, each once, parents before children.
    let paths: [String]

    /// Folders that every sandbox shows.
    static let system = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"]

    init(program: String, environment: [String: String], more: [String], folder: String) {
        guard program.hasPrefix("/"), !Self.isSystem(program) else {
            self.program = program
            paths = Self.tidy(Self.libraries(environment) + more, without: folder)
            return
        }
        let real = Self.realPath(program) ?? program
        self.program = real
        var found = [real] + Self.libraries(environment) + more
        let prefix = URL(filePath: real).deletingLastPathComponent().deletingLastPathComponent().path
        found += Self.library(under: prefix)
        paths = Self.tidy(found, without: folder)
    }

    /// The library of the toolchain in a folder, and what it is linked to; nothing when there is none.
    static func library(under prefix: String) -> [String] {
        let library = prefix == "/" ? "/lib" : "\(prefix)/lib"
        // A folder `lib` without `lean` in it belongs to somebody else.
        guard FileManager.default.fileExists(atPath: "\(library)/lean") else { return [] }
        return [library] + linkTargets(in: library) + linkTargets(in: "\(library)/lean")
    }

    /// Whether a path lies in a folder that every sandbox shows.
    static func isSystem(_ path: String) -> Bool {
        system.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    private static func libraries(_ environment: [String: String]) -> [String] {
        (environment["LEAN_PATH"] ?? "").split(separator: ":").map(String.init)
    }

    /// Where the links in a folder lead: a toolchain may be put together of links to another one.
    private static func linkTargets(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)") else {
                return nil
            }
            let path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
            let tidied = URL(filePath: path).standardizedFileURL.path
            return tidied.hasPrefix(folder + "/") ? nil : tidied
        }
    }

    /// Drops what is not there, what is shown anyway, and what lies in something else of the list.
    private static func tidy(_ paths: [String], without folder: String) -> [String] {
        let wanted = Set(paths.map { URL(filePath: $0).standardizedFileURL.path }).filter {
            $0 != "/" && $0 != folder && !isSystem($0) && FileManager.default.fileExists(atPath: $0)
        }
        return wanted.filter { path in !wanted.contains { path != $0 && path.hasPrefix($0 + "/") } }.sorted()
    }

    static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
