import Foundation
import Testing

/// A piece of Lean between two `-- snippet:` lines of a file in `lean-workspace/embedded/tests`.
struct Snippet: CustomTestStringConvertible, Sendable {
    /// The message that a rejected snippet must cause.
    struct Expectation: Sendable {
        let kind: String
        let messageStart: String
    }

    let file: String
    let name: String
    let expectation: Expectation?
    let source: String

    var testDescription: String { "\(file): \(name)" }

    /// All snippets of a folder, in the order of the files' names. A folder that cannot be read has none; the suite's
    /// counts catch that.
    static func all(in folder: String) -> [Snippet] {
        let url = InstalledToolchain.sources.appending(path: "tests").appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasSuffix(".lean") }.sorted().flatMap { name in
            parse((try? String(contentsOf: url.appending(path: name), encoding: .utf8)) ?? "", file: name)
        }
    }

    static func parse(_ text: String, file: String) -> [Snippet] {
        text.components(separatedBy: "\n-- snippet: ").dropFirst().map { piece in
            let (heading, source) = halves(of: piece, at: "\n")
            let (name, rest) = halves(of: heading, at: "  kind: ")
            let (kind, start) = halves(of: rest, at: " message: ")
            return Snippet(
                file: file, name: name,
                expectation: rest.isEmpty
                    ? nil
                    : Expectation(kind: kind, messageStart: start.replacingOccurrences(of: "\\n", with: "\n")),
                source: source)
        }
    }

    private static func halves(of text: String, at separator: String) -> (String, String) {
        guard let range = text.range(of: separator) else { return (text, "") }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
}
