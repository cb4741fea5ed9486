internal import LeanChecking
internal import LeanSource
internal import Ledger
internal import Support

extension CheckResult {
    /// This result as a decision about the statement or proof.
    ///
    /// - Throws: `LeanCheckingError` when it is none, because the checker itself is broken: that must never count as a
    ///   failed proof.
    func decided() throws(LeanCheckingError) -> CheckResult {
        guard case .checkerBroken(let what) = verdict else { return self }
        throw LeanCheckingError(.broken, "Lean cannot be relied on: \(what)", advice: "Type: dsprover doctor")
    }

    /// This result as the last word about its subject.
    ///
    /// - Throws: `CheckCutShort` while the job has tries left and a limit or a crash kept Lean from an answer.
    func complete(_ job: Job, _ configuration: Configuration) throws(CheckCutShort) -> CheckResult {
        guard wasCutShort && job.tries < configuration.run.maximumTries else { return self }
        throw CheckCutShort(stage: job.stage, verdict: verdict.word)
    }

    /// Whether the check was cut short by a limit of time or memory or by the end of its process: on a busy machine the
    /// same check may well end otherwise.
    var wasCutShort: Bool {
        switch verdict {
        case .timeout, .outOfMemory, .crashed: true
        case .verified, .failed, .incomplete, .forbidden, .wrongStatement, .axioms, .checkerBroken: false
        }
    }

    /// One line that says what was wrong: the first error, or the verdict's own words.
    var summary: String {
        let errors = messages.filter { $0.severity == .error }
        // Goals stay open because of the other error, if there is one, although they are reported further up.
        let cause = errors.first { $0.kind != "Tactic.unsolvedGoals" } ?? errors.first
        if case .failed = verdict, let cause { return "line \(cause.line): \(cause.text.prefix(300))" }
        return [verdict.word, verdict.detail].compactMap { $0 }.joined(separator: ": ")
    }

    /// Messages as they stand in the ledger, bounded.
    var messagesJSON: JSONValue {
        .array(
            messages.prefix(16).map { message in
                .object([
                    "severity": .string(message.severity.rawValue), "line": .integer(message.line),
                    "column": .integer(message.column), "kind": .string(message.kind),
                    "text": .string(String(message.text.prefix(2000))),
                ])
            })
    }

    /// What a decision keeps of a check.
    var evidence: JSONValue {
        .object([
            "rung": .integer(rung), "messages": messagesJSON,
            "axioms": .array(axioms.map { .string($0) }),
        ])
    }
}

extension FactoryContext {
    /// The result of an answer that never reached Lean.
    func refusal(_ verdict: Verdict, _ reason: String) -> CheckResult {
        CheckResult(
            verdict: verdict, rung: 0,
            messages: [LeanMessage(severity: .error, line: 1, column: 0, kind: "dsprover", text: reason)],
            axioms: [], elapsed: .zero, peakMemoryBytes: nil, leanVersion: checker.toolchain.version)
    }
}

/// A check ended without an answer; it is tried again.
struct CheckCutShort: Error, CustomStringConvertible {
    let stage: String
    let verdict: String
    var description: String { "The check of stage \(stage) was cut short (\(verdict))." }
}
