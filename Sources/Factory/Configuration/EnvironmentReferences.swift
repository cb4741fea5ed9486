internal import Foundation

/// `${NAME}` and `${NAME:-fallback}` in addresses, model names and header values, so that one file serves several machines
/// and no secret has to stand in it.
package enum EnvironmentReferences {
    /// Replaces every reference by the variable's value.
    ///
    /// - Throws: `ConfigurationError` for a variable that is not set and has no fallback, or a reference without end.
    package static func expand(
        _ text: String, setting: String, environment: [String: String]
    ) throws(ConfigurationError) -> String {
        var expanded = ""
        var rest = Substring(text)
        while let start = rest.range(of: "${") {
            expanded += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
                throw ConfigurationError(
                    code: "config.reference", message: "\(setting): \"\(text)\" has a ${ without its }.", advice: nil)
            }
            let reference = rest[start.upperBound..<end]
            let name: Substring
            let fallback: Substring?
            if let mark = reference.range(of: ":-") {
                name = reference[..<mark.lowerBound]
                fallback = reference[mark.upperBound...]
            } else {
                name = reference
                fallback = nil
            }
            let value = environment[String(name)].flatMap { $0.isEmpty ? nil : $0 }
            guard let replacement = value ?? fallback.map(String.init) else {
                throw ConfigurationError(
                    code: "config.reference",
                    message: "\(setting): the environment variable \(name) is not set.",
                    advice: "Type: export \(name)=…, or give a fallback: ${\(name):-…}")
            }
            expanded += replacement
            rest = rest[rest.index(after: end)...]
        }
        return expanded + rest
    }
}
