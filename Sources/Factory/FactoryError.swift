package import Support

/// Why the factory cannot go on.
package struct FactoryError: UserFacingError {
    package let code: String
    package let message: String
    package let advice: String?
    package let kind: ErrorKind

    static func unknownModel(_ name: String) -> FactoryError {
        FactoryError(
            code: "factory.unknown-model", message: "A stage asks for the model \"\(name)\", which is not configured.",
            advice: "Add it under models: in the configuration.", kind: .input)
    }

    /// A measurement of judges without any.
    static let noJudges = FactoryError(
        code: "factory.no-judges", message: "The configuration names no judge.",
        advice: "Give stages.judge.models the name of at least one model under models:.", kind: .input)

    /// The examples of the configuration were not loaded with the templates.
    static func noExamples(_ name: String) -> FactoryError {
        FactoryError(
            code: "factory.no-examples", message: "The examples \"\(name)\" are not loaded.",
            advice: "Check stages.formalize.few_shot.file.", kind: .input)
    }

    static func noTemplates(_ name: String) -> FactoryError {
        FactoryError(
            code: "factory.no-templates", message: "There is no folder of prompt templates \"\(name)\".",
            advice: "Give templates: a path relative to the configuration file, or set DSPROVER_HOME to the folder "
                + "that holds templates/.", kind: .input)
    }

    static func noTemplate(_ name: String, folder: String) -> FactoryError {
        FactoryError(
            code: "factory.no-template", message: "\(folder) holds no template \"\(name)\".",
            advice: "Add \(name).yaml there, or name another template in the configuration.", kind: .input)
    }

    static func noBenchmark(_ path: String) -> FactoryError {
        FactoryError(
            code: "factory.no-benchmark", message: "The benchmark \(path) is not there or cannot be read.",
            advice:
                "Name a file or a folder; those under stages.novelty.benchmarks are relative to the configuration file.",
            kind: .input)
    }

    /// A row that the ledger's own rules say must exist is not there: the file was changed by hand.
    static func missingRow(_ what: String) -> FactoryError {
        FactoryError(
            code: "factory.missing-row", message: "The ledger has a job without its \(what).",
            advice: "Restore the ledger from a backup.", kind: .environment)
    }

    static func trainingFailed(_ reason: String, log: String, tail: String) -> FactoryError {
        FactoryError(
            code: "factory.training-failed",
            message: "The train command failed: \(reason)." + (tail.isEmpty ? "" : " Its last words:\n\(tail)"),
            advice: "Its whole output is in \(log). The same command runs it again.", kind: .environment)
    }

    static func noTrainedModel(_ path: String) -> FactoryError {
        FactoryError(
            code: "factory.no-trained-model", message: "\(path) does not say which model was trained.",
            advice:
                #"The train command must write {"model": "NAME"} to $DSPROVER_OUTPUT, with "base_url" when it is elsewhere."#
                + " Delete the file to train this round again.", kind: .environment)
    }

    static func sameModel(_ name: String, folder: String) -> FactoryError {
        FactoryError(
            code: "factory.same-model",
            message: "The train command says that the new prover is \(name), as the old one.",
            advice:
                "Serve it under a new name: answers are kept by the model's name, and those of the old one would be "
                + "taken for its own. Delete model.json in \(folder) to train this round again.", kind: .environment)
    }

    static func silentProver(_ name: String, minutes: Double, _ reason: String) -> FactoryError {
        FactoryError(
            code: "factory.silent-prover",
            message: "The trained prover \(name) gave no answer for \(minutes) minutes: \(reason)",
            advice:
                "Start its server and type the same command; iterate.endpoint_minutes says how long it is waited for.",
            kind: .environment)
    }

    static func heldOutIncomplete(_ path: String, unfinished: Int) -> FactoryError {
        FactoryError(
            code: "factory.held-out-incomplete",
            message: "\(unfinished) statements of the held-out file have no verdict, so nothing is measured.",
            advice: "See dsprover status --ledger \(path), mend the cause, "
                + "and take them up again: dsprover retry --ledger \(path)", kind: .environment)
    }
}
