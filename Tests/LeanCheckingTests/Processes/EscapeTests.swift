import Foundation
import Support
import TestSupport
import Testing

@testable import LeanChecking

#if os(Linux)
/// Every sandbox that this machine can make, best first. On one that can make none, only the limits are left.
enum Sandboxes {
    private static let found = Task {
        var found: [Sandbox] = []
        for sandbox in IsolationTrial.candidates(.installed) where sandbox.hidesFiles {
            let findings = try await IsolationTrial.attempt(sandbox, Witnesses.folders([]))
            if findings.failure == nil { found.append(sandbox) }
        }
        return found
    }

    static var all: [Sandbox] {
        get async throws { try await found.value }
    }

    /// Runs a shell script in a sandbox, as Lean would be run.
    static func run(
        _ script: String, in sandbox: Sandbox, limits: ProcessLimits = ProcessLimits(), seconds: Double = 20,
        memory: Int? = nil, folderBytes: Int = 1 << 30, _ look: (PrivateFolder) throws -> Void = { _ in }
    ) async throws -> BoundedCommand.Outcome {
        let folder = try PrivateFolder(sandbox: sandbox)
        defer { folder.remove() }
        let plan = LaunchPlan(
            lean: "/bin/sh", arguments: ["-c", script], folder: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], limits: limits, sandbox: sandbox)
        let outcome = try await BoundedCommand.run(
            plan,
            within: .init(
                wallClock: .seconds(seconds), memoryBytes: memory, outputBytes: 1 << 20, folderBytes: folderBytes))
        try look(folder)
        return outcome
    }
}

@Suite struct EscapeTests {
    private func each(_ body: (Sandbox) async throws -> Void) async throws {
        for sandbox in try await Sandboxes.all { try await body(sandbox) }
    }

    private func text(_ outcome: BoundedCommand.Outcome) -> String { String(decoding: outcome.output, as: UTF8.self) }

    @Test func `with bubblewrap or user namespaces installed, some sandbox works here or the machine refuses all`()
        async throws
    {
        let outcome = try await IsolationTrial.run(hiding: [])
        #expect(try await Sandboxes.all.isEmpty == !outcome.best.sandbox.hidesFiles)
        #expect(outcome.withoutNamespaces.sandbox.means == .limitsOnly)
        if outcome.best.sandbox.hidesFiles { #expect(outcome.best.isStrict, "\(outcome.best)") }
    }

    @Test func `a file outside the private folder cannot be written, one inside can`() async throws {
        try await withTemporaryFolder { outside in
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: outside.path)
            try await each { sandbox in
                let script = """
                    for f in \(outside.path)/x /tmp/dsprover-x /var/tmp/dsprover-x /dev/shm/dsprover-x /x /usr/x; do
                        (echo x >"$f") 2>/dev/null && echo "wrote $f"
                    done
                    echo x >inside; cat inside
                    """
                let outcome = try await Sandboxes.run(script, in: sandbox)
                #expect(text(outcome) == "x\n", "\(sandbox.means): \(outcome)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path) == [])
        }
        for name in ["/tmp", "/var/tmp", "/dev/shm", "", "/usr"] {
            #expect(!FileManager.default.fileExists(atPath: "\(name)/dsprover-x"))
        }
    }

    @Test func `a process that may write no byte cannot even make an empty file`() async throws {
        try await each { sandbox in
            var names: [String] = []
            let outcome = try await Sandboxes.run(": >own", in: sandbox, limits: ProcessLimits(fileBytes: 0)) {
                names = try FileManager.default.contentsOfDirectory(atPath: $0.path)
            }
            #expect(outcome.ending != .ended(.exited(0)))
            #expect(names == [])
        }
    }

    @Test func `nobody can be reached`() async throws {
        let listener = try #require(LoopbackListener())
        defer { listener.close() }
        try await each { sandbox in
            let outcome = try await Sandboxes.run(
                "bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(listener.port)' && echo reached; grep -c : /proc/net/dev",
                in: sandbox)
            #expect(text(outcome) == "1\n", "\(sandbox.means): \(outcome)")
        }
        #expect(!listener.wasReached())
    }

    @Test func `the home folder, other private folders and other processes cannot be seen, and no key is in reach`()
        async throws
    {
        let other = try PrivateFolder(sandbox: .nothing)
        defer { other.remove() }
        try other.open()
        try other.write("theirs", to: "file")
        setenv("DSPROVER_TEST_KEY", "sk-4711", 1)
        defer { unsetenv("DSPROVER_TEST_KEY") }
        try await each { sandbox in
            let outcome = try await Sandboxes.run(
                """
                env
                cat /proc/*/environ 2>/dev/null | tr '\\0' '\\n'
                cat \(other.file("file")) \(NSHomeDirectory())/.bashrc \(#filePath) /etc/passwd 2>/dev/null
                [ -e /proc/\(getpid())/exe ] && [ "$(cat /proc/\(getpid())/comm)" != sh ] && ls /proc | grep -c '^[0-9]'
                """, in: sandbox)
            for secret in ["sk-4711", "theirs", "getpid", "root:"] {
                #expect(!text(outcome).contains(secret), "\(sandbox.means): \(secret)")
            }
        }
    }

    @Test func `a fork bomb stops at the limit, and nothing of it is left`() async throws {
        try await each { sandbox in
            guard sandbox.countsProcesses else { return }
            let outcome = try await Sandboxes.run(
                "i=0; while [ $i -lt 500 ]; do sleep 77 >/dev/null 2>&1 & i=$((i+1)); echo $i; done", in: sandbox,
                limits: ProcessLimits(processes: 30))
            let started = text(outcome).split(separator: "\n").count
            #expect(started > 3 && started < 30, "\(sandbox.means): \(started) \(outcome.errors)")
            #expect(outcome.errors.contains("fork"))
        }
    }

    @Test func `a daemon in a session of its own goes with the run that started it`() async throws {
        try await each { sandbox in
            let mark = "\(Int.random(in: 100_000...999_999))"
            let outcome = try await Sandboxes.run(
                "setsid sh -c 'setsid sleep \(mark) >/dev/null 2>&1 &' >/dev/null 2>&1; echo started", in: sandbox)
            #expect(text(outcome) == "started\n")
            #expect(
                await Processes.wait { !Processes.commands().values.contains { $0.contains(mark) } }, "\(sandbox.means)"
            )
        }
    }

