internal import LeanSource

/// One try at some items: three processes. The first compiles the statements with `sorry`, which we
/// trust: no word of a model is in them. The second compiles statements and proofs. The third is the probe, which reads
/// the constants out of both compiled files without running anything in them, compares and replays them. Each compiled file is
/// taken out of its folder before the next process starts, so that none can touch what another one made.
///
/// The second process leaves the kernel out when the third is to ask it anyway: it would be the same work twice. What Lean
/// does when the kernel refuses something, it does not do then; so a proof that speaks of the kernel is compiled with it, and
/// so is, once more, every proof that the probe's kernel refuses.
///
/// Items that share their files are verified together or not at all: what is not beyond doubt is tried again in smaller
/// company, and every verdict against an item that could be a neighbour's doing is given alone.
struct VerificationAttempt: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        /// Results, by index of the item.
        var settled: [Int: CheckResult] = [:]
        /// Items to be tried again, in these companies; each smaller than this one was.
        var again: [[Int]] = []
    }

    let items: [VerificationItem]
    let compiler: ModuleCompiler
    let station: ProbeStation
    private let documents: VerificationDocuments
    private let rung: Int
    private let time: Duration
    /// Whether the candidate is compiled without the kernel.
    private var leavesKernelToProbe: Bool

    /// - Parameter items: one, or several under one header that may share files and ask for the same rung.
    init?(_ items: [VerificationItem], _ compiler: ModuleCompiler, _ station: ProbeStation) {
        guard let first = items.first else { return nil }
        if items.count == 1 {
            documents = VerificationDocuments(alone: first)
        } else {
            guard let together = VerificationDocuments(together: items) else { return nil }
            documents = together
        }
        self.items = items
        self.compiler = compiler
        self.station = station
        rung = first.rung
        time = compiler.timeLimit(first.header, items: items.count)
        leavesKernelToProbe = first.rung >= 5 && !items.contains { $0.spliced.text.utf8.contains("kernel".utf8) }
    }

    /// The same with Lean's kernel in the compile.
    private var withKernel: VerificationAttempt {
        var other = self
        other.leavesKernelToProbe = false
        return other
    }

    /// - Throws: `LeanCheckingError` when processes or files cannot be had; `CancellationError`.
    func run() async throws -> Outcome {
        var record = VerificationRecord(leanVersion: compiler.toolchain.version, items: items.count)

        let goal = try await compile(.goal)
        record.add(goal.elapsed, goal.peakMemoryBytes)
        if let outcome = refused(goal, .goal, record) { return outcome }

        let candidate = try await compile(.candidate)
        record.add(candidate.elapsed, candidate.peakMemoryBytes)
        if let outcome = refused(candidate, .candidate, record) { return outcome }
        guard let parts = documents.parts(candidate.messages, .candidate) else { return Outcome(again: halves) }
        guard rung > 3 else {
            return settle(parts.indices.map { result(.verified, rung: 3, parts[$0], $0, record) })
        }

        guard let trusted = goal.olean, let compiled = candidate.olean else {
            return settleAll(.checkerBroken("a compiled file is gone"), rung: 3, parts, record)
        }
        let answer = try await station.judge(
            documents.theorems, goal: trusted, candidate: compiled, rung: rung, heartbeats: heartbeats, within: time)
        switch answer {
        case .broken(let why): return settleAll(.checkerBroken(why), rung: 3, parts, record)
        case .ended(let verdict, let took):
            record.add(took.elapsed, took.peakMemoryBytes)
            return isAlone ? settleAll(verdict, rung: 3, parts, record) : Outcome(again: halves)
        case .report(.unreadable(let side, let why), let took):
            record.add(took.elapsed, took.peakMemoryBytes)
            let verdict = Verdict.checkerBroken("the compiled files cannot be compared (\(side)): \(why)")
            return isAlone ? settleAll(verdict, rung: 3, parts, record) : Outcome(again: halves)
        case .report(.judged(let findings), let took):
            record.add(took.elapsed, took.peakMemoryBytes)
            if isAlone, leavesKernelToProbe,
                findings.contains(where: { $0.verdict == .kernel || $0.verdict == .resources })
            {
                return try await withKernel.run()
            }
            var outcome = judged(findings, parts, record)
            if rung >= 5, !outcome.settled.isEmpty, try await !station.leancheckerAccepts(compiled, within: time) {
                outcome =
                    isAlone
                    ? settleAll(.failed, rung: 4, parts, record, note: "leanchecker refuses the proof")
                    : Outcome(again: halves)
            }
            return outcome
        }
    }

    private func compile(_ side: ModuleCompiler.Side) async throws -> CompilerRun {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        return try await compiler.compile(
            documents.text(side), side, in: folder, within: time, asksKernel: side == .goal || !leavesKernelToProbe)
    }

    private var isAlone: Bool { items.count == 1 }

    private var halves: [[Int]] {
        let middle = (items.count + 1) / 2
        return [Array(0..<middle), Array(middle..<items.count)].filter { !$0.isEmpty }
    }

    /// For the kernel. Alone a proof has all the time of its wall clock; beside others it may not use it up for them.
    private var heartbeats: Int { isAlone ? 0 : compiler.limits.maxHeartbeats * 1000 }

    /// What to do when a compile does not let all items through; nil when it does.
    private func refused(
        _ run: CompilerRun, _ side: ModuleCompiler.Side, _ record: VerificationRecord
    ) -> Outcome? {
        let rung = side == .goal ? 0 : 2
        if isAlone {
            let part = documents.parts(run.messages, side)?.first
            guard let verdict = run.verdict ?? part.flatMap({ Self.objection($0.reading) }) else { return nil }
            return settle([result(verdict, rung: rung, part, 0, record, side: side)])
        }
        if let verdict = run.verdict, verdict != .failed { return Outcome(again: halves) }
        guard let parts = documents.parts(run.messages, side) else { return Outcome(again: halves) }
        var outcome = Outcome()
        var rest: [Int] = []
        for (index, part) in parts.enumerated() {
            switch part.reading?.verdict {
            case .verified?: rest.append(index)
            case let verdict?: outcome.settled[index] = result(verdict, rung: rung, part, index, record, side: side)
            case nil: outcome.again.append([index])
            }
        }
        if run.verdict == nil, rest.count == items.count { return nil }
        // Some were refused, so there is no compiled file for the others; or a message is nobody's.
        if rest.count == items.count { return Outcome(again: halves) }
        if !rest.isEmpty { outcome.again.append(rest) }
        return outcome
    }

    private static func objection(_ reading: VerdictReader.Reading?) -> Verdict? {
        guard let reading else { return .checkerBroken("the compiler's messages cannot be read") }
        return reading.verdict == .verified ? nil : reading.verdict
    }

    /// What the probe's findings mean.
    private func judged(
        _ findings: [ProbeReport.Finding], _ parts: [VerificationDocuments.Part], _ record: VerificationRecord
    ) -> Outcome {
        var outcome = Outcome()
        for (index, finding) in findings.enumerated() {
            if finding.verdict == .proved, finding.outside.isEmpty {
                outcome.settled[index] = result(
                    .verified, rung: rung, parts[index], index, record, axioms: finding.axioms)
            } else if isAlone {
                let verdict = finding.meaning
                outcome.settled[index] = result(
                    verdict, rung: finding.verdict == .kernel || finding.verdict == .resources ? 4 : 3, parts[index],
                    index, record, axioms: finding.axioms, note: finding.sentence)
            } else {
                outcome.again.append([index])
            }
        }
        return outcome
    }

    private func settle(_ results: [CheckResult]) -> Outcome {
        Outcome(settled: Dictionary(uniqueKeysWithValues: results.enumerated().map { ($0, $1) }))
    }

    private func settleAll(
        _ verdict: Verdict, rung: Int, _ parts: [VerificationDocuments.Part], _ record: VerificationRecord,
        note: String? = nil
    ) -> Outcome {
        settle(parts.indices.map { result(verdict, rung: rung, parts[$0], $0, record, note: note) })
    }

    private func result(
        _ verdict: Verdict, rung: Int, _ part: VerificationDocuments.Part?, _ index: Int, _ record: VerificationRecord,
        side: ModuleCompiler.Side = .candidate, axioms: [String]? = nil, note: String? = nil
    ) -> CheckResult {
        var messages = part?.messages ?? []
        if side == .candidate { messages = messages.map { $0.moved(into: items[index].spliced) } }
        if let note {
            messages.append(LeanMessage(severity: .error, line: 1, column: 0, kind: "dsprover.probe", text: note))
        }
        return record.result(verdict, rung: rung, messages: messages, axioms: axioms ?? part?.reading?.axioms ?? [])
    }
}

