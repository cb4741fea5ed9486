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
}
