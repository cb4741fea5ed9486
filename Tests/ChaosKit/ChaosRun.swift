internal import FakeModelServerKit
package import Foundation
internal import Ledger
internal import Support
internal import Synchronization
internal import TestSupport

/// A run of the real program on a chaos world, undisturbed or struck by a plan, and the comparison of two.
package struct ChaosRun: Sendable {
    /// What a run left.
    package struct Result: Sendable {
        /// What is compared of the ledger.
        package let image: LedgerImage
        let exported: [String]
        /// Answers of the server that the run needed.
        package let answers: Int
        /// What was found wrong in the ledger after blows and at the end, and processes that gave up.
        package var findings: [String] = []
        /// Calls for answers that the ledger held.
        package var repeated: [String] = []
        /// Answers that were in the air at a blow and had to be asked for again.
        package var answeredAgain = 0
        /// Blows that struck, by kind.
        package var blows: [ChaosPlan.Blow: Int] = [:]
        /// Faults of the server.
        package var modelFaults = 0
        package var restarts = 0
        /// Statements by their end.
        package var ends: [String: Int] = [:]

        /// Everything in which this run differs from another.
        package func differences(from other: Result) -> [String] {
            var differences = image.differences(from: other.image)
            if exported != other.exported {
                let (mine, others) = (Set(exported), Set(other.exported))
                differences += mine.subtracting(others).map { "export: only here: \($0.prefix(300))" }
                differences += others.subtracting(mine).map { "export: missing: \($0.prefix(300))" }
                if mine == others { differences.append("export: some lines come twice") }
            }
            return differences
        }
    }

    package let world: ChaosWorld
    /// Milliseconds before every answer of the server.
    package var delay = 5
    /// After so long a run is given up.
    package var limit = Duration.seconds(600)

    package init(_ world: ChaosWorld) {
        self.world = world
    }

    /// What befalls the calls of a disturbed run.
    ///
    /// All but a second answer that nobody asked for: one that comes when the next call is already on the connection is that
    /// call's answer as far as HTTP/1.1 goes, and no client can tell.
    private static let faults: [ScriptFault] = [
        ScriptFault(.status, status: 429), ScriptFault(.status, status: 429, retryAfter: "0.1"),
        ScriptFault(.status, status: 500), ScriptFault(.status, status: 503), ScriptFault(.resetBefore),
        ScriptFault(.resetDuring), ScriptFault(.closeDuring), ScriptFault(.truncatedJSON), ScriptFault(.garbage),
        ScriptFault(.emptyChoices), ScriptFault(.nullContent), ScriptFault(.errorObject), ScriptFault(.html),
        ScriptFault(.choicesTwice), ScriptFault(.resetAfter), ScriptFault(.gzip), ScriptFault(.slowBody, every: 5),
    ]

    /// One process, and nothing goes wrong.
    package func undisturbed(in folder: URL) async throws -> Result {
        try await run(in: folder, processes: 1, plan: nil, hazards: nil)
    }

    /// Several processes under the blows of the plan, with a server that has its troubles.
    package func disturbed(in folder: URL, processes: Int, plan: ChaosPlan) async throws -> Result {
        // One in eighteen of the troubles is a stall, which costs the time limit of a call.
        let hazards = ScriptHazards(
            seed: world.seed, percent: 25, most: 2, faults: Self.faults + [ScriptFault(.stallDuring)])
        return try await run(in: folder, processes: processes, plan: plan, hazards: hazards)
    }

    private func run(in folder: URL, processes: Int, plan: ChaosPlan?, hazards: ScriptHazards?) async throws -> Result {
        let server = try await FakeModelServer.start(script: world.script(delay: delay, hazards: hazards))
        defer { server.stop() }
        let temporary = folder.appending(path: "tmp")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        func write(_ text: String, to name: String) throws {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        // Alone it has the processors for itself.
        let workers = processes == 1 ? 3 : 1
        try write(world.configuration(baseURL: server.baseURL, workers: workers), to: "chaos.yaml")
        try write(world.problemLines, to: "problems.jsonl")
        func single(_ arguments: [String]) async throws -> ChaosProgram.End {
            try await ChaosProgram(arguments, in: folder, temporary: temporary, log: arguments[0]).end
        }
        var findings: [String] = []
        if try await single(["import", "problems.jsonl", "--config", "chaos.yaml"]).status != 0 {
            findings.append("the import failed")
        }
        let fleet = ChaosFleet(in: folder, temporary: temporary, arguments: ["formalize", "--config", "chaos.yaml"])
        let ledger = folder.appending(path: "dsprover.sqlite").path
        let watchdog = Task {
            try await Task.sleep(for: limit)
            fleet.abandon()
        }
        defer { watchdog.cancel() }
        async let struck = strike(plan?.steps ?? [], fleet: fleet, server: server, ledger: ledger)
        try await fleet.run(processes)
        let (blows, found) = try await struck
        findings += found + fleet.complaints
        findings += try await audit(ledger).map { "at the end: \($0)" }
        let orphans = await fleet.orphans()
        if orphans > 0 { findings.append("\(orphans) processes outlived their dsprover") }
        if try await single(["export", "--config", "chaos.yaml", "--out", "proofs.jsonl"]).status != 0 {
            findings.append("the export failed")
        }
        let calls = try CallComparison(try await settledJournal(server), ledger: ledger)
        findings += calls.invented.map { "an answer that the server never gave: \($0)" }
        var result = Result(
            image: try LedgerImage(of: ledger), exported: try exported(in: folder), answers: calls.answered)
        result.findings = findings
        result.repeated = calls.repeated
        result.answeredAgain = calls.answeredAgain
        result.blows = blows
        result.modelFaults = try await server.stats().faults
        result.restarts = fleet.restarts
        result.ends = result.image.ends
        return result
    }

    /// The log of a server that nobody waits for any more. A call whose client stands no more may still be open.
    private func settledJournal(_ server: FakeModelServer) async throws -> [JournalLine] {
        _ = try await server.wait(for: "idle", atLeast: 1)
        return try server.journal()
    }

    /// The exported lines in an order of their own, without the time that the verification took.
    private func exported(in folder: URL) throws -> [String] {
        try String(contentsOf: folder.appending(path: "proofs.jsonl"), encoding: .utf8).split(separator: "\n").map {
            line in
            guard case .object(var members) = try CanonicalJSON.decode(JSONValue.self, from: String(line)) else {
                return String(line)
            }
            members["wall_ms"] = nil
            return try CanonicalJSON.string(JSONValue.object(members))
        }.sorted()
    }

    /// What the ledger says of itself, and what code that shares nothing with it says.
    private func audit(_ path: String) async throws -> [String] {
        var options = LedgerOptions()
        options.createsFile = false
        options.busyTimeout = .seconds(60)
        let ledger = try Ledger.open(at: path, options: options)
        let own = try await ledger.audit().map { "audit: \($0.code): \($0.message)" }
        try await ledger.close()
        return try own + LedgerChecks.findings(in: path)
    }

    /// Carries out the plan while the fleet runs, and looks at the ledger after every blow.
    ///
    /// - Returns: the blows that struck, and what was found.
    private func strike(
        _ steps: [ChaosPlan.Step], fleet: ChaosFleet, server: FakeModelServer, ledger: String
    ) async throws -> ([ChaosPlan.Blow: Int], [String]) {
        var blows: [ChaosPlan.Blow: Int] = [:]
        var findings: [String] = []
        for (number, step) in steps.enumerated() {
            while try await server.stats().answered < step.answers, fleet.isRunning {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await Task.sleep(for: .milliseconds(step.milliseconds))
            guard await fleet.strike(step) else {
                findings.append("blow \(number) (\(step.blow.rawValue)) came after the end of the run")
                continue
            }
            blows[step.blow, default: 0] += 1
            findings += try await audit(ledger).map { "after blow \(number) (\(step.blow.rawValue)): \($0)" }
        }
        return (blows, findings)
    }
}
