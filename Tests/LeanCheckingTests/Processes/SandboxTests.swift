import Foundation
import TestSupport
import Testing

@testable import LeanChecking

@Suite struct SandboxCommandTests {
    private let tools = SystemTools(
        setpriv: "/usr/bin/setpriv", prlimit: "/usr/bin/prlimit", bwrap: "/usr/bin/bwrap", unshare: "/usr/bin/unshare")
    private let limits = ProcessLimits(
        addressSpaceBytes: 5, processorSeconds: 6, fileBytes: 0, processes: 7, openFiles: 8)

    private func plan(_ sandbox: Sandbox, limits: ProcessLimits? = nil) -> LaunchPlan {
        LaunchPlan(
            lean: "/bin/sh", arguments: ["-v"], folder: "/f", environment: [:], limits: limits ?? self.limits,
            sandbox: sandbox)
    }

    @Test func `without namespaces the limits come right before Lean`() {
        let plan = plan(Sandbox(.limitsOnly, tools: tools))
        #expect(plan.executable == "/usr/bin/setpriv")
        #expect(
            plan.arguments == [
                "--pdeathsig", "KILL", "--no-new-privs", "/usr/bin/prlimit", "--core=0", "--as=5", "--cpu=6",
                "--fsize=0", "--nofile=8", "/bin/sh", "-v",
            ])
    }

    @Test func `without any tool, and for the user's own programs, the program is started directly`() {
        for sandbox in [Sandbox(.limitsOnly, tools: .none), .nothing] {
            #expect(plan(sandbox).executable == "/bin/sh")
            #expect(plan(sandbox).arguments == ["-v"])
        }
    }

    @Test(arguments: [true, false])
    func `bubblewrap comes between the parent-death signal and the limits`(hasOwnUser: Bool) throws {
        let plan = plan(Sandbox(.bubblewrap, tools: tools, hasOwnUser: hasOwnUser, filter: "/filter"))
        #expect(plan.executable == "/usr/bin/setpriv")
        #expect(plan.arguments.starts(with: ["--pdeathsig", "KILL", "/bin/sh", "-c"]))
        let split = try #require(plan.arguments.lastIndex(of: "--"))
        let (outer, inner) = (plan.arguments[..<split], Array(plan.arguments[(split + 1)...]))
        for word in ["--die-with-parent", "--unshare-net", "--unshare-pid", "--seccomp", "/filter"] {
            #expect(outer.contains(word), "\(word)")
        }
        #expect(outer.contains("--unshare-user") == !hasOwnUser)
        #expect(outer.contains("--disable-userns") == !hasOwnUser)
        #expect(inner.starts(with: ["/usr/bin/setpriv", "--no-new-privs"]))
        #expect(inner.suffix(2) == ["/bin/sh", "-v"])
        #expect(inner.contains("--nproc=7") == plan.sandbox.countsProcesses)
        #expect(plan.sandbox.countsProcesses || !hasOwnUser)
    }

    @Test(arguments: [(0, "--ro-bind"), (1, "--bind")])
    func `a process that may write no byte gets its folder read-only`(bytes: Int, option: String) throws {
        var limits = limits
        limits.fileBytes = bytes
        let words = plan(Sandbox(.bubblewrap, tools: tools), limits: limits).arguments
        let place = try #require(words.firstIndex(of: "/f"))
        #expect(words[place - 1] == option)
    }

    @Test func `a folder with strange characters is one word for the shell and one field for mount`() {
        let strange = "/tmp/it's a \\ folder"
        #expect(
            Sandbox.ancestors(of: ["/a/b/c", "/usr/lib/x", "/a/d"]) == ["/a", "/a/b"])
        let script = LaunchPlan(
            lean: "/bin/sh", arguments: [], folder: strange, environment: [:], limits: limits,
            readable: [FileManager.default.temporaryDirectory.path], sandbox: Sandbox(.unshare, tools: tools)
        ).arguments.first { $0.contains("pivot_root") }
        #expect(script?.contains("cd '/tmp/it'\\''s a \\ folder'") == true, "\(script ?? "")")
    }

    @Test func `Lean inherits no variable, only what its toolchain needs`() {
        let toolchain = LeanToolchain(
            profile: .full, leanPath: "/l", version: "4", library: "", origin: "", environment: ["LEAN_PATH": "/m"])
        let environment = LaunchPlan.environment(for: toolchain, folder: "/f")
        #expect(
            environment == [
                "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/f", "TMPDIR": "/f",
                "LAKE": "/f/no-lake", "LEAN_PATH": "/m",
                "GLIBC_TUNABLES": "glibc.pthread.stack_cache_size=1073741824",
            ])
    }

    @Test func `the processor limit follows the wall clock and never overflows`() {
        let sandbox = Sandbox(.limitsOnly, tools: tools)
        let free = plan(sandbox, limits: ProcessLimits())
        let cores = ProcessInfo.processInfo.activeProcessorCount
        #expect(free.limitingProcessor(to: .seconds(100)).limits.processorSeconds == 101 * cores + 10)
        #expect(free.limitingProcessor(to: .seconds(Int64.max)).limits.processorSeconds == 86_400)
        #expect(plan(sandbox).limitingProcessor(to: .seconds(100)).limits.processorSeconds == 6)
    }

    @Test(arguments: [("6.1.0-18-amd64", true), ("5.14.0", true), ("5.10.0-28", false), ("4.18", false), ("", false)])
    func `only newer kernels count processes by namespace`(release: String, isNew: Bool) {
        #expect(UserNamespaces.isAtLeast5_14(release) == isNew)
    }

    @Test(arguments: [(Int32(0), ProcessEnding.exited(0)), (1, .exited(1)), (139, .signaled(11)), (255, .exited(255))])
    func `the exit code of process 1 of a namespace tells the signal`(code: Int32, ending: ProcessEnding) {
        #expect(ProcessEnding(exitCode: code) == ending)
    }
}

