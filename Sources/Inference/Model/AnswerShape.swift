package import Support

/// A shape that the asking stage wants of the answer. A server that can holds the model to it; every other answer is plain
/// text, so that whoever asks must be able to read that too.
package enum AnswerShape: Sendable, Hashable {
    /// One JSON value by this JSON schema; the name is a word for logs and for servers that want one.
    case schema(name: String, JSONValue)
    /// A text that this regular expression matches as a whole.
    case regex(String)
}
