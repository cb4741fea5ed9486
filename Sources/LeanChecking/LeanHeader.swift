/// The lines that stand before every statement: imports, opened namespaces, options. Warm workers are kept per header,
/// because elaborating it is what makes a start slow.
package struct LeanHeader: Sendable, Hashable, Codable {
    /// The text, without the last line end. Empty for the embedded library, which every file imports by itself.
    package let text: String

    /// White space around the text is dropped, so that equal headers share their workers.
    package init(text: String) {
        let scalars = text.unicodeScalars
        let blank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        let start = scalars.firstIndex { !blank($0) } ?? scalars.endIndex
        let end = scalars.lastIndex { !blank($0) }.map { scalars.index(after: $0) } ?? start
        self.text = String(scalars[start..<end])
    }

    /// The header of the embedded library.
    package static let empty = LeanHeader(text: "")
    /// The usual header for a toolchain with Mathlib.
    package static let mathlib = LeanHeader(text: "import Mathlib\n\nopen Nat Real Finset")

    /// The text as the beginning of a file: ends with a line end, or is empty.
    var prefix: String { text.isEmpty ? "" : text + "\n\n" }
}
