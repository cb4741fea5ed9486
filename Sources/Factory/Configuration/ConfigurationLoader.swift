package import Foundation
package import Support
internal import Yams

/// Why a configuration cannot be used.
package struct ConfigurationError: UserFacingError {
    package let code: String
    package let message: String
    package let advice: String?
    package var kind: ErrorKind { .input }

    package init(code: String, message: String, advice: String?) {
        self.code = code
        self.message = message
        self.advice = advice
    }
}

/// A configuration and where it came from.
///
/// The paths of templates, Lean and its project are relative to the folder of the file, so that a recipe can be moved as a
/// whole; the ledger is relative to the working folder, so that one recipe serves many runs. Without a file all are
/// relative to the working folder.
package struct LoadedConfiguration: Sendable {
    package let configuration: Configuration
    /// The file, or nil when the built-in defaults are used.
    package let file: URL?

    package init(configuration: Configuration, file: URL?) {
        self.configuration = configuration
        self.file = file
    }
}

/// Reads configuration files. A file that was named must exist; the one looked for by itself may be missing.
package enum ConfigurationLoader {
    /// The file that is used when none is named, if it is there.
    package static let defaultFile = "dsprover.yaml"

    /// Loads the named file, or `dsprover.yaml` in the folder when it is there, or the defaults.
    ///
    /// - Throws: `ConfigurationError` naming the file, the line or key, and what is wrong with it.
    package static func load(_ path: String?, folder: URL) throws(ConfigurationError) -> LoadedConfiguration {
        let file: URL
        if let path {
            file = URL(filePath: path, relativeTo: folder).absoluteURL
        } else {
            file = folder.appending(path: defaultFile)
            if !FileManager.default.fileExists(atPath: file.path) {
                return LoadedConfiguration(configuration: Configuration(), file: nil)
            }
        }
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(
                code: "config.unreadable", message: "\(file.path): the configuration cannot be read.",
                advice: "Check the path, or write one with: dsprover init")
        }
        return LoadedConfiguration(configuration: try parse(text, name: file.path), file: file)
    }

    /// Parses the text of a configuration file.
    ///
    /// - Parameter name: what error messages call the file.
    /// - Throws: `ConfigurationError`.
    package static func parse(_ text: String, name: String) throws(ConfigurationError) -> Configuration {
        do {
            // A file with only comments is an empty configuration, which YAML calls null.
            guard try Yams.compose(yaml: text) != nil else { return Configuration() }
            return try YAMLDecoder().decode(Configuration.self, from: text)
        } catch {
            throw ConfigurationError(
                code: "config.invalid", message: "\(name): \(describe(error))",
                advice: "Compare it with the commented files in config/, or see: dsprover config --help")
        }
    }

    /// Renders a configuration as YAML that `parse` reads back, except for the secrets that `SecretMask` hides.
    ///
    /// - Throws: `EncodingError` or `YamlError`; does not happen for values that came from `parse`.
    package static func render(_ configuration: Configuration) throws -> String {
        let encoder = YAMLEncoder()
        encoder.options.sortKeys = true
        let text = try encoder.encode(configuration)
        guard let node = try Yams.compose(yaml: text) else { return text }
        return try Yams.serialize(node: PlainNumbers.rewriting(node), sortKeys: true)
    }

    private static func describe(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context):
            if let yaml = context.underlyingError as? YamlError { return "this is not YAML: \(yaml)" }
            return "\(path(context.codingPath)) \(context.debugDescription)"
        case DecodingError.typeMismatch(let type, let context):
            return "\(path(context.codingPath)) has the wrong type; expected \(name(of: type))"
        case DecodingError.keyNotFound(let key, let context):
            return "\(path(context.codingPath + [key])) is missing"
        case DecodingError.valueNotFound(let type, let context):
            return "\(path(context.codingPath)) is empty; expected \(name(of: type))"
        case let error as YamlError:
            return "this is not YAML: \(error)"
        default:
            return "\(error)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the file" : keys.map(\.stringValue).joined(separator: ".")
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is Int.Type, is UInt64.Type: "a whole number"
        case is Double.Type: "a number"
        case is Bool.Type: "true or false"
        case is String.Type: "a text"
        default: "\(type)".hasPrefix("Array") ? "a list" : "a mapping"
        }
    }
}
