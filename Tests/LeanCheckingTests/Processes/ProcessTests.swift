import Foundation
import TestSupport
import Testing

@testable import LeanChecking

@Suite struct BoundedCommandTests {
    private func run(
        _ script: String, seconds: Double = 30, memory: Int? = nil, output: Int = 1 << 20
    ) async throws -> BoundedCommand.Outcome {
        let plan = LaunchPlan(
            lean: "/bin/sh", arguments: ["-c", script], folder: "/", environment: ["PATH": "/usr/bin:/bin"],
            limits: ProcessLimits(), sandbox: .limitsOnly)
        return try await BoundedCommand.run(
            plan, within: .init(wallClock: .seconds(seconds), memoryBytes: memory, outputBytes: output))
    }

    @Test func `output, errors and exit code are told`() async throws {
        let outcome = try await run("echo out; echo err >&2; exit 3")
        #expect(outcome.ending == .ended(.exited(3)))
        #expect(outcome.output == Array("out\n".utf8))
        #expect(outcome.errors == "err\n")
    }

    @Test func `a process that hangs is killed with its children`() async throws {
        let outcome = try await run("sleep 600 & sleep 600", seconds: 0.2)
        #expect(outcome.ending == .timedOut)
        #expect(outcome.elapsed < .seconds(20))
    }

    @Test func `a flood of output is cut off`() async throws {
        let outcome = try await run("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done", output: 10_000)
        #expect(outcome.ending == .tooMuchOutput)
        #expect(outcome.output.count <= 10_000)
    }

    @Test func `a flood of errors keeps its end and ends nothing`() async throws {
        let outcome = try await run("i=0; while [ $i -lt 3000 ]; do echo line $i >&2; i=$((i+1)); done")
        #expect(outcome.ending == .ended(.exited(0)))
        #expect(outcome.errors.hasSuffix("line 2999\n"))
        #expect(outcome.errors.utf8.count <= 4096)
    }

    @Test(arguments: [(kills: 1, ends: true), (kills: 3, ends: true), (kills: 4, ends: false)])
    func `whom somebody else kills is started again, not for ever`(kills: Int, ends: Bool) async throws {
        try await withTemporaryFolder { folder in
            let script = "echo x >>runs; [ $(wc -l <runs) -gt \(kills) ] || kill -9 $$; echo done"
            let plan = LaunchPlan(
                lean: "/bin/sh", arguments: ["-c", script], folder: folder.path, environment: ["PATH": "/usr/bin:/bin"],
                limits: ProcessLimits(), sandbox: .nothing)
            let outcome = try await BoundedCommand.runUnlessKilled(plan, within: .init(wallClock: .seconds(60)))
            #expect(outcome.wasKilledByOthers != ends)
            #expect(outcome.output == Array((ends ? "done\n" : "").utf8))
        }
    }

    @Test func `whom a limit of ours ends is not started again`() async throws {
        try await withTemporaryFolder { folder in
            let plan = LaunchPlan(
                lean: "/bin/sh", arguments: ["-c", "echo x >>runs; exec sleep 600"], folder: folder.path,
                environment: ["PATH": "/usr/bin:/bin"], limits: ProcessLimits(), sandbox: .nothing)
            let outcome = try await BoundedCommand.runUnlessKilled(plan, within: .init(wallClock: .seconds(1)))
            #expect(outcome.ending == .timedOut && !outcome.wasKilledByOthers)
            #expect(try String(contentsOf: folder.appending(path: "runs"), encoding: .utf8) == "x\n")
        }
    }

    #if os(Linux)
    @Test func `a process over the memory limit is killed`() async throws {
        let outcome = try await run(
            #"x=aaaaaaaaaaaaaaaa; while [ ${#x} -lt 100000000 ]; do x="$x$x"; done; sleep 600"#, memory: 64 << 20)
        #expect(outcome.ending == .outOfMemory)
        #expect((outcome.peakMemoryBytes ?? 0) > 40 << 20)
    }
    #endif

    @Test func `a command that cannot be run is an error about the system`() async {
        let plan = LaunchPlan(
            lean: "/nowhere/lean", arguments: [], folder: "/", environment: [:], limits: ProcessLimits(),
            sandbox: .nothing)
        let error = await #expect(throws: LeanCheckingError.self) {
            try await BoundedCommand.run(plan, within: .init(wallClock: .seconds(5)))
        }
        #expect(error?.reason == .system)
    }

