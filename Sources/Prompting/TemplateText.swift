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
    private let hasSkeletons: Bool
    /// By the names of the texts that are empty; nil where there is none.
    private let skeletons = Mutex<[Set<String>: TemplateSkeleton?]>([:])

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
        hasSkeletons = TemplateSkeleton.fits(template.tokens)
        parsed = Mutex(Parsed(nodes: nodes, environment: environment))
    }

    /// Renders the text; blank lines at both ends are dropped.
    ///
    /// - Parameters:
    ///   - texts: the given values that are texts.
    ///   - others: the given values that are not.
    ///   - constant: whether the others are the same in every call, so that their part need not be rendered again.
    /// - Throws: what Stencil throws; the checks at load leave no known case.
    func render(texts: [String: String], others: [String: PromptValue], constant: Bool) throws -> String {
        if constant, hasSkeletons, let skeleton = try skeleton(texts, others) {
            return Self.withoutBlankEnds(skeleton.filled(texts))
        }
        return Self.withoutBlankEnds(try renderWhole(texts, others))
    }

    private func skeleton(_ texts: [String: String], _ others: [String: PromptValue]) throws -> TemplateSkeleton? {
        let empty = Set(texts.filter { $0.value.isEmpty }.keys)
        if let known = skeletons.withLock({ $0[empty] }) { return known }
        let made = TemplateSkeleton(
            rendered: try renderWhole(TemplateSkeleton.marked(texts), others), names: texts.keys.sorted())
        skeletons.withLock { $0[empty] = .some(made) }
        return made
    }

    private func renderWhole(_ texts: [String: String], _ others: [String: PromptValue]) throws -> String {
        try parsed.withLock { parsed in
            let values = others.mapValues(\.plain).merging(texts) { _, text in text }
            return try renderNodes(parsed.nodes, Context(dictionary: values, environment: parsed.environment))
        }
    }

    private static func withoutBlankEnds(_ rendered: String) -> String {
        let bytes = rendered.utf8.drop { $0 == 0x0A }
        let blankEnd = bytes.reversed().prefix { $0 == 0x0A || $0 == 0x20 }.count
        return String(bytes.dropLast(blankEnd)) ?? rendered
    }
}
