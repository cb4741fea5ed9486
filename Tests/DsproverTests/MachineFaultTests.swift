import FakeModelServerKit
import Foundation
import GRDB
import Ledger
import Support
import TestSupport
import Testing

/// The real program on a machine that fails: each fault is a clear message and the right exit code, or a wait; nothing is
/// half written. The table is in docs/faults.md.
@Suite struct MachineFaultTests {
    private static let many = (0..<4000).map { number in
        #"{"id":"m-\#(number)","problem":"Show that \#(number) plus n is n plus \#(number). "#
            + String(repeating: "x", count: 400) + "\"}\n"
    }.joined()

    /// A run on the scripted world, with the ledger in the folder `small`.
    private func withRun(
        delay: Int = 2, _ body: (FaultRun, FakeModelServer, _ arguments: [String]) async throws -> Void
    ) async throws {
        var script = ScriptedWorld().script(delay: delay)
        script.requiredKey = FaultRun.key
        let server = try await FakeModelServer.start(script: script)
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let small = folder.appending(path: "small")
            try FileManager.default.createDirectory(at: small, withIntermediateDirectories: false)
            let run = try FaultRun(in: folder, baseURL: server.baseURL)
            try await body(run, server, ["--config", "faults.yaml", "--ledger", "small/run.sqlite"])
        }
    }

    /// A disk in the folder `small` that is full once `fill` is there, and has room again once `room` is. As long as
    /// the helper waits for that, `Process` takes the program for running.
    private static let smallDisk = """
        mount -t tmpfs -o size=64m none small
        (while [ ! -e fill ]; do sleep 0.05; done
        head -c 100000000 /dev/zero >small/filler
        while [ ! -e room ]; do sleep 0.05; done
        rm -f small/filler) >/dev/null 2>&1 &
        """

    /// Starts a run on the small disk, and fills that when the run is well under way.
    private func startAndFill(
        _ run: FaultRun, _ server: FakeModelServer, _ arguments: [String], then words: String
    ) async throws -> Running {
        let running = try run.program.start(
            ["formalize", "problems.jsonl"] + arguments,
            through: SmallWorld.mounting("\(Self.smallDisk)\n\(words)"))
        _ = try await server.wait(for: "answered", atLeast: 2)
        try touch("fill", in: run)
        try await running.wait(forError: "the disk is full; waiting for room")
        return running
    }

    private func touch(_ name: String, in run: FaultRun) throws {
        try Data().write(to: run.folder.appending(path: name))
    }

    // MARK: A full disk

    @Test(.enabled(if: SmallWorld.canMount, SmallWorld.whyNot))
    func `an import that fills the disk says so and keeps what was recorded`() async throws {
        try await withRun { run, _, arguments in
            let file = run.folder.appending(path: "many.jsonl")
            try Self.many.write(to: file, atomically: true, encoding: .utf8)
            // The ledger is looked at in the world in which it is.
            let look = """
                mount -t tmpfs -o size=2m none small
                "$@"
                echo "status $?"
                exec "$1" status --json --ledger small/run.sqlite
                """
            let running = try run.program.start(
                ["import", "many.jsonl"] + arguments, through: SmallWorld.mounting(look))
            let result = try await running.result()
            #expect(result.output.contains("status 3\n"))
            #expect(result.errors.contains("the disk is full; nothing of this step was recorded"), "\(result.errors)")
            #expect(result.errors.contains("Make room and run the same command again"))
            let problems = try #require(try result.json()["problems"]?.integer)
            #expect(problems < 4000 && problems.isMultiple(of: 1000), "whole batches: \(problems)")
        }
    }

    @Test(.enabled(if: SmallWorld.canMount, SmallWorld.whyNot))
    func `a run whose disk is full waits for room with one word, and goes on`() async throws {
        try await withRun(delay: 100) { run, server, arguments in
            // What the run left is copied out of its world at the end.
            let words = "\"$@\"\nstatus=$?\ncp small/run.sqlite out.sqlite\nexit $status"
            let running = try await startAndFill(run, server, arguments, then: words)
            try touch("room", in: run)
            let result = try await running.result()
            #expect(result.status == 0, "\(result.errors.suffix(2000))")
            #expect(result.errors.components(separatedBy: "waiting for room").count == 2, "said once")
            #expect(result.errors.contains("can be written again; the run goes on"))
            let states = try await Outcome.states(of: run.folder.appending(path: "out.sqlite").path)
            #expect(states == run.world.expected)
            #expect(try await server.audit().repeated == 0)
        }
    }

    @Test(.enabled(if: SmallWorld.canMount, SmallWorld.whyNot))
    func `a run that is told to stop while it waits for room ends`() async throws {
        try await withRun(delay: 100) { run, server, arguments in
            let running = try await startAndFill(run, server, arguments, then: "exec \"$@\"")
            running.signal(SIGTERM)
            try await running.wait(forError: "the disk is full; nothing of this step was recorded")
            try touch("room", in: run)
            let result = try await running.result()
            #expect([3, 4].contains(result.status), "\(result.errors.suffix(2000))")
            #expect(result.errors.contains("the disk is full; nothing of this step was recorded"))
        }
    }

    @Test(.enabled(if: SmallWorld.canMount, SmallWorld.whyNot))
    func `a full disk under the files of Lean ends the run, and no proof has failed of it`() async throws {
        try await withRun { run, _, _ in
            let small = run.folder.appending(path: "small").path
            let words = """
                mount -t tmpfs -o size=1m none small
                head -c 2000000 /dev/zero >small/filler
                TMPDIR='\(small)' exec "$@"
                """
            let running = try run.program.start(
                ["formalize", "problems.jsonl", "--config", "faults.yaml"], through: SmallWorld.mounting(words))
            let result = try await running.result()
            #expect(result.status == 3)
            #expect(result.errors.contains("No space left on device"), "\(result.errors.suffix(2000))")
            #expect(result.errors.contains("set TMPDIR to"))
            let ledger = try Ledger.open(at: run.ledger)
            #expect(try await ledger.status().attempts.isEmpty)
            try await ledger.close()
            // With room it goes on where it was.
            #expect(try await run.run().status == 0)
            #expect(try await run.states() == run.world.expected)
        }
    }

    @Test(.enabled(if: SmallWorld.canMount, SmallWorld.whyNot))
    func `an export to a full disk leaves no file`() async throws {
        try await withRun { run, _, _ in
            #expect(try await run.run().status == 0)
            let words = """
                mount -t tmpfs -o size=64k none small
                head -c 1000000 /dev/zero >small/filler
                "$@"
                echo "status $?"
                exec ls -A small
                """
            let running = try run.program.start(
                ["export", "--config", "faults.yaml", "--out", "small/proofs.jsonl"],
                through: SmallWorld.mounting(words))
            let result = try await running.result()
            #expect(result.output == "status 3\nfiller\n")
            #expect(result.errors.contains("No space left on device"), "\(result.errors)")
        }
    }

    // MARK: What cannot be written, or read

    @Test(.enabled(if: SmallWorld.canMount, SmallWorld.whyNot))
    func `a ledger that can only be read is refused with the system's word`() async throws {
        try await withRun { run, _, arguments in
            #expect(try await run.program.run(["import", "problems.jsonl"] + arguments).status == 0)
            let words = "mount --bind small small && mount -o remount,ro,bind small"
            for command in [["import", "problems.jsonl"], ["formalize"], ["status"]] {
                let running = try run.program.start(command + arguments, through: SmallWorld.mounting(words))
                let result = try await running.result()
                #expect(result.status == 3, "\(command)")
                #expect(result.errors.contains("Read-only file system"), "\(command): \(result.errors)")
                #expect(result.errors.contains("SQLite must be able to write the file and its folder"))
            }
        }
    }

    @Test func `a ledger with a damaged page is named, and nothing is done with it`() async throws {
        try await withRun { run, server, arguments in
            #expect(try await run.program.run(["import", "problems.jsonl"] + arguments).status == 0)
            let path = run.folder.appending(path: "small/run.sqlite").path
            let file = try FileHandle(forUpdating: URL(filePath: path))
            let size = try file.seekToEnd()
            // All but the first page, which says that it is a ledger.
            for page in stride(from: UInt64(4096), to: size, by: 4096) {
                try file.seek(toOffset: page)
                try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
            }
            try file.close()
            for command in [["import", "problems.jsonl"], ["formalize"], ["status"], ["export", "--out", "-"]] {
                let result = try await run.program.run(command + arguments)
                #expect(result.status == 3, "\(command)")
                #expect(result.errors.contains("cannot be read or written reliably"), "\(command): \(result.errors)")
                #expect(result.errors.contains("restore a backup"))
            }
            #expect(try await server.stats().requests == 0)
        }
    }

    // MARK: A lock that is held too long

    @Test func `a run waits for a lock that is held too long, and goes on`() async throws {
        try await withRun(delay: 50) { run, server, arguments in
            let running = try run.program.start(["formalize", "problems.jsonl"] + arguments)
            _ = try await server.wait(for: "answered", atLeast: 2)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            configuration.busyMode = .timeout(60)
            let other = try DatabaseQueue(
                path: run.folder.appending(path: "small/run.sqlite").path, configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
            try await running.wait(forError: "another process keeps the ledger locked; waiting for it")
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try other.close()
            let result = try await running.result()
            #expect(result.status == 0, "\(result.errors.suffix(2000))")
            let states = try await Outcome.states(of: run.folder.appending(path: "small/run.sqlite").path)
            #expect(states == run.world.expected)
        }
    }

    // MARK: Too few descriptors

    @Test func `a run that may open too few files is refused before it begins`() async throws {
        try await withRun { run, server, arguments in
            let running = try run.program.start(
                ["formalize", "problems.jsonl"] + arguments, through: SmallWorld.files(64))
            let result = try await running.result()
            #expect(result.status == 3)
            #expect(result.errors.contains("This process may open 64 files at once"), "\(result.errors)")
            #expect(result.errors.contains("ulimit -n 4096"))
            #expect(try await server.stats().requests == 0)
        }
    }

    @Test func `a ledger that cannot be opened for lack of descriptors says so`() async throws {
        try await withRun { run, _, arguments in
            let running = try run.program.start(
                ["import", "problems.jsonl"] + arguments, through: SmallWorld.files(8))
            let result = try await running.result()
            #expect(result.status == 3)
            #expect(result.errors.contains("has too many files open"), "\(result.errors)")
        }
    }

    @Test func `a run with few descriptors makes fewer calls at once, and is done`() async throws {
        try await withRun { run, server, _ in
            let file = run.folder.appending(path: "faults.yaml")
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacingOccurrences(of: "max_concurrent: 16", with: "max_concurrent: 2000")
                .write(to: file, atomically: true, encoding: .utf8)
            let running = try run.program.start(
                ["formalize", "problems.jsonl", "--config", "faults.yaml"], through: SmallWorld.files(256))
            let result = try await running.result()
            #expect(result.status == 0, "\(result.errors.suffix(2000))")
            #expect(result.errors.contains("at most 32 of 4000 calls are made at once"), "\(result.errors.prefix(500))")
            #expect(try await run.states() == run.world.expected)
            let stats = try await server.stats()
            #expect(stats.peakInFlight <= 32 && stats.repeated == 0)
        }
    }

    @Test func `a run whose descriptors run out in its middle ends, and goes on where it was`() async throws {
        try await withRun(delay: 50) { run, server, _ in
            let running = try run.start()
            _ = try await server.wait(for: "answered", atLeast: 2)
            // It keeps what is open and gets nothing more.
            try running.limitFiles(to: 8)
            let result = try await running.result()
            #expect(result.status == 3, "\(result.errors.suffix(2000))")
            #expect(result.errors.lowercased().contains("too many"), "\(result.errors.suffix(2000))")
            #expect(try await run.run().status == 0)
            #expect(try await run.states() == run.world.expected)
            try await run.expectNothingLostOrRepeated(server)
        }
    }
}