extension ProbeReport.Finding {
    /// The verdict on a theorem that was alone in its file and did not hold.
    fileprivate var meaning: LeanChecking.Verdict {
        switch verdict {
        case .proved: .checkerBroken("the theorem rests on constants of nobody: \(outside.joined(separator: ", "))")
        case .missing, .kind, .type: .wrongStatement("the compiled theorem is not the one asked for: \(sentence)")
        case .forbidden, .clash: .forbidden(sentence)
        case .axioms:
            axioms.contains(AxiomReport.sorry)
                ? .incomplete
                : .axioms((axioms + [about].compactMap { $0 }).filter { !AxiomReport.allowed.contains($0) }.unique)
        case .kernel: .failed
        case .resources: .timeout
        case .unreadable, .goal: .checkerBroken("the probe cannot judge the theorem: \(sentence)")
        }
    }
}

extension Array where Element == String {
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

/// What the processes of one try took together. Items that shared them share the time.
private struct VerificationRecord {
    private let leanVersion: String
    private let items: Int
    private var elapsed: Duration = .zero
    private var peak: Int?

    init(leanVersion: String, items: Int) {
        self.leanVersion = leanVersion
        self.items = items
    }

    mutating func add(_ took: Duration, _ bytes: Int?) {
        elapsed += took
        if let bytes { peak = max(peak ?? 0, bytes) }
    }

    func result(_ verdict: Verdict, rung: Int, messages: [LeanMessage], axioms: [String]) -> CheckResult {
        CheckResult(
            verdict: verdict, rung: rung, messages: messages, axioms: axioms, elapsed: elapsed / items,
            peakMemoryBytes: peak, leanVersion: leanVersion)
    }
}