    @Test func `one large file and many small ones are both cut off`() async throws {
        try await each { sandbox in
            var size: Int?
            _ = try await Sandboxes.run(
                "head -c 9000000 /dev/zero >big", in: sandbox, limits: ProcessLimits(fileBytes: 1 << 20)
            ) { size = $0.size(of: "big") }
            #expect(size == 1 << 20)
            let outcome = try await Sandboxes.run(
                "i=0; while :; do i=$((i+1)); head -c 500000 /dev/zero >f$i; done", in: sandbox,
                limits: ProcessLimits(fileBytes: 1 << 20), folderBytes: 8 << 20)
            #expect(outcome.ending == .tooMuchOutput, "\(sandbox.means)")
        }
    }

    @Test func `memory that is spread over many processes is counted together`() async throws {
        try await each { sandbox in
            // Each holds 10 MB: no one of them is over the limit.
            let outcome = try await Sandboxes.run(
                "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do dd if=/dev/zero of=/dev/null bs=10M 2>/dev/null & done; wait",
                in: sandbox, memory: 64 << 20)
            #expect(outcome.ending == .outOfMemory, "\(sandbox.means): \(outcome.ending)")
        }
    }

    @Test func `a folder that dsprover made inside the private one can be written to`() async throws {
        try await each { sandbox in
            let folder = try PrivateFolder(sandbox: sandbox)
            defer { folder.remove() }
            try FileManager.default.createDirectory(
                atPath: folder.file("inner"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700]
            )
            try folder.write("ours", to: "inner/text")
            let plan = LaunchPlan(
                lean: "/bin/sh", arguments: ["-c", "cat inner/text; echo theirs >inner/new"], folder: folder.path,
                environment: ["PATH": "/usr/bin:/bin"], limits: ProcessLimits(), sandbox: sandbox)
            let outcome = try await BoundedCommand.run(plan, within: .init(wallClock: .seconds(20)))
            #expect(text(outcome) == "ours", "\(sandbox.means): \(outcome.errors)")
            #expect(folder.size(of: "inner/new") == 7)
        }
    }

    @Test func `links that a hostile process leaves behind lead dsprover nowhere`() async throws {
        try await withTemporaryFolder { outside in
            let target = outside.appending(path: "file").path
            try Data("theirs".utf8).write(to: URL(filePath: target))
            try await each { sandbox in
                let folder = try PrivateFolder(sandbox: sandbox)
                defer { folder.remove() }
                let plan = LaunchPlan(
                    lean: "/bin/sh",
                    arguments: [
                        "-c", "ln -s \(target) request; ln -s \(outside.path) inner; mkfifo pipe; echo mine >plain",
                    ],
                    folder: folder.path, environment: ["PATH": "/usr/bin:/bin"], limits: ProcessLimits(),
                    sandbox: sandbox)
                let outcome = try await BoundedCommand.run(plan, within: .init(wallClock: .seconds(20)))
                #expect(outcome.ending == .ended(.exited(0)))
                for name in ["request", "inner/file", "inner", "pipe", "nothing", "nowhere/file"] {
                    #expect(folder.take(name) == nil, "\(name)")
                }
                #expect(folder.take("plain") == Data("mine\n".utf8))
                #expect(folder.take("plain", atMost: 4) == nil)
                try folder.write("ours", to: "request")
                #expect(try String(contentsOfFile: folder.file("request"), encoding: .utf8) == "ours")
                #expect(throws: LeanCheckingError.self) { try folder.write("ours", to: "inner/file") }
            }
            #expect(try String(contentsOfFile: target, encoding: .utf8) == "theirs")
        }
    }

    @Test func `a private folder goes even when a hostile process has closed it`() async throws {
        try await each { sandbox in
            var path = ""
            let outcome = try await Sandboxes.run("mkdir -p a/b; echo x >a/b/c; chmod 0 a/b a .", in: sandbox) {
                path = $0.path
            }
            #expect(outcome.ending == .ended(.exited(0)))
            #expect(!FileManager.default.fileExists(atPath: path), "\(sandbox.means)")
        }
    }

