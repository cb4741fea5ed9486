#if os(Linux)
import Foundation
import Support
import Testing

@testable import LeanChecking

@Suite struct MemoryWatchTests {
    private func start(_ command: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The group is what is killed.
        while getpgid(process.processIdentifier) != process.processIdentifier { sched_yield() }
        return process
    }

    @Test func `who takes too much is killed, although all threads of the tasks compute`() async throws {
        let process = try start(["/usr/bin/tail", "/dev/zero"])
        let watched = WatchedProcess(process.processIdentifier, limit: 256 << 20, every: .milliseconds(50))
        MemoryWatch.shared.begin(watched)
        let hasEnded = Locked(false)
        Thread.detachNewThread {
            process.waitUntilExit()
            hasEnded.withLock { $0 = true }
        }
        await withTaskGroup { group in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount * 2 {
                group.addTask { while !hasEnded.withLock({ $0 }) {} }
            }
        }
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
        #expect(watched.isOver)
        let memory = try #require(watched.memory)
        #expect(memory.privateBytes > MemoryMark(limit: 256 << 20).end)
    }

    @Test func `who is within its mark is only looked at`() throws {
        let process = try start(["/bin/sleep", "600"])
        defer { kill(process.processIdentifier, SIGKILL) }
        let watched = WatchedProcess(process.processIdentifier, limit: 1 << 30, every: .milliseconds(50))
        #expect(watched.look() == .milliseconds(50))
        #expect(!watched.isOver)
        #expect(try #require(watched.memory).peakBytes > 0)
    }

    @Test func `nobody is killed whose id may be another's by now`() throws {
        let process = try start(["/bin/sleep", "600"])
        defer { kill(process.processIdentifier, SIGKILL) }
        let watched = WatchedProcess(process.processIdentifier, limit: 1, every: .milliseconds(50))
        watched.end()
        #expect(watched.look() == nil)
        #expect(!watched.isOver && process.isRunning)
    }

    @Test func `without a limit nobody is killed`() throws {
        let process = try start(["/bin/sleep", "600"])
        defer { kill(process.processIdentifier, SIGKILL) }
        let watched = WatchedProcess(process.processIdentifier, limit: nil, every: .seconds(1))
        #expect(watched.look() == .seconds(1))
        #expect(!watched.isOver)
    }
}
#endif
