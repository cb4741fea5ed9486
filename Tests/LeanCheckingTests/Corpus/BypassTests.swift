import Foundation
import LeanSource
import Testing

@testable import LeanChecking

/// Attacks of the corpus that are sent to Lean past reader and guard, as if those had holes: the rungs above must hold
/// by themselves.
@Suite struct BypassTests {
    private struct Attack: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let statement: String
        let before: String
        let body: String
        let stopsAtWithoutGuard: Int
        let slow: Bool?

        var testDescription: String { id }

        /// Statement and proof as they would stand in a file.
        var source: String {
            get throws {
                let statement = try LockedStatement(parsing: statement)
                let proof = ProofBody(text: body, style: .tactics, helpers: before.isEmpty ? [] : [before])
                return statement.spliced(with: proof).text
            }
        }
    }

    private struct Line: Decodable {
        let bypass: Bool?
    }

    private static let attacks: [Attack] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.appending(path: "Fixtures/attacks/answers.jsonl")
        do {
            return try Data(contentsOf: file).split(separator: 0x0A).compactMap { line in
                guard try JSONDecoder().decode(Line.self, from: line).bypass == true else { return nil }
                return try JSONDecoder().decode(Attack.self, from: line)
            }
        } catch {
            fatalError("\(file.path) cannot be read: \(error)")
        }
    }()

    private static let pool = Task {
        var settings = PoolSettings(workers: 1)
        settings.wallClock = .seconds(5)
        return WorkerPool(
            toolchain: try await SharedLean.toolchain, limits: LeanLimits(), settings: settings, hooks: Hooks(),
            logger: SharedLean.quiet)
    }

    @Test func `there are attacks for every rung above the guard`() {
        let rungs = Self.attacks.map(\.stopsAtWithoutGuard)
        for rung in 3...5 { #expect(rungs.count { $0 == rung } >= 8, "rung \(rung)") }
    }

    @Test(arguments: attacks.filter { $0.stopsAtWithoutGuard == 3 })
    private func `rung 3 stops it without the guard`(_ attack: Attack) async throws {
        let reading = try await SharedLean.unguarded(
            try attack.source, name: try Self.name(attack), pool: try await Self.pool.value)
        #expect(reading.verdict != .verified, "\(reading)")
    }

    /// If one of these no longer passes rung 3, it shows nothing about the rungs above any more.
    @Test(arguments: attacks.filter { $0.stopsAtWithoutGuard > 3 })
    private func `rung 3 alone is fooled by it`(_ attack: Attack) async throws {
        let reading = try await SharedLean.unguarded(
            try attack.source, name: try Self.name(attack), pool: try await Self.pool.value)
        #expect(reading.verdict == .verified, "\(reading)")
    }

    private static let checker = Task {
        try await LeanChecker(toolchain: try await SharedLean.toolchain, workers: 1, logger: SharedLean.quiet)
    }

    private static func verdict(_ attack: Attack, upTo rung: Int) async throws -> Verdict {
        let item = VerificationItem(
            ProofBody(text: attack.body, style: .tactics, helpers: attack.before.isEmpty ? [] : [attack.before]),
            of: try LockedStatement(parsing: attack.statement), header: .empty, rung: rung)
        return try await checker.value.verifications.verify(item).verdict
    }

    @Test(arguments: attacks.filter { $0.stopsAtWithoutGuard > 3 })
    private func `the rung that must stop it stops it, in a process of its own`(_ attack: Attack) async throws {
        let verdict = try await Self.verdict(attack, upTo: attack.stopsAtWithoutGuard)
        switch verdict {
        case .failed, .axioms, .forbidden, .incomplete, .wrongStatement: break
        default: Issue.record("\(verdict)")
        }
    }

    /// If rung 4 stopped one of these, it would show nothing about the kernel of rung 5.
    @Test(arguments: attacks.filter { $0.stopsAtWithoutGuard == 5 })
    private func `rung 4 alone is fooled by it`(_ attack: Attack) async throws {
        #expect(try await Self.verdict(attack, upTo: 4) == .verified)
    }

    private static func name(_ attack: Attack) throws -> String {
        try LockedStatement(parsing: attack.statement).name
    }
}
