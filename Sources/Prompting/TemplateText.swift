internal import Stencil
internal import Synchronization

/// A checked, parsed Stencil text (the system or the user part of a template).
///
/// Stencil's nodes are classes of a Swift 5 module and fill caches while rendering, so they live behind a lock and never
/// leave it.
final class TemplateText: Sendable {
    private struct Parsed {
        let nodes: [any NodeType]
        let environment: Environment
    }

    /// Where and why the text cannot be used; the line is counted from 1 within the text.
    struct Fault: Error, Equatable {
        let line: Int
        let reason: PromptingError.Reason
        let detail: String
    }

    private let parsed: Mutex<Parsed>

    /// Checks the text against the names in scope and parses it.
    ///
    /// - Throws: `Fault` for unknown names, tags and filters and for what Stencil cannot parse.
    init(_ text: String, scope: inout TemplateScope) throws(Fault) {
        let environment = Environment()
        let template = Template(templateString: TemplateTag.joiningTagLines(text), environment: environment)
        var checker = TemplateChecker(scope: scope)
        try checker.check(text, tokens: template.tokens)
        scope = checker.scope
        let nodes: [any NodeType]
        do {
            nodes = try TokenParser(tokens: template.tokens, environment: environment).parse()
        } catch {
            let token = (error as? TemplateSyntaxError)?.token
            throw Fault(line: checker.line(of: token), reason: .syntax, detail: "\(error)")
        }
        parsed = Mutex(Parsed(nodes: nodes, environment: environment))
    }

    /// Renders the text; blank lines at both ends are dropped.
    ///
    /// - Throws: what Stencil throws; the checks at load leave no known case.
    func render(_ values: [String: PromptValue]) throws -> String {
        let rendered = try parsed.withLock { parsed in
            let context = Context(dictionary: values.mapValues(\.plain), environment: parsed.environment)
            return try renderNodes(parsed.nodes, context)
        }
        let bytes = rendered.utf8.drop { $0 == 0x0A }
        let blankEnd = bytes.reversed().prefix { $0 == 0x0A || $0 == 0x20 }.count
        return String(bytes.dropLast(blankEnd)) ?? rendered
    }
}