@Suite struct ReadableFilesTests {
    @Test func `a program brings its library, the targets of links in it, and the folders of its path`() async throws {
        try await withTemporaryFolder { folder in
            let base = ReadableFiles.realPath(folder.path) ?? folder.path
            let files = FileManager.default
            for name in ["tool/bin", "tool/lib/lean", "other/Base", "path", "private"] {
                try files.createDirectory(atPath: "\(base)/\(name)", withIntermediateDirectories: true)
            }
            try Data().write(to: URL(filePath: "\(base)/tool/bin/lean"))
            try Data().write(to: URL(filePath: "\(base)/tool/lib/lean/Init.olean"))
            try files.createSymbolicLink(
                atPath: "\(base)/tool/lib/lean/Base", withDestinationPath: "../../../other/Base")
            try files.createSymbolicLink(atPath: "\(base)/lean", withDestinationPath: "\(base)/tool/bin/lean")
            let found = ReadableFiles(
                program: "\(base)/lean",
                environment: ["LEAN_PATH": "\(base)/path:\(base)/private:\(base)/nowhere:/usr/lib"],
                more: [], folder: "\(base)/private")
            #expect(found.program == "\(base)/tool/bin/lean")
            #expect(
                found.paths == ["other/Base", "path", "tool/bin/lean", "tool/lib"].map { "\(base)/\($0)" })
        }
    }

    @Test func `a program in a folder with other things shows itself alone`() async throws {
        try await withTemporaryFolder { folder in
            let base = ReadableFiles.realPath(folder.path) ?? folder.path
            try FileManager.default.createDirectory(atPath: "\(base)/lib", withIntermediateDirectories: true)
            try FileManager.default.createDirectory(atPath: "\(base)/bin", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: "\(base)/bin/lean"))
            let found = ReadableFiles(program: "\(base)/bin/lean", environment: [:], more: [], folder: "/f")
            #expect(found.paths == ["\(base)/bin/lean"])
        }
    }

    @Test func `what every sandbox shows is not shown twice`() {
        let found = ReadableFiles(program: "/usr/bin/lean", environment: [:], more: ["/", "/lib"], folder: "/f")
        #expect(found == ReadableFiles(program: "/usr/bin/lean", environment: [:], more: [], folder: "/f"))
        #expect(found.paths == [])
    }
}

@Suite struct SystemCallFilterTests {
    /// Runs a filter as the kernel does: classic BPF over the 64 bytes of `struct seccomp_data`.
    private func decide(
        _ machine: SystemCallFilter.Architecture, call: UInt32, first: UInt32 = 0, audit: UInt32? = nil
    ) -> UInt32? {
        let bytes = SystemCallFilter(for: machine).bytes
        let data: [UInt32: UInt32] = [0: call, 4: audit ?? machine.audit, 16: first]
        func number(_ offset: Int, _ size: Int) -> UInt32 {
            (0..<size).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
        }
        var (at, accumulator) = (0, UInt32(0))
        while at < bytes.count {
            let (code, value) = (number(at, 2), number(at + 4, 4))
            let holds: Bool
            switch code {
            case 0x20:
                accumulator = data[value] ?? 0
                at += 8
                continue
            case 0x06: return value
            case 0x15: holds = accumulator == value
            case 0x35: holds = accumulator >= value
            case 0x45: holds = accumulator & value != 0
            default: return nil
            }
            at += 8 + 8 * Int(holds ? bytes[at + 2] : bytes[at + 3])
        }
        return nil
    }

    private static let (allow, refuse, unknown) = (UInt32(0x7FFF_0000), UInt32(0x0005_0001), UInt32(0x0005_0026))

    @Test(arguments: [SystemCallFilter.Architecture.x86, .arm])
    func `what opens a way out is refused, all else is not touched`(machine: SystemCallFilter.Architecture) {
        #expect(machine.refused.count == SystemCallFilter.Architecture.names.count + 10)
        #expect(Set(machine.refused).count == machine.refused.count)
        for call in machine.refused { #expect(decide(machine, call: call) == Self.refuse) }
        #expect(decide(machine, call: 435) == Self.unknown)
        // Threads and processes may be started; namespaces may not.
        #expect(decide(machine, call: machine.clone, first: 0x003D_0F00) == Self.allow)
        for flag in [0x0002_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000, 0x0200_0000] as [UInt32] {
            #expect(decide(machine, call: machine.clone, first: flag) == Self.refuse)
        }
        #expect(decide(machine, call: machine.socket, first: 1) == Self.allow)
        for family in [2, 10, 16, 17] as [UInt32] {
            #expect(decide(machine, call: machine.socket, first: family) == Self.refuse)
        }
        let known = machine.refused + [435, machine.clone, machine.socket]
        for call in UInt32(0)..<500 where !known.contains(call) { #expect(decide(machine, call: call) == Self.allow) }
        #expect(decide(machine, call: 1, audit: 0x4000_0003) == 0x8000_0000)
    }

    @Test func `calls by the numbers of the x32 variant are unknown`() {
        #expect(decide(.x86, call: 0x4000_0000 + 41) == Self.unknown)
    }
}