    @Test func `cancelling the task kills the process`() async {
        let task = Task { try await run("sleep 600") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `writing to a process that is gone does not end the program`() {
        BrokenPipes.ignore()
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        _ = close(ends[0])
        #expect(write(ends[1], "x", 1) == -1)
        #expect(errno == EPIPE)
        _ = close(ends[1])
    }
}

@Suite struct ProcessMemoryTests {
    @Test func `the kernel's lines are read`() {
        let status =
            "Name:\tlean\nVmHWM:\t  2000 kB\nVmRSS:\t 1500 kB\nRssAnon:\t  700 kB\nRssFile:\t 800 kB\nRssShmem:\t 1 kB\n"
        let memory = ProcessMemory(status: Array(status.utf8))
        #expect(memory?.privateBytes == 701 << 10)
        #expect(memory?.peakBytes == 2000 << 10)
    }

    @Test func `a process without memory lines has ended`() {
        #expect(ProcessMemory(status: Array("Name:\tlean\nState:\tZ (zombie)\n".utf8)) == nil)
    }

    #if os(Linux)
    @Test func `our own memory can be read, and nobody else's`() throws {
        let memory = try #require(ProcessMemory.of(getpid()))
        #expect(memory.privateBytes > 1 << 20)
        // The peak is that of the largest process, the private bytes are those of all our children too.
        #expect(memory.peakBytes > 1 << 20)
        #expect(ProcessMemory.of(-1) == nil)
    }
    #endif
}

@Suite struct PrivateFolderTests {
    @Test func `a folder is empty, ours alone, and gone afterwards`() throws {
        let folder = try PrivateFolder()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        try folder.write("x", to: "a.lean")
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `folders of dead processes are swept, those of living ones stay`() throws {
        let mine = try PrivateFolder()
        defer { mine.remove() }
        let parent = URL(filePath: mine.path).deletingLastPathComponent()
        // No process has the highest number: the kernel stops at 4,194,304.
        let dead = parent.appending(path: "dsprover-lean-2000000000-x").path
        try FileManager.default.createDirectory(atPath: dead, withIntermediateDirectories: false)
        PrivateFolder.sweep()
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: mine.path))
    }

    #if os(Linux)
    @Test func `what still runs in the folder of a dead process is ended with it, and nothing else`() async throws {
        let parent = FileManager.default.temporaryDirectory
        let dead = parent.appending(path: "dsprover-lean-2000000001-x")
        try FileManager.default.createDirectory(at: dead, withIntermediateDirectories: false)
        let processes = try [dead, parent].map { place in
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["sleep", "600"]
            process.currentDirectoryURL = place
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        // It may have begun with signals blocked that ask it to end.
        defer { for process in processes { kill(process.processIdentifier, SIGKILL) } }
        PrivateFolder.sweep()
        #expect(!FileManager.default.fileExists(atPath: dead.path))
        #expect(await Processes.wait { !processes[0].isRunning })
        #expect(processes[1].isRunning)
    }
    #endif
}

#if os(Linux)
@Suite struct ProcessTreeTests {
    /// Once the entries of `/proc/PID/task` were copied by their C type, which reads beyond the C library's buffer and
    /// could end a run.
    @Test func `a child is found whichever of many threads started it, also by many askers at once`() async throws {
        let script = """
            import subprocess, sys, threading
            hold = threading.Event()
            for _ in range(200): threading.Thread(target=hold.wait, daemon=True).start()
            def start():
                child = subprocess.Popen(["sleep", "600"])
                print(child.pid, flush=True)
                hold.wait()
            threading.Thread(target=start, daemon=True).start()
            sys.stdin.read()
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let child = try #require(Int32(line.trimmingCharacters(in: .whitespacesAndNewlines)))
        defer { kill(child, SIGKILL) }
        let parent = process.processIdentifier
        try await withThrowingTaskGroup(of: [Int32].self) { group in
            for _ in 0..<64 { group.addTask { ProcessTree.descendants(of: parent) } }
            for try await found in group { #expect(found == [child]) }
        }
    }

    @Test func `a process that is gone has no descendants`() {
        #expect(ProcessTree.descendants(of: 0).isEmpty)
    }
}
#endif
