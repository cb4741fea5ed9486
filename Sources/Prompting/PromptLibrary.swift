package import Foundation

/// The templates of one recipe: every YAML file of a folder.
package struct PromptLibrary: Sendable {
    /// The templates by name.
    package let templates: [String: PromptTemplate]
    /// Files of examples, by the name under which the configuration has them.
    package var exampleSets: [String: ExampleSet] = [:]
    private let folder: String

    /// Loads and checks every `*.yaml` file of the folder.
    ///
    /// - Throws: `PromptingError` for a folder that is missing or holds no template, or for the first faulty file.
    package static func load(folder: URL) throws(PromptingError) -> PromptLibrary {
        let path = folder.path(percentEncoded: false)
        let urls: [URL]
        do {
            urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        } catch {
            throw PromptingError(
                .unreadable, file: path, detail: "the folder cannot be read: \(error.localizedDescription)",
                advice: "Check the path of the templates in the configuration.")
        }
        var templates: [String: PromptTemplate] = [:]
        for url in urls.sorted(by: { $0.lastPathComponent < $1.lastPathComponent })
        where url.pathExtension == "yaml" && !url.lastPathComponent.hasPrefix(".") {
            let template = try PromptTemplate.load(from: url)
            templates[template.name] = template
        }
        guard !templates.isEmpty else {
            throw PromptingError(
                .unreadable, file: path, detail: "the folder holds no template (*.yaml)",
                advice: "Check the path of the templates in the configuration.")
        }
        return PromptLibrary(templates: templates, folder: path)
    }

    /// The template with the name, or nil.
    package subscript(_ name: String) -> PromptTemplate? { templates[name] }

    /// The template with the name.
    ///
    /// - Throws: `PromptingError` that lists the names there are.
    package func template(_ name: String) throws(PromptingError) -> PromptTemplate {
        if let template = templates[name] { return template }
        throw PromptingError(
            .unknownName, file: folder, detail: "there is no template '\(name)'",
            advice: "There are \(templates.keys.sorted().joined(separator: ", ")).")
    }
}