    @Test func `exit codes and signals come through`() async throws {
        try await each { sandbox in
            #expect(try await Sandboxes.run("exit 0", in: sandbox).ending == .ended(.exited(0)))
            #expect(try await Sandboxes.run("exit 7", in: sandbox).ending == .ended(.exited(7)))
            for signal in [6, 9, 11] as [Int32] {
                let outcome = try await Sandboxes.run("kill -\(signal) $$", in: sandbox)
                #expect(outcome.ending == .ended(.signaled(signal)), "\(sandbox.means)")
            }
        }
    }

    @Test func `memory is that of the program and not of its wrappers`() async throws {
        try await each { sandbox in
            let outcome = try await Sandboxes.run(
                "dd if=/dev/zero of=/dev/null bs=60M count=60 2>/dev/null", in: sandbox)
            #expect((outcome.peakMemoryBytes ?? 0) > 50 << 20, "\(sandbox.means): \(outcome.peakMemoryBytes ?? 0)")
        }
    }

    @Test func `a sandbox dies with its parent, even when that is killed with signal 9`() async throws {
        for sandbox in try await Sandboxes.all + [.limitsOnly] {
            #expect(try await OrphanTrial(sandbox: sandbox).run(), "\(sandbox.means)")
        }
        #expect(try await !OrphanTrial(sandbox: .nothing).run(patience: .milliseconds(100)))
    }

    @Test func `a sandbox that cannot be made is an error about the machine, not about the program`() async throws {
        let broken = Sandbox(.bubblewrap, tools: .init(bwrap: "/usr/bin/bwrap"), filter: "/nowhere/filter")
        let error = await #expect(throws: LeanCheckingError.self) {
            try await Sandboxes.run("echo x", in: broken)
        }
        #expect(error?.reason == .system)
        #expect(error?.message.contains("sandbox") == true, "\(error?.message ?? "")")
        #expect(error?.kind == .environment)
    }

    @Test func `a program that speaks like a wrapper is only itself`() async throws {
        try await each { sandbox in
            let outcome = try await Sandboxes.run("echo 'bwrap: no' >&2; exit 1", in: sandbox)
            #expect(outcome.ending == .ended(.exited(1)))
        }
    }
}

@Suite struct LeanIsolationTests {
    @Test func `the report names every measure, and what is missing comes with a reason`() async throws {
        let report = try await LeanIsolation.establish(.bestEffort)
        #expect(report.measures.map(\.name) == SandboxFindings.Claim.allCases.map(\.name))
        #expect(report.measures.allSatisfy { !$0.detail.isEmpty })
        if report.measures.allSatisfy(\.isActive) { #expect(report.advice == nil) }
    }

    @Test func `what must stay hidden is not looked for above the private folders`() async throws {
        try await withTemporaryFolder { folder in
            for name in ["ledger.sqlite", "tmp"] {
                try FileManager.default.createDirectory(
                    at: folder.appending(path: name), withIntermediateDirectories: false)
            }
            let witnesses = Witnesses.folders([folder.path], temporary: folder.appending(path: "tmp").path)
            #expect(witnesses.hidden.contains { $0.hasSuffix("/ledger.sqlite") })
            #expect(!witnesses.hidden.contains(folder.appending(path: "tmp").path))
            #expect(witnesses.folders.contains(folder.path))
        }
    }

    @Test func `a sandbox that does not hold is found out`() async throws {
        // The wrappers of nothing at all: whatever the machine, none of this can hold.
        let findings = try await IsolationTrial.attempt(.nothing, Witnesses.folders([]))
        for claim in [.network, .writing, .view, .limits, .privileges] as [SandboxFindings.Claim] {
            #expect(!findings.proved.contains(claim), "\(claim)")
        }
        #expect(!findings.isStrict)
        #expect(findings.measures(switchedOff: false).filter { !$0.isActive }.allSatisfy { !$0.detail.isEmpty })
    }

    @Test func `without any tool the trial finds the limits missing and says what to install`() async throws {
        let outcome = try await IsolationTrial.run(hiding: [], tools: .none)
        #expect(!outcome.best.isStrict)
        #expect(outcome.advice.contains("util-linux"))
        #expect(outcome.advice.contains("bubblewrap"))
    }

    @Test func `a tool that only pretends is not believed`() async throws {
        try await withTemporaryFolder { folder in
            // Starts what it is told to start, without any of the walls.
            let fake = try ToolchainFolder.script(
                #"while [ "$1" != -- ]; do shift; done; shift; exec "$@""#, in: folder, name: "bwrap")
            var tools = SystemTools.installed
            tools.bwrap = fake
            tools.unshare = nil
            let outcome = try await IsolationTrial.run(hiding: [], tools: tools)
            #expect(!outcome.best.proved.contains(.network))
            #expect(!outcome.best.proved.contains(.writing))
            #expect(!outcome.best.isStrict)
        }
    }
}
#endif
