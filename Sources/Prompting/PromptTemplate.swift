package import Foundation
internal import Support

/// A prompt template: one YAML file with the texts of the messages, the few-shot examples and the way the answer is read.
///
/// Everything a render can trip over is checked at load: Stencil renders an unknown name as nothing, and a silent blank in
/// a prompt costs a run.
package struct PromptTemplate: Sendable {
    /// The name in the file; equal to the file name without its ending.
    package let name: String
    /// The folder that the file lies in, for example `deepseek-prover`.
    package let recipe: String
    /// The version in the file.
    package let version: String
    /// What the template is for.
    package let summary: String
    /// Where the method comes from.
    package let citations: [String]
    /// SHA-256 of the file's bytes: changes with any change of the template.
    package let contentHash: String
    /// The declared variables. `examples` is filled from the file's few-shot examples when the caller gives none.
    package let variables: Set<String>
    /// The few-shot examples of the file, one object each.
    package let fewShot: [PromptValue]
    /// Reads the model's answers to this prompt.
    package let answer: AnswerReader

    private let file: String
    private let types: [String: VariableType]
    private let optionals: Set<String>
    private let system: TemplateText?
    private let user: TemplateText

    /// The variable that the few-shot examples of the file fill.
    static let examplesName = "examples"

    /// Loads and checks a template file.
    ///
    /// - Throws: `PromptingError` with file and line for anything wrong in the file.
    package static func load(from url: URL) throws(PromptingError) -> PromptTemplate {
        let path = url.path(percentEncoded: false)
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw PromptingError(
                .unreadable, file: path, detail: "cannot be read: \(error.localizedDescription)",
                advice: "Check the path and the permissions.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw PromptingError(.malformed, file: path, detail: "the file is not UTF-8 text")
        }
        let template = try PromptTemplate(
            yaml: text, file: path, recipe: url.deletingLastPathComponent().lastPathComponent)
        let expected = url.deletingPathExtension().lastPathComponent
        guard template.name == expected else {
            throw PromptingError(
                .malformed, file: path, detail: "the template is named '\(template.name)', the file '\(expected)'",
                advice: "Give both the same name; templates are found by it.")
        }
        return template
    }

    /// Reads and checks the text of a template file.
    ///
    /// - Parameters:
    ///   - file: what errors name as the file.
    ///   - recipe: the folder's name.
    /// - Throws: `PromptingError` with file and line.
    package init(yaml: String, file: String, recipe: String) throws(PromptingError) {
        let root = try YAMLPart.parse(yaml, file: file)
        let members = try root.members(known: [
            "name", "version", "description", "citations", "variables", "system", "user", "few_shot", "answer",
        ])
        self.file = file
        self.recipe = recipe
        contentHash = Digest.sha256(yaml)
        name = try members.required("name", in: root).filledText()
        version = try members.required("version", in: root).filledText()
        summary = try members.required("description", in: root).filledText()
        citations = try members["citations"]?.texts() ?? []
        let declarations = try VariableDeclarations(try members.required("variables", in: root))
        types = declarations.types
        optionals = declarations.optionals
        variables = Set(declarations.types.keys)
        var scope = TemplateScope(declared: declarations.types)
        system = try members["system"].map { part throws(PromptingError) in try Self.parse(part, scope: &scope) }
        user = try Self.parse(try members.required("user", in: root), scope: &scope)
        try declarations.checkUse(scope)
        fewShot = try members["few_shot"].map { part throws(PromptingError) in try declarations.examples(part) } ?? []
        answer = try AnswerReader(try members.required("answer", in: root))
    }

    private static func parse(_ part: YAMLPart, scope: inout TemplateScope) throws(PromptingError) -> TemplateText {
        let text = try part.filledText()
        do throws(TemplateText.Fault) {
            return try TemplateText(text, scope: &scope)
        } catch {
            throw PromptingError(
                error.reason, file: part.file, line: part.line(ofTextLine: error.line), detail: error.detail)
        }
    }

    /// The fields of the variable `examples`; nil when the template shows no examples.
    package var exampleFields: Set<String>? {
        if case .objects(let fields) = types[Self.examplesName] { fields } else { nil }
    }

    /// Checks that a caller gives every variable that the template wants and that is not optional, once, before the first render.
    ///
    /// - Parameter provided: the names that the caller gives to each render.
    /// - Throws: `PromptingError` with the variables that nobody fills.
    package func check(provided: Set<String>) throws(PromptingError) {
        var missing = variables.subtracting(provided).subtracting(optionals)
        if !fewShot.isEmpty { missing.remove(Self.examplesName) }
        guard missing.isEmpty else {
            let names = missing.sorted().joined(separator: ", ")
            throw PromptingError(
                .unknownName, file: file, detail: "nothing fills the variables \(names) in this place",
                advice: "This place gives \(provided.sorted().joined(separator: ", ")).")
        }
    }

    /// Renders the messages. Values that the template does not declare are left aside.
    ///
    /// - Throws: `PromptingError` for a missing value or one of another type than declared.
    package func render(_ values: [String: PromptValue]) throws(PromptingError) -> [PromptMessage] {
        var texts: [String: String] = [:]
        var others: [String: PromptValue] = [:]
        for (name, type) in types {
            let own: PromptValue? = name == Self.examplesName && !fewShot.isEmpty ? .list(fewShot) : nil
            let filled = values[name] ?? own ?? (optionals.contains(name) ? type.nothing : nil)
            guard let value = filled else {
                throw PromptingError(.badValue, file: file, detail: "no value was given for the variable '\(name)'")
            }
            if let complaint = type.complaint(about: value) {
                throw PromptingError(.badValue, file: file, detail: "the variable '\(name)' \(complaint)")
            }
            if case .text(let text) = value { texts[name] = text } else { others[name] = value }
        }
        let constant = others.keys.allSatisfy { $0 == Self.examplesName && values[$0] == nil }
        do {
            var messages: [PromptMessage] = []
            for (role, part) in [(PromptMessage.Role.system, system), (.user, user)] {
                guard let part else { continue }
                let content = try part.render(texts: texts, others: others, constant: constant)
                messages.append(PromptMessage(role: role, content: content))
            }
            return messages
        } catch {
            throw PromptingError(.syntax, file: file, detail: "the template cannot be rendered: \(error)")
        }
    }
}
