import ChaosKit
import FakeModelServerKit
import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// All gates at once, by the real program with the embedded Lean: every problem comes to the end written beside it, also
/// under kill -9. `DSPROVER_WORLD_PROBLEMS` and `DSPROVER_WORLD_KILLS` make the world larger.
@Suite struct GateWorldTests {
    private static func setting(_ name: String, default fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? fallback
    }

    private static let world = GateWorld(problems: setting("DSPROVER_WORLD_PROBLEMS", default: 44))
    private static let kills = setting("DSPROVER_WORLD_KILLS", default: 3)

    private func withProgram(delay: Int, _ body: (Program, FakeModelServer) async throws -> Void) async throws {
        let server = try await FakeModelServer.start(script: Self.world.script(delay: delay))
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            for (name, text) in [
                ("dsprover.yaml", GateWorld.configuration(baseURL: server.baseURL)),
                ("problems.jsonl", Self.world.problemLines), ("bench.jsonl", Self.world.benchmark),
            ] {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
            try await body(Program(folder: folder), server)
        }
    }

    /// The ends, the funnel, the audit, and the exported proofs, checked anew.
    private func expectEnds(_ program: Program) async throws {
        let path = program.folder.appending(path: "dsprover.sqlite").path
        let states = try await Outcome.states(of: path)
        let world = Self.world
        var twins: [String: Int] = [:]
        for item in world.items {
            let found = states[item.id] ?? []
            if item.kind == .twin {
                twins[found.joined(separator: " "), default: 0] += 1
            } else {
                #expect(found == item.ends, "\(item.id), \(item.kind)")
            }
        }
        // Which of two equal statements is the original depends on who comes first.
        #expect(twins["duplicate"] ?? 0 == world.duplicates)
        #expect(twins["verified"] ?? 0 == world.count(.twin) - world.duplicates)

        let ledger = try Ledger.open(at: path)
        let gates = try await ledger.funnel().gates
        try await ledger.close()
        let elaborated = world.items.count - world.duplicates
        #expect(gates["formalize"] == ["formalized": world.items.count])
        #expect(gates["elaborate"] == ["elaborated": elaborated, "failed": 2 * world.count(.mended)])
        #expect(gates["novelty"]?["contaminated"] == world.count(.contaminated))
        let novel = elaborated - world.count(.contaminated)
        #expect(gates["score"] == ["admitted": novel])
        #expect(
            gates["judge"] == ["faithful": novel - world.count(.unfaithful), "rejected": world.count(.unfaithful)])
        #expect(gates["consistency"]?["vacuous"] == world.count(.contradictory))
        #expect(gates["consistency"]?["consistent"] == novel - world.count(.unfaithful) - world.count(.contradictory))
        #expect(try await program.run("ledger", "check").status == 0)
    }

    /// The proofs that are exported, of both sides, by name.
    private func exported(_ program: Program) async throws -> [String] {
        #expect(try await program.run("export", "--side", "both", "--out", "both.jsonl").status == 0)
        let checked = try await program.run("check", "--json", "both.jsonl")
        #expect(checked.status == 0, "\(checked.output)")
        return try String(contentsOf: program.folder.appending(path: "both.jsonl"), encoding: .utf8)
            .split(separator: "\n").map { line in
                let row = try CanonicalJSON.decode(JSONValue.self, from: String(line))
                return "\(row["formal_statement"]?.string ?? "") \(row["formal_proof"]?.string ?? "")"
            }.sorted()
    }

    @Test func `every problem comes to the end written beside it, and so it does under kill -9 at any instant`()
        async throws
    {
        var calm: [String] = []
        try await withProgram(delay: 0) { program, _ in
            let result = try await program.run("formalize", "problems.jsonl")
            #expect(result.status == 0, "\(result.errors)")
            try await expectEnds(program)
            calm = try await exported(program)
            let shown = try await program.run("show", "gate_4").output
            #expect(shown.contains("refute: refuted") && shown.contains("disproved"), "\(shown)")
        }
        try await withProgram(delay: 5) { program, server in
            var random = StableRandom(seed: 11)
            var answered = 0
            for _ in 0..<Self.kills {
                let running = try program.start(["formalize", "problems.jsonl"])
                answered += Int.random(in: 1...max(2, 2 * Self.world.items.count / Self.kills), using: &random)
                _ = try await server.wait(for: "answered", atLeast: answered)
                running.signal(SIGKILL)
                _ = try await running.result()
            }
            let result = try await program.run("formalize", "problems.jsonl")
            #expect(result.status == 0, "\(result.errors)")
            try await expectEnds(program)
            _ = try await server.wait(for: "idle", atLeast: 1)
            let calls = try CallComparison(
                server.journal(), ledger: program.folder.appending(path: "dsprover.sqlite").path)
            #expect(calls.repeated == [] && calls.invented == [])
            #expect(calls.answered > Self.world.items.count)
            // The twins' names differ by who came first; the proofs do not.
            func anonymous(_ proofs: [String]) -> [String] {
                proofs.map { $0.replacing(/gate_\d+/, with: "") }.sorted()
            }
            #expect(try await anonymous(exported(program)) == anonymous(calm))
        }
    }
}
