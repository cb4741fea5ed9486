import ChaosKit
import FakeModelServerKit
import Foundation
import Support

/// 50 times `kill -9` at random instants, of four dsprovers on one ledger and of what runs below them, with pauses beyond the
/// lease on top, a model server that fails in every way and proofs that never end: is the ledger afterwards the same as
/// that of one process that nobody disturbed, whole after every blow, and was nothing asked for that it held?
///
/// `DSPROVER_CHAOS_SEED` sets another seed, `DSPROVER_CHAOS_KILLS` another number of kills; what was found is printed
/// before the reading, and `DSPROVER_CHAOS_FOLDER` keeps the two runs.
enum ChaosBenchmark: Benchmark {
    static let name = "chaos"
    private static let processes = 4

    static func run() async throws -> Reading {
        let variables = ProcessInfo.processInfo.environment
        let seed = variables["DSPROVER_CHAOS_SEED"].flatMap { UInt64($0) } ?? 20_240_523
        let kills = variables["DSPROVER_CHAOS_KILLS"].flatMap { Int($0) } ?? 50
        let kept = variables["DSPROVER_CHAOS_FOLDER"].map { URL(filePath: $0, directoryHint: .isDirectory) }
        let folder =
            kept ?? FileManager.default.temporaryDirectory.appending(path: "dsprover-chaos-\(UUID().uuidString)")
        defer { if kept == nil { try? FileManager.default.removeItem(at: folder) } }
        for part in ["calm", "chaos"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: part), withIntermediateDirectories: true)
        }

        let chaos = ChaosRun(ChaosWorld(seed: seed, problems: kills * 6, endless: 4))
        var calm: ChaosRun.Result?
        let calmSeconds = try await Measure.seconds {
            calm = try await chaos.undisturbed(in: folder.appending(path: "calm"))
        }
        guard let calm else { throw CancellationError() }
        let plan = ChaosPlan(seed: seed, kills: kills, pauses: kills / 10, answers: calm.answers)
        var struck: ChaosRun.Result?
        let seconds = try await Measure.seconds {
            struck = try await chaos.disturbed(
                in: folder.appending(path: "chaos"), processes: processes, plan: plan)
        }
        guard let struck else { throw CancellationError() }
        let differences = struck.differences(from: calm)
        let findings = calm.findings + struck.findings
        for line in differences + findings + struck.repeated { print(line.prefix(4000)) }
        return reading(calm, struck, differences, findings, seconds: (calmSeconds, seconds))
    }

    private static func reading(
        _ calm: ChaosRun.Result, _ struck: ChaosRun.Result, _ differences: [String], _ findings: [String],
        seconds: (calm: Double, chaos: Double)
    ) -> Reading {
        var parts: [String: Double] = [
            "differences": Double(differences.count), "repeatedCalls": Double(struck.repeated.count),
            "auditFindings": Double(findings.count), "askedAgainInTheAir": Double(struck.answeredAgain),
            "processes": Double(processes), "restarts": Double(struck.restarts), "answers": Double(calm.answers),
            "modelFaults": Double(struck.modelFaults), "calmSeconds": seconds.calm, "chaosSeconds": seconds.chaos,
            "seconds": seconds.calm + seconds.chaos,
        ]
        for blow in ChaosPlan.Blow.allCases {
            parts["\(blow == .pause ? "pauses" : "kills").\(blow.rawValue)"] = Double(struck.blows[blow] ?? 0)
        }
        for (state, count) in calm.ends { parts["statements.\(state)"] = Double(count) }
        return Reading(
            bench: name, value: Double(differences.count + findings.count + struck.repeated.count), bar: 0,
            unit: "differences from an undisturbed run, repeated calls and audit findings", parts: parts,
            goal: .atMost, conditions: seconds.calm + seconds.chaos < 600)
    }
}
