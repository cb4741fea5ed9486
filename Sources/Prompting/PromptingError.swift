package import Support

/// Why a template or a pattern cannot be used, or a prompt cannot be made from it.
package struct PromptingError: UserFacingError, Equatable {
    /// What is wrong, for logs and metrics.
    package enum Reason: String, Sendable, CaseIterable {
        /// The file or folder cannot be read.
        case unreadable
        /// The file is not the YAML document that a template is.
        case malformed
        /// A key, tag, filter, variable or field that does not exist here.
        case unknownName = "unknown-name"
        /// A variable or field is declared and never used.
        case unusedName = "unused-name"
        /// The template text is not valid Stencil, or not the part of it that can be checked.
        case syntax
        /// A few-shot example is incomplete or stands there twice.
        case badExample = "bad-example"
        /// A pattern does not compile or lacks its named group.
        case badPattern = "bad-pattern"
        /// A value that the template needs was not given, or is of another kind.
        case badValue = "bad-value"
    }

    package let reason: Reason
    /// Path of the template file or folder.
    package let file: String
    /// Line in the file, counted from 1; nil when the fault has no place.
    package let line: Int?
    /// The fault as a sentence without the place.
    package let detail: String
    package let advice: String?

    package init(_ reason: Reason, file: String, line: Int? = nil, detail: String, advice: String? = nil) {
        self.reason = reason
        self.file = file
        self.line = line
        self.detail = detail
        self.advice = advice
    }

    package var code: String { "prompting.\(reason.rawValue)" }
    package var message: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(detail)" }
    package var kind: ErrorKind { .input }
}
