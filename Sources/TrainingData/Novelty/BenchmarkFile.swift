internal import Foundation
internal import Support

/// One problem of a benchmark: in words, in Lean, or both.
package struct BenchmarkEntry: Sendable, Hashable {
    /// Its name there; the place in the file when it has none.
    package let name: String
    package let informal: String?
    /// Lean source: a theorem, perhaps with a header before it and a proof behind it.
    package let formal: String?
    /// Its line in a file of JSON Lines, counted from 1; 1 in other files.
    package let line: Int

    package init(name: String, informal: String?, formal: String?, line: Int = 1) {
        (self.name, self.informal, self.formal, self.line) = (name, informal, formal, line)
    }
}

/// What a benchmark file holds, found out from its content.
package enum BenchmarkContent: Sendable, Equatable {
    /// JSON or JSON Lines, with the parts that could not be read.
    case entries([BenchmarkEntry], faults: [BenchmarkFault])
    /// Lean source; whoever reads Lean takes the theorems out.
    case lean(String)
}

/// A part of a benchmark file that could not be read.
package struct BenchmarkFault: Sendable, Hashable, Codable {
    package let file: String
    /// Line in the file, counted from 1.
    package let line: Int
    package let detail: String

    package init(file: String, line: Int, detail: String) {
        (self.file, self.line, self.detail) = (file, line, detail)
    }
}

/// Reads the files in which miniF2F, ProofNet, PutnamBench and FIMO come, and others that use their names.
///
/// JSON Lines, a JSON array of objects, one object with the fields of a problem, or an object of such objects by name;
/// everything that does not begin like JSON is Lean. Names of fields: `formal_statement` (miniF2F of DeepSeek-Prover, ProofNet),
/// `lean4_statement` (PutnamBench), `lean4_formalization` (ProofNet#), `statement` (miniF2F of llmstep); `informal_prefix`,
/// `informal_statement`, `nl_statement`, `informal_stmt`, `problem`; `name`, `problem_name`, `full_name`, `id`.
package enum BenchmarkFile {
    private static let formalNames = [
        "formal_statement", "lean4_statement", "lean4_formalization", "lean4_code", "formal", "statement",
    ]
    private static let informalNames = [
        "informal_statement", "nl_statement", "informal_prefix", "informal_stmt", "natural_language_statement",
        "problem", "question",
    ]
    private static let names = ["name", "problem_name", "full_name", "id", "problem_id", "uuid"]

    /// - Parameter file: what the parts are called by.
    package static func read(_ bytes: [UInt8], file: String) -> BenchmarkContent {
        var content = bytes[...]
        if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        let first = content.first { !isSpace($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            return .lean(String(decoding: content, as: UTF8.self))
        }
        if let whole = try? value(content) { return read(whole, file: file) }
        return lines(content, file: file)
    }

    private static func read(_ value: JSONValue, file: String) -> BenchmarkContent {
        var entries: [BenchmarkEntry] = []
        var faults: [BenchmarkFault] = []
        func add(_ value: JSONValue, name: String, place: String) {
            if let entry = entry(value, name: name) {
                entries.append(entry)
            } else {
                faults.append(BenchmarkFault(file: file, line: 1, detail: "\(place) holds no problem"))
            }
        }
        switch value {
        case .array(let values):
            for (index, value) in values.enumerated() {
                add(value, name: "\(file)#\(index + 1)", place: "element \(index + 1)")
            }
        case .object(let members):
            if entry(value, name: file) != nil {
                add(value, name: file, place: "the object")
            } else {
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    add(value, name: name, place: "member \(Excerpt.quoted(name))")
                }
            }
        default: faults.append(BenchmarkFault(file: file, line: 1, detail: "it holds no problems"))
        }
        return .entries(entries, faults: faults)
    }

    private static func lines(_ content: ArraySlice<UInt8>, file: String) -> BenchmarkContent {
        var entries: [BenchmarkEntry] = []
        var faults: [BenchmarkFault] = []
        for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { !isSpace($0) }) else { continue }
            do {
                if let entry = entry(try value(line), name: "\(file):\(index + 1)", line: index + 1) {
                    entries.append(entry)
                } else {
                    faults.append(BenchmarkFault(file: file, line: index + 1, detail: "the line holds no problem"))
                }
            } catch {
                faults.append(
                    BenchmarkFault(file: file, line: index + 1, detail: "the line is not JSON: \(error.detail)"))
            }
        }
        return .entries(entries, faults: faults)
    }

    private static func entry(_ value: JSONValue, name: String, line: Int = 1) -> BenchmarkEntry? {
        func text(_ names: [String]) -> String? {
            for name in names {
                if let text = value[name]?.string, text.utf8.contains(where: { !isSpace($0) }) { return text }
            }
            return nil
        }
        let formal = text(formalNames)
        let informal = text(informalNames).map(plain)
        guard formal != nil || informal != nil else { return nil }
        let own = text(names) ?? value["id"]?.integer.map(String.init)
        return BenchmarkEntry(name: own ?? name, informal: informal, formal: formal, line: line)
    }

    /// Without the signs of a comment around it.
    package static func plain(_ text: String) -> String {
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        for sign in ["/--", "/-"] where text.hasPrefix(sign) {
            text.removeFirst(sign.count)
            if text.hasSuffix("-/") { text.removeLast(2) }
            break
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func value(_ bytes: ArraySlice<UInt8>) throws(JSONReader.Fault) -> JSONValue {
        // What is not UTF-8 becomes replacement characters: a benchmark may be compared as far as it can be read.
        let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
        return try text.withUnsafeBufferPointer { buffer throws(JSONReader.Fault) in try JSONReader.value(of: buffer) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
