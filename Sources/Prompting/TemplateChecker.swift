internal import Stencil

/// Walks through the tokens of a template and checks every tag, filter and name, because Stencil renders what it does not
/// know as nothing.
struct TemplateChecker {
    private enum Block {
        case loop(line: Int, emptySeen: Bool)
        case condition(line: Int, elseSeen: Bool)
    }

    private(set) var scope: TemplateScope
    private var open: [Block] = []
    /// The tags with their tokens, once both are known to be the same.
    private var places: [(token: Token, line: Int)] = []

    init(scope: TemplateScope) {
        self.scope = scope
    }

    /// Checks the whole text.
    ///
    /// - Parameter tokens: Stencil's tokens of the same text.
    mutating func check(_ text: String, tokens: [Token]) throws(TemplateText.Fault) {
        let tags: [TemplateTag]
        do throws(TemplateTag.Unclosed) {
            tags = try TemplateTag.tags(in: text)
        } catch {
            throw TemplateText.Fault(line: error.line, reason: .syntax, detail: "a tag is opened here and never closed")
        }
        let found = tokens.filter { $0.kind != .text }
        // Both lexers must see the same tags, or the lines and the checks would belong to something else.
        guard found.map(\.kind) == tags.map(\.tokenKind) else {
            throw TemplateText.Fault(line: 1, reason: .syntax, detail: "the tags of this text cannot be told apart")
        }
        places = zip(found, tags).map { ($0, $1.line) }
        for (token, tag) in zip(found, tags) {
            do throws(TemplateScope.Fault) {
                switch tag.kind {
                case .comment: continue
                case .variable: try scope.checkVariable(token.components)
                case .block: try checkBlock(token.components, line: tag.line)
                }
            } catch {
                throw TemplateText.Fault(line: tag.line, reason: error.reason, detail: error.detail)
            }
        }
        switch open.last {
        case .loop(let line, _): throw TemplateText.Fault(line: line, reason: .syntax, detail: "'for' without 'endfor'")
        case .condition(let line, _):
            throw TemplateText.Fault(line: line, reason: .syntax, detail: "'if' without 'endif'")
        case nil: return
        }
    }

    /// The line of a token that Stencil's parser complains about; 1 when it is none of the text's tags.
    func line(of token: Token?) -> Int {
        places.first { $0.token === token }?.line ?? 1
    }

    private mutating func checkBlock(_ components: [String], line: Int) throws(TemplateScope.Fault) {
        let arguments = components.dropFirst()
        switch components.first ?? "" {
        case "for":
            let parts = Array(arguments)
            guard parts.count == 3 || (parts.count > 4 && parts[3] == "where"), parts[1] == "in" else {
                throw fault("write 'for x in list' or 'for x in list where condition'")
            }
            try scope.enterLoop(parts[0], over: parts[2])
            try scope.checkCondition(parts.dropFirst(4))
            open.append(.loop(line: line, emptySeen: false))
        case "if":
            guard !arguments.isEmpty else { throw fault("'if' needs a condition") }
            try scope.checkCondition(arguments)
            open.append(.condition(line: line, elseSeen: false))
        case "elif":
            guard case .condition(let start, elseSeen: false) = open.popLast(), !arguments.isEmpty else {
                throw fault("'elif' needs an open 'if' and a condition")
            }
            try scope.checkCondition(arguments)
            open.append(.condition(line: start, elseSeen: false))
        case "else" where arguments.isEmpty:
            guard case .condition(let start, elseSeen: false) = open.popLast() else {
                throw fault("'else' without an open 'if'")
            }
            open.append(.condition(line: start, elseSeen: true))
        case "endif" where arguments.isEmpty:
            guard case .condition = open.popLast() else { throw fault("'endif' without an open 'if'") }
        case "empty" where arguments.isEmpty:
            // The loop variable has no value here, so the loop's names end with this tag.
            guard case .loop(let start, emptySeen: false) = open.popLast() else {
                throw fault("'empty' without an open 'for'")
            }
            scope.leaveLoop()
            open.append(.loop(line: start, emptySeen: true))
        case "endfor" where arguments.isEmpty:
            guard case .loop(_, let emptySeen) = open.popLast() else { throw fault("'endfor' without an open 'for'") }
            if !emptySeen { scope.leaveLoop() }
        default:
            throw TemplateScope.Fault(
                reason: .unknownName,
                detail: "unknown tag '\(components.joined(separator: " "))'; "
                    + "known are for, empty, endfor, if, elif, else, endif")
        }
    }

    private func fault(_ detail: String) -> TemplateScope.Fault {
        TemplateScope.Fault(reason: .syntax, detail: detail)
    }
}

extension TemplateTag {
    fileprivate var tokenKind: Token.Kind {
        switch kind {
        case .variable: .variable
        case .block: .block
        case .comment: .comment
        }
    }
}
