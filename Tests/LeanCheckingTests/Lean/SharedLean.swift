import Foundation
import LeanSource
import Logging
import Testing

@testable import LeanChecking

/// The embedded Lean of this machine and checkers shared by tests, so that each process start is paid once.
enum SharedLean {
    private static let found = Task {
        try await ToolchainFinder.find(ToolchainSettings(profile: .embedded))
    }
    private static let shared = Task {
        try await LeanChecker(toolchain: try await found.value, workers: 2, logger: quiet)
    }

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// The embedded Lean; a test that needs it fails with its advice when it is not installed.
    static var toolchain: LeanToolchain {
        get async throws { try await found.value }
    }

    /// A checker with ordinary limits. Never shut down: its processes end with the test run.
    static var checker: LeanChecker {
        get async throws { try await shared.value }
    }

    /// Runs the body with a checker of its own and shuts it down.
    static func withChecker<Result>(
        workers: Int = 1, hooks: Hooks = Hooks(), limits change: (inout LeanLimits) -> Void = { _ in },
        _ body: (LeanChecker) async throws -> Result
    ) async throws -> Result {
        var limits = LeanLimits()
        change(&limits)
        let checker = try await LeanChecker(
            toolchain: try await toolchain, limits: limits, workers: workers, hooks: hooks, logger: quiet)
        do {
            let result = try await body(checker)
            await checker.shutdown()
            return result
        } catch {
            await checker.shutdown()
            throw error
        }
    }

    /// Runs a whole source past locked statement and guard, as a pool that is asked by somebody careless would.
    static func unguarded(_ source: String, name: String, pool: WorkerPool) async throws -> VerdictReader.Reading {
        let check = PoolCheck(header: .empty, source: source, name: name, mayShare: false)
        let outcome = try await pool.run(check)
        guard case .answered(let answer) = outcome.ending else {
            return VerdictReader.Reading(verdict: .crashed, axioms: [])
        }
        return answer.reading
    }
}

extension LockedStatement {
    /// A statement that a test knows to be readable.
    init(_ source: String) {
        do {
            try self.init(parsing: source)
        } catch {
            fatalError("\(error)")
        }
    }
}

extension ProofBody {
    static func tactics(_ text: String) -> ProofBody { ProofBody(text: text, style: .tactics) }
    static func term(_ text: String) -> ProofBody { ProofBody(text: text, style: .term) }
}
