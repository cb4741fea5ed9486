internal import LeanSource
internal import Support

/// Makes an item of one JSON object. Three shapes are known, in this order:
///
/// - `{"id", "statement", "proof"}`: a locked signature and whatever a model answered;
/// - `{"id", "code"}`: whole Lean code, the last theorem of which is what it claims;
/// - `{"name", "formal_statement", "formal_proof", "header"}`: the DeepSeek-Prover files, and what `export` writes.
///
/// `id`, `name` and `header` may stand in each; every other member is passed over.
enum ItemFields {
    /// The item or what is wrong with the object.
    ///
    /// - Parameter place: `file:line`.
    static func entry(_ members: [String: JSONValue], place: String) -> CheckEntry {
        do throws(Fault) {
            return .item(try item(members, place: place))
        } catch {
            return .bad(BadItem(id: try? id(members), place: place, detail: error.detail))
        }
    }

    private struct Fault: Error {
        let detail: String
    }

    private static func item(_ members: [String: JSONValue], place: String) throws(Fault) -> CheckItem {
        let id = try id(members) ?? place
        let header = try text("header", of: members)
        for (statement, proof) in [("statement", "proof"), ("formal_statement", "formal_proof")] {
            // Files of problems carry a formal statement beside code that has it already.
            guard members[proof] != nil || (members[statement] != nil && members["code"] == nil) else { continue }
            let source = try required(statement, with: proof, of: members)
            let answer = try required(proof, with: statement, of: members)
            return CheckItem(
                id: id, place: place, statement: try locked(source, statement), answer: answer,
                expectsTerm: endsInAssignment(source), header: header)
        }
        guard let code = try text("code", of: members) else {
            throw Fault(
                detail:
                    "there is neither 'statement' with 'proof', nor 'code', nor 'formal_statement' with 'formal_proof'")
        }
        return CheckItem(id: id, place: place, statement: nil, answer: code, header: header)
    }

    private static func id(_ members: [String: JSONValue]) throws(Fault) -> String? {
        for name in ["id", "name"] {
            switch members[name] {
            case nil, .null: continue
            case .string(let text): if !text.isEmpty { return text }
            case .integer(let number): return String(number)
            default: throw Fault(detail: "the id under '\(name)' is neither a text nor a whole number")
            }
        }
        return nil
    }

    private static func text(_ name: String, of members: [String: JSONValue]) throws(Fault) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw Fault(detail: "'\(name)' is not a text")
        }
    }

    private static func required(
        _ name: String, with other: String, of members: [String: JSONValue]
    ) throws(Fault) -> String {
        guard let text = try text(name, of: members) else {
            throw Fault(detail: "there is '\(other)' but no '\(name)'")
        }
        return text
    }

    private static func locked(_ source: String, _ name: String) throws(Fault) -> LockedStatement {
        do throws(LeanSourceError) {
            return try LockedStatement(parsing: source)
        } catch {
            throw Fault(detail: "'\(name)' cannot be used: \(error.message)")
        }
    }

    private static func endsInAssignment(_ statement: String) -> Bool {
        let bytes = statement.utf8
        let end = bytes.lastIndex { $0 > 0x20 }.map { bytes.index(after: $0) } ?? bytes.startIndex
        return bytes[..<end].suffix(2).elementsEqual(":=".utf8)
    }
}
