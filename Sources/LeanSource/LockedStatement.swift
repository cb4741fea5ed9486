internal import Support

/// A theorem without its proof: the text that the proof is checked against, and that no model may change afterwards.
package struct LockedStatement: Hashable, Sendable {
    /// The name, a plain identifier such as `mul_comm_42`.
    package let name: String
    /// `theorem mul_comm_42 (a b : ℕ) : a * b = b * a`: without `:=` and without comments.
    package let signature: String
    /// `(a b : ℕ)`; empty when there are none.
    package let binders: String
    /// `a * b = b * a`.
    package let goal: String
    /// Explicit universe parameters, `.{u}`; nearly always empty.
    let universes: String

    /// Reads a statement: one `theorem` or `lemma` and after its goal nothing, `:=`, `:= by`, `:= sorry` or
    /// `:= by sorry`. Lines that import modules and a doc comment before it are passed over: the header is ours.
    /// - Throws: `LeanSourceError` for anything else.
    package init(parsing source: String) throws(LeanSourceError) {
        self = try StatementReader(source).read()
    }

    init(name: String, universes: String, binders: String, goal: String) {
        self.name = name
        self.universes = universes
        self.binders = binders
        self.goal = goal
        let head = "theorem \(name)\(universes)"
        signature = binders.isEmpty ? "\(head) : \(goal)" : "\(head) \(binders) : \(goal)"
    }

    /// The same statement under another name. Everything in the name that may not stand in a plain identifier is
    /// replaced, see `plainName`.
    package func renamed(to name: String) -> LockedStatement {
        LockedStatement(name: Self.plainName(name), universes: universes, binders: binders, goal: goal)
    }

    /// Another goal under the same hypotheses, as a theorem of another name: `False` to ask whether the hypotheses
    /// contradict each other, `¬ (…)` for the other side.
    /// - Parameter goal: Lean text that we wrote ourselves; it is not examined.
    package func withGoal(_ goal: String, name: String? = nil) -> LockedStatement {
        let name = Self.plainName(name ?? self.name + "_variant")
        return LockedStatement(name: name, universes: universes, binders: binders, goal: goal)
    }

    /// The statement with `sorry` for a proof, to see whether it elaborates.
    package func withSorry() -> String {
        "\(signature) := by\n  sorry\n"
    }

    /// The statement with a proof under it. Nothing of the proof is examined here; see `ProofGuard`.
    package func spliced(with proof: ProofBody) -> SplicedSource {
        SplicedSource(self, proof)
    }

    /// The statement in a form in which names of theorem and bound variables, white space, comments and the grouping
    /// of binders do not show. Equal forms mean equal statements; see `NormalForm` for what it does and does not see.
    package var normalForm: String {
        NormalForm.of(universes: universes, binders: binders, goal: goal)
    }

    /// SHA-256 of the normal form, 64 hexadecimal digits.
    package var normalHash: String {
        Digest.sha256(normalForm)
    }

    /// A plain identifier made from any text: the text itself when Lean takes it for one undotted, unquoted name that is
    /// neither reserved nor refused by the guard; otherwise its ASCII letters and digits with underscores for the rest.
    /// The same text gives the same name, but two texts may give one name.
    package static func plainName(_ text: String) -> String {
        if isPlain(text) { return text }
        var bytes = text.utf8.map { byte -> UInt8 in
            let scalar = UInt32(byte)
            return LeanCharacters.isASCIILetter(scalar) || LeanCharacters.isDigit(scalar) ? byte : 0x5F
        }
        if bytes.isEmpty || LeanCharacters.isDigit(UInt32(bytes[0])) || bytes.allSatisfy({ $0 == 0x5F }) {
            bytes.insert(contentsOf: "t_".utf8, at: 0)
        }
        if LeanVocabulary.isReservedOrForbidden(LeanWord(bytes)) { bytes.insert(contentsOf: "t_".utf8, at: 0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the text is a plain name, see `plainName`.
    static func isPlain(_ name: String) -> Bool {
        let lexed = LexedSource(name)
        guard lexed.tokens.count == 1, lexed.kind(0) == .identifier else { return false }
        let word = lexed.word(0)
        return !word.bytes.contains(0x2E) && !word.bytes.starts(with: [0xC2, 0xAB])
            && word != "_" && !LeanVocabulary.isReservedOrForbidden(word)
    }

    /// Byte for byte; Swift's own comparison of strings takes different names for equal.
    package static func == (left: LockedStatement, right: LockedStatement) -> Bool {
        left.signature.utf8.elementsEqual(right.signature.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in signature.utf8 { hasher.combine(byte) }
    }
}

extension LockedStatement: Codable {
    /// Reads the signature and takes it apart again, so that a stored statement obeys the same rules as a fresh one.
    package init(from decoder: any Decoder) throws {
        let signature = try decoder.singleValueContainer().decode(String.self)
        try self.init(parsing: signature)
    }

    /// Writes the signature alone.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(signature)
    }
}
