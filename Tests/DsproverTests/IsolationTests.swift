import Foundation
import Support
import TestSupport
import Testing

#if os(Linux)
@Suite struct KillTests {
    /// A run over the shipped problems, with a temporary folder of its own.
    private func program(in folder: URL, isolation: String) throws -> Program {
        let temporary = folder.appending(path: "tmp")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
        try "lean:\n  profile: embedded\n  isolation: \(isolation)\n".write(
            to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
        return Program(folder: folder, environment: ["TMPDIR": temporary.path])
    }

    private func isLean(_ command: String?) -> Bool {
        command?.split(separator: " ").first?.hasSuffix("/lean") ?? false
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["best-effort", "off"], [true, false])
    func `after kill -9 no process of the run is left, and the next start removes its folders`(
        isolation: String, inWorker: Bool
    ) async throws {
        try await withTemporaryFolder { folder in
            let program = try program(in: folder, isolation: isolation)
            let problems = Program.repository.appending(path: "datasets/quickstart.jsonl").path
            let running = try program.start(["formalize", problems])
            // Killed while a warm worker checks, or while a file is compiled.
            var family: Set<Processes.Identity> = []
            let isAtWork = await Processes.wait(within: .seconds(60)) {
                family = Processes.descendants(of: running.processIdentifier)
                let commands = Processes.commands()
                return family.contains { process in
                    isLean(commands[process.id]) && commands[process.id]?.contains(" --worker ") == inWorker
                }
            }
            #expect(isAtWork)
            running.signal(SIGKILL)
            let isGone = await Processes.wait { Processes.living(family).isEmpty }
            #expect(isGone, "\(Processes.living(family).map { Processes.commands()[$0.id] ?? "" })")
            _ = try await running.result()
            // A process that was started in the last moment carries the folder, and with it the number, in its arguments.
            let mark = "dsprover-lean-\(running.processIdentifier)-"
            #expect(await Processes.wait { !Processes.commands().values.contains { $0.contains(mark) } })

            let left = try folders(in: folder)
            #expect(!left.isEmpty)
            #expect(try await program.run("doctor").status == 0)
            #expect(try folders(in: folder) == [])
        }
    }

    @Test func `after the end of a run nothing of it is left`() async throws {
        try await withTemporaryFolder { folder in
            let program = try program(in: folder, isolation: "best-effort")
            let problems = try String(
                contentsOf: Program.repository.appending(path: "datasets/quickstart.jsonl"), encoding: .utf8)
            try problems.split(separator: "\n").prefix(3).joined(separator: "\n").write(
                to: folder.appending(path: "three.jsonl"), atomically: true, encoding: .utf8)
            #expect(try await program.run("formalize", "three.jsonl").status == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "tmp").path) == [])
        }
    }

    private func folders(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "tmp").path)
            .filter { $0.hasPrefix("dsprover-lean-") }
    }
}

@Suite struct IsolationSettingTests {
    private func write(_ isolation: String, to folder: URL) throws {
        try "lean:\n  profile: embedded\n  isolation: \(isolation)\n".write(
            to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
    }

    @Test func `doctor says of every measure whether it is active, and by which means or why not`() async throws {
        try await withTemporaryFolder { folder in
            for mode in ["best-effort", "off"] {
                try write(mode, to: folder)
                let result = try await Program(folder: folder).run("doctor", "--json")
                #expect(result.status == 0, "\(result.errors)")
                let report = try result.json()
                #expect(report["isolationMode"]?.string == mode)
                let measures = try #require(report["isolation"]?.array)
                #expect(measures.count == 9)
                #expect(measures.allSatisfy { $0["detail"]?.string?.isEmpty == false })
                let network = measures.first { $0["measure"]?.string == "no network" }
                if mode == "off" { #expect(network?["active"] == .bool(false)) }
            }
        }
    }

    @Test func `a word that is no mode is refused with the words that are`() async throws {
        try await withTemporaryFolder { folder in
            try write("paranoid", to: folder)
            let result = try await Program(folder: folder).run("doctor")
            #expect(result.status == 2)
            #expect(result.errors.contains("strict, best-effort or off"), "\(result.errors)")
        }
    }

    /// A `dsprover` that may make no namespaces, as in most containers: refused by a filter of our own kind.
    private func confined(_ program: Program, _ arguments: String...) async throws -> Program.Result? {
        let bwrap = "/usr/bin/bwrap"
        guard FileManager.default.isExecutableFile(atPath: bwrap) else { return nil }
        let filter = program.folder.appending(path: "filter")
        try Data(Self.noNamespaces).write(to: filter)
        let words = [bwrap, "--dev-bind", "/", "/", "--seccomp", "9", "--"]
        let script = #"exec "$@" 9<"$FILTER""#
        var inner = program
        inner.environment["FILTER"] = filter.path
        let result = try await inner.start(
            arguments, through: ["/bin/sh", "-c", script, "sh"] + words
        ).result()
        // Where bubblewrap itself may make none, there is nothing to confine.
        return result.errors.hasPrefix("bwrap: ") ? nil : result
    }

    @Test func `where no namespace can be made, strict refuses to start and best effort says what is missing`()
        async throws
    {
        try await withTemporaryFolder { folder in
            try write("strict", to: folder)
            let program = Program(folder: folder)
            let problems = Program.repository.appending(path: "datasets/quickstart.jsonl").path
            guard let strict = try await confined(program, "formalize", problems) else { return }
            #expect(strict.status == 3, "\(strict.errors)")
            #expect(strict.errors.contains("lean.isolation is strict"), "\(strict.errors)")
            #expect(strict.errors.contains("no network"))
            #expect(strict.errors.contains("--cap-add SYS_ADMIN"))
            try write("best-effort", to: folder)
            let doctor = try #require(try await confined(program, "doctor"))
            #expect(doctor.status == 0, "\(doctor.output)\(doctor.errors)")
            #expect(doctor.output.contains("OFF"), "\(doctor.output)")
            #expect(doctor.output.contains("unshare: unshare failed"), "\(doctor.output)")
        }
    }

    /// Refuses `unshare`, and `clone` with any flag of a new namespace: the instructions as the kernel takes them.
    private static let noNamespaces: [UInt8] = {
        #if arch(x86_64)
        let (clone, unshare) = (UInt32(56), UInt32(272))
        #else
        let (clone, unshare) = (UInt32(220), UInt32(97))
        #endif
        let program: [(UInt16, UInt8, UInt8, UInt32)] = [
            (0x20, 0, 0, 0), (0x15, 4, 0, unshare), (0x15, 0, 4, clone), (0x20, 0, 0, 16), (0x45, 1, 0, 0x7E02_0000),
            (0x06, 0, 0, 0x7FFF_0000), (0x06, 0, 0, 0x0005_0001), (0x15, 0, 1, 435), (0x06, 0, 0, 0x0005_0026),
            (0x06, 0, 0, 0x7FFF_0000),
        ]
        return program.flatMap { code, yes, no, value in
            withUnsafeBytes(of: code) { Array($0) } + [yes, no] + withUnsafeBytes(of: value) { Array($0) }
        }
    }()
}
#endif
