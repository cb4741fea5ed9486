import Foundation
import LeanSource
import Testing

@testable import LeanChecking

/// The corpus in processes of its own: what reader and guard let through stands between honest proofs, and every one keeps the
/// verdict that it has alone in a worker.
@Suite struct CompanyTests {
    private struct Line: Decodable {
        let id: String
        let statement: String
        let proof: String
        let slow: Bool?
    }

    private struct Source: Sendable {
        let id: String
        let name: String
        let text: SplicedSource
        let isHostile: Bool
    }

    /// The answers of a file that reader and guard let through.
    private static func sources(_ file: String, isHostile: Bool) throws -> [Source] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let lines = try Data(contentsOf: tests.appending(path: "Fixtures/\(file)")).split(separator: 0x0A)
        return try lines.map { try JSONDecoder().decode(Line.self, from: $0) }.compactMap { line in
            let statement = try LockedStatement(parsing: line.statement)
            guard line.slow != true, case .proof(let proof) = ProofReader.extract(from: line.proof, for: statement),
                ProofGuard.violations(in: proof, of: statement).isEmpty
            else { return nil }
            return Source(
                id: line.id, name: statement.name, text: statement.spliced(with: proof), isHostile: isHostile)
        }
    }

    private static func pool(aside: Bool) async throws -> WorkerPool {
        var settings = PoolSettings(workers: 1)
        settings.wallClock = .seconds(60)
        settings.batchClock = .seconds(60)
        if aside {
            // Almost every batch gets a process of its own, however many of them went wrong.
            settings.asideLeast = 2
            settings.asideLimit = 24
            settings.asideTime = .seconds(1_000_000)
            settings.asideStartShare = 1_000_000
            settings.asideRest = 0
            settings.asideLongestRest = 0
        } else {
            settings.asideLimit = 0
        }
        return WorkerPool(
            toolchain: try await SharedLean.toolchain, limits: LeanLimits(), settings: settings, hooks: Hooks(),
            logger: SharedLean.quiet)
    }

    private static func verdicts(
        of sources: [Source], in pool: WorkerPool, mayShare: Bool
    ) async throws -> [String] {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for (index, source) in sources.enumerated() {
                group.addTask {
                    let check = PoolCheck(
                        header: .empty, source: source.text.text, name: source.name, mayShare: mayShare,
                        tactics: source.text.tactics)
                    switch try await pool.run(check).ending {
                    case .answered(let answer): return (index, answer.reading.verdict.word)
                    // Which limit is met first is a matter of the machine's load.
                    default: return (index, "limit")
                    }
                }
            }
            return try await group.reduce(into: Array(repeating: "", count: sources.count)) { $0[$1.0] = $1.1 }
        }
    }

    @Test func `hostile proofs among honest ones change no verdict`() async throws {
        let attacks = try Self.sources("attacks/answers.jsonl", isHostile: true)
        let innocents = try Self.sources("innocents/answers.jsonl", isHostile: false)
        #expect(attacks.count >= 40 && innocents.count >= 60)
        var random = SystemRandomNumberGenerator()
        let sources = (attacks + innocents).shuffled(using: &random)
        let alone = try await Self.pool(aside: false)
        let expected = try await Self.verdicts(of: sources, in: alone, mayShare: false)
        await alone.shutDown()
        let company = try await Self.pool(aside: true)
        let found = try await Self.verdicts(of: sources, in: company, mayShare: true)
        for (source, (verdict, other)) in zip(sources, zip(found, expected)) {
            #expect(verdict == other, "\(source.id)")
            if !source.isHostile { #expect(verdict == "verified", "\(source.id)") }
        }
        let metrics = await company.metrics
        #expect(metrics.asides >= 4, "\(metrics)")
        await company.shutDown()
    }
}
