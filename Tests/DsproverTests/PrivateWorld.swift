import Foundation
import Synchronization
import TestSupport

/// Folders for one run of the program that nobody else uses: what a run leaves can be told from what others leave.
struct PrivateWorld {
    /// Where the program runs.
    let work: URL
    /// Its home folder.
    let home: URL
    /// Its folder for temporary files.
    let temporary: URL

    private let top: URL

    /// Runs the body in a new world and removes it afterwards.
    static func with<Result>(_ body: (PrivateWorld) async throws -> Result) async throws -> Result {
        try await withTemporaryFolder { folder in
            let world = try PrivateWorld(in: folder)
            return try await body(world)
        }
    }

    private init(in folder: URL) throws {
        top = folder
        work = folder.appending(path: "work")
        home = folder.appending(path: "home")
        temporary = folder.appending(path: "tmp")
        for folder in [work, home, temporary] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        }
    }

    /// The program in this world, with the Lean of the world outside.
    var program: Program {
        let variables = ProcessInfo.processInfo.environment
        let cache = variables["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(variables["HOME"] ?? "")/.cache"
        var program = Program(folder: work)
        program.environment = ["HOME": home.path, "TMPDIR": temporary.path, "XDG_CACHE_HOME": cache]
        return program
    }

    /// Writes a file into the working folder.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: work.appending(path: name))
    }

    /// The paths of everything in the world, from its top.
    func contents() -> Set<String> {
        Set(FileManager.default.enumerator(atPath: top.path)?.compactMap { $0 as? String } ?? [])
    }

    /// The processes that belong to this world: their folder, their arguments or their variables name it.
    func processes() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { id in
            let folder = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
            if folder.hasPrefix(top.path) { return true }
            return ["cmdline", "environ"].contains { file in
                let bytes = FileManager.default.contents(atPath: "/proc/\(id)/\(file)") ?? Data()
                return bytes.range(of: Data(top.path.utf8)) != nil
            }
        }
    }

    /// Waits until the condition holds, at most half a minute.
    ///
    /// - Returns: whether it came to hold.
    func wait(until condition: () -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if condition() { return true }
            await Task.yield()
        }
        return condition()
    }
}
