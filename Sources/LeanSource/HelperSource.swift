/// Lemmas that a text declares before its theorem, as we write them before ours.
enum HelperSource {
    /// The declaration without comments before it, attributes and modifiers but `private`; `lemma`, which only Mathlib
    /// knows, becomes `theorem`. Nothing is lost by that: an attribute changes how a proof is found, not what it proves.
    static func text(of declaration: LeanDeclaration, in source: LexedSource) -> String {
        let head = declaration.modifiers.contains("private") ? "private theorem" : "theorem"
        let text = head + String(decoding: source.bytes[declaration.wordEnd..<declaration.end], as: UTF8.self)
        return ProofBody(text: text, style: .term).normalized.text
    }

    /// What the proof needs of the declarations before it.
    enum Selection {
        /// The helpers, in order.
        case helpers([String])
        /// The proof needs something that is kept from no answer; the sentence says what.
        case refused(String)
    }

    /// The theorems among the declarations that the proof uses, and those that these use.
    static func selected(
        for body: ProofBody, of statement: LockedStatement, among declarations: ArraySlice<LeanDeclaration>,
        in source: LexedSource
    ) -> Selection {
        var holders: [LeanWord: [Int]] = [:]
        for index in declarations.indices {
            guard let name = declarations[index].name else { continue }
            holders[LeanWord(Array(name.utf8)), default: []].append(index)
        }
        guard !holders.isEmpty else { return .helpers([]) }
        var needed: Set<Int> = []
        var texts = [LexedSource(body.text)]
        while let text = texts.popLast() {
            for index in references(in: text, to: holders) where needed.insert(index).inserted {
                let declaration = declarations[index]
                let name = declaration.name ?? ""
                guard [.theorem, .lemma].contains(declaration.kind) else {
                    let kind = declaration.kind.rawValue
                    return .refused(
                        "The proof uses `\(name)`, which the answer declares by `\(kind)`; only theorems are kept as helpers."
                    )
                }
                if name.utf8.elementsEqual(statement.name.utf8) {
                    return .refused("The proof uses a helper `\(name)` that has the name of the theorem itself.")
                }
                guard declaration.type != nil, declaration.body != nil else {
                    return .refused("The proof uses `\(name)`, which the answer declares without a proof.")
                }
                texts.append(LexedSource(Array(source.bytes[declaration.wordEnd..<declaration.end])))
            }
        }
        return .helpers(needed.sorted().map { Self.text(of: declarations[$0], in: source) })
    }

    /// The declarations that a text may mean: `helper`, `helper.1`, `Namespace.helper` and
    /// `Namespace.helper.1` all use the helper.
    private static func references(in source: LexedSource, to holders: [LeanWord: [Int]]) -> Set<Int> {
        var found: Set<Int> = []
        for number in 0..<source.count where source.kind(number) == .identifier {
            let word = source.word(number)
            let parts = LeanName.components(of: word.bytes[...])
            var candidates: Set<LeanWord> = [word, parts[parts.count - 1]]
            for count in 1...min(parts.count, 8) {
                candidates.insert(LeanWord(Array(parts[..<count].map(\.bytes).joined(separator: [0x2E]))))
            }
            for candidate in candidates { found.formUnion(holders[candidate] ?? []) }
        }
        return found
    }
}
