internal import Foundation
internal import Ledger
internal import Subprocess
internal import Support
internal import SystemPackage

/// Runs the train command of one round, at most once to its end, whatever happens to this process.
///
/// Training costs more than all else, and a process that was killed does not take it along: the command has a session of
/// its own and goes on. A later run waits for it (`flock` on a file of the round) and takes what it leaves. What counts is the
/// output under its final name, which it gets only after exit code 0.
struct TrainCommand: Sendable {
    let command: String
    /// The folder of the round: the training set, the log, the output.
    let folder: URL
    /// Where the command runs.
    let workingFolder: URL
    /// What the command is told, beside the environment of this process.
    let told: [String: String]

    private var output: URL { folder.appending(path: "model.json") }
    private var log: URL { folder.appending(path: "train.log") }

    /// Takes the lock, and runs the command unless somebody else has run it meanwhile. The command itself does not hold the
    /// lock: a server that it leaves behind must not look like a training that is still on.
    private static let script = """
        exec 9>"$DSPROVER_LOCK" && flock 9 || exit 98
        [ -e "$DSPROVER_DONE" ] && exit 0
        rm -f "$DSPROVER_OUTPUT"
        sh -c "$DSPROVER_TRAIN" 9>&- >>"$DSPROVER_LOG" 2>&1 </dev/null || exit $?
        [ -e "$DSPROVER_OUTPUT" ] || exit 97
        mv "$DSPROVER_OUTPUT" "$DSPROVER_DONE"
        """

    /// - Returns: the new prover.
    /// - Throws: `FactoryError` with the end of the log when the command fails or leaves nothing that can be used;
    ///   `CancellationError` when the task was cancelled: the command is ended then.
    func run(environment: [String: String]) async throws -> Iteration.Prover {
        if !FileManager.default.fileExists(atPath: output.path) {
            var variables = environment.merging(told) { _, told in told }
            variables["DSPROVER_TRAIN"] = command
            variables["DSPROVER_OUTPUT"] = folder.appending(path: "model.json.part").path
            variables["DSPROVER_DONE"] = output.path
            variables["DSPROVER_LOCK"] = folder.appending(path: "train.lock").path
            variables["DSPROVER_LOG"] = log.path
            let status = try await Self.shell(variables, in: workingFolder)
            try Task.checkCancellation()
            guard status.isSuccess else {
                throw FactoryError.trainingFailed(Self.reason(status), log: log.path, tail: tail())
            }
        }
        return try Self.prover(in: output)
    }

    /// What the command left: `{"model": "…", "base_url": "…"}`, the second only if it is another place.
    static func prover(in file: URL) throws -> Iteration.Prover {
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let value = try? CanonicalJSON.decode(JSONValue.self, from: text), let model = value["model"]?.string,
            !model.isEmpty
        else { throw FactoryError.noTrainedModel(file.path) }
        return Iteration.Prover(model: model, baseURL: value["base_url"]?.string)
    }

    private func tail() -> String {
        guard let data = FileManager.default.contents(atPath: log.path) else { return "" }
        return String(decoding: data.suffix(600), as: UTF8.self)
    }

    private static func reason(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(97): "it wrote no $DSPROVER_OUTPUT"
        case .exited(98): "its folder cannot be locked"
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    private static func shell(_ variables: [String: String], in folder: URL) async throws -> TerminationStatus {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(10)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
        ]
        var keys: [Environment.Key: String] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { keys[key] = value }
        }
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", script], environment: .custom(keys),
            workingDirectory: FilePath(folder.path), platformOptions: options, input: .none, output: .discarded,
            error: .discarded)
        return result.terminationStatus
    }
}
