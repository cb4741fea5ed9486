/// Lean's answer to `#print axioms`, read strictly: a text of another shape is no answer.
enum AxiomReport {
    /// The axioms that mathematics in Lean commonly rests on. An allow-list, because each use of `native_decide` makes an
    /// axiom with a new name.
    static let allowed: Set<String> = ["propext", "Classical.choice", "Quot.sound"]
    /// The axiom behind `sorry`.
    static let sorry = "sorryAx"

    /// The axioms in one answer about the theorem, or nil when the text is not such an answer.
    static func axioms(in text: String, of name: String) -> [String]? {
        // Lean breaks long lists into lines.
        let words = text.unicodeScalars.split { $0 == " " || $0 == "\n" }.map { String(String.UnicodeScalarView($0)) }
        guard let first = words.first, sameName(first, "'\(name)'") else { return nil }
        let rest = words.dropFirst()
        if rest.elementsEqual(["does", "not", "depend", "on", "any", "axioms"]) { return [] }
        guard rest.starts(with: ["depends", "on", "axioms:"]) else { return nil }
        var list = rest.dropFirst(3).joined(separator: " ")[...]
        guard list.utf8.first == 0x5B, list.utf8.last == 0x5D else { return nil }
        list = list.dropFirst().dropLast()
        let names = list.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
        let isName: (String) -> Bool = { !$0.isEmpty && !$0.utf8.contains { " ,[]'".utf8.contains($0) } }
        return names.allSatisfy(isName) ? names : nil
    }

    /// Lean prints a name with as few `«»` as it needs; the statement may have more.
    private static func sameName(_ printed: String, _ ours: String) -> Bool {
        let bare: (String) -> [Unicode.Scalar] = { $0.unicodeScalars.filter { $0 != "«" && $0 != "»" } }
        return bare(printed) == bare(ours)
    }
}
