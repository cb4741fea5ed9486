internal import Foundation
internal import Support
internal import Synchronization
internal import TestSupport

/// A dsprover that was started, its words in files.
final class ChaosProgram: Sendable {
    /// How a process ended.
    struct End: Sendable {
        let status: Int32
        let isSignal: Bool
    }

    let id: Int32
    private let ended: Task<End, Never>
    /// Kept, or its handler would not be called.
    private let process: Process

    /// Starts it in the folder; its words are added to `NAME.out` and `NAME.err` there.
    init(_ arguments: [String], in folder: URL, temporary: URL, log name: String) throws {
        process = Process()
        process.executableURL = try BuiltProduct.executable("dsprover")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var variables = ProcessInfo.processInfo.environment
        variables["DSPROVER_HOME"] = Self.repository.path
        variables["TMPDIR"] = temporary.path
        process.environment = variables
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(folder.appending(path: "\(name).out"))
        process.standardError = try Self.file(folder.appending(path: "\(name).err"))
        let (stream, continuation) = AsyncStream<End>.makeStream(bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { process in
            continuation.yield(
                End(status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal))
            continuation.finish()
        }
        ended = Task { await stream.first { _ in true } ?? End(status: -1, isSignal: false) }
        try process.run()
        id = process.processIdentifier
    }

    var end: End {
        get async { await ended.value }
    }

    private static let repository =
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    private static func file(_ url: URL) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: url.path) {
            _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: url)
        try handle.seekToEnd()
        return handle
    }
}
