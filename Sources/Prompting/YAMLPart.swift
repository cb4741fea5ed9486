internal import Yams

/// A node of a YAML file that knows its place, for strict reading: what is missing, of another kind or unknown is an error
/// with file and line.
struct YAMLPart {
    let node: Node
    let file: String
    /// What the node is called in messages, for example `answer.rules`.
    let path: String

    /// Line in the file, counted from 1.
    var line: Int? { node.mark?.line }

    /// Parses the text as one YAML document.
    static func parse(_ text: String, file: String) throws(PromptingError) -> YAMLPart {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let line: Int? =
                switch error as? YamlError {
                case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
                case .duplicatedKeysInMapping(_, let context): context.mark.line
                default: nil
                }
            throw PromptingError(.malformed, file: file, line: line, detail: "this is not valid YAML: \(error)")
        }
        guard let root else { throw PromptingError(.malformed, file: file, line: 1, detail: "the file is empty") }
        return YAMLPart(node: root, file: file, path: "the template")
    }

    func fault(_ reason: PromptingError.Reason, _ detail: String, advice: String? = nil) -> PromptingError {
        PromptingError(reason, file: file, line: line, detail: detail, advice: advice)
    }

    /// The members of a mapping in file order.
    func members() throws(PromptingError) -> [(name: String, part: YAMLPart)] {
        guard let mapping = node.mapping else { throw fault(.malformed, "\(path) must be a mapping (name: value)") }
        var members: [(name: String, part: YAMLPart)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw fault(.malformed, "a name under \(path) is not a text") }
            members.append((name, YAMLPart(node: value, file: file, path: name)))
        }
        return members
    }

    /// The members by name; a name outside `known` is an error.
    func members(known: Set<String>) throws(PromptingError) -> [String: YAMLPart] {
        var found: [String: YAMLPart] = [:]
        for (name, part) in try members() {
            guard known.contains(name) else {
                throw part.fault(
                    .unknownName,
                    "unknown key '\(name)' in \(path); known are \(known.sorted().joined(separator: ", "))")
            }
            found[name] = part
        }
        return found
    }

    /// The elements of a list.
    func elements() throws(PromptingError) -> [YAMLPart] {
        guard let sequence = node.sequence else { throw fault(.malformed, "\(path) must be a list") }
        return sequence.map { YAMLPart(node: $0, file: file, path: "an element of \(path)") }
    }

    /// The text of a scalar, whatever it would be as another YAML type.
    func text() throws(PromptingError) -> String {
        guard let scalar = node.scalar else { throw fault(.malformed, "\(path) must be a text") }
        return scalar.string
    }

    /// The text of a scalar that holds more than white space.
    func filledText() throws(PromptingError) -> String {
        let text = try text()
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw fault(.malformed, "\(path) is empty")
        }
        return text
    }

    /// The texts of a list of scalars.
    func texts() throws(PromptingError) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.filledText()) }
        return texts
    }

    /// The line in the file of a line (counted from 1) of this scalar's text. Exact for block texts (`|`), which keep
    /// their lines; the start of the scalar for the other styles.
    func line(ofTextLine line: Int) -> Int? {
        guard let start = self.line else { return nil }
        return node.scalar?.style == .literal ? start + line : start
    }
}

extension [String: YAMLPart] {
    /// The member, which must be there.
    func required(_ name: String, in owner: YAMLPart) throws(PromptingError) -> YAMLPart {
        guard let part = self[name] else { throw owner.fault(.malformed, "\(owner.path) lacks '\(name)'") }
        return part
    }
}
