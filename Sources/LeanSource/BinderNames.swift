/// The variables of a theorem under the names that a model gave them, in a proof that is to stand under ours.
enum BinderNames {
    /// The proof with the model's names replaced by ours. Both lists of binders say the same, so their names correspond
    /// one to one; a proof that uses one of our names for something else is left as it is.
    static func translated(
        _ body: ProofBody, from theirs: String, to ours: String
    ) -> ProofBody {
        let old = names(in: LexedSource(theirs))
        let new = names(in: LexedSource(ours))
        guard old.count == new.count, old != new else { return body }
        var translation: [LeanWord: LeanWord] = [:]
        for (name, other) in zip(old, new) where name != other && name != "_" && other != "_" {
            translation[name] = other
        }
        let source = LexedSource(body.text)
        let taken = Set(translation.values).subtracting(translation.keys)
        var bytes: [UInt8] = []
        for token in source.tokens {
            let text = source.bytes[token.range]
            guard token.kind == .identifier else {
                bytes.append(contentsOf: text)
                continue
            }
            // `h.2` and `h.symm` are about `h`.
            let head = LeanWord(text.prefix { $0 != 0x2E })
            if taken.contains(head) { return body }
            if let other = translation[head] {
                bytes.append(contentsOf: other.bytes)
                bytes.append(contentsOf: text.dropFirst(head.count))
            } else {
                bytes.append(contentsOf: text)
            }
        }
        return ProofBody(text: String(decoding: bytes, as: UTF8.self), style: body.style, helpers: body.helpers)
    }

    /// The names before the colon of each group, in order.
    private static func names(in source: LexedSource) -> [LeanWord] {
        let partners = source.brackets(in: 0..<source.count)
        var names: [LeanWord] = []
        var number = 0
        while number < source.count {
            guard let end = partners[number], end > number else {
                number += 1
                continue
            }
            let inner = number + 1..<end
            let colon = firstColon(in: inner, source, partners)
            if let colon {
                for name in inner.lowerBound..<colon where source.kind(name) == .identifier {
                    names.append(source.word(name))
                }
            }
            number = end + 1
        }
        return names
    }

    /// The first colon that no inner bracket encloses.
    private static func firstColon(in range: Range<Int>, _ source: LexedSource, _ partners: BracketPairs) -> Int? {
        var number = range.lowerBound
        while number < range.upperBound {
            if source.isSymbol(number, ":") { return number }
            number = max(number, partners[number] ?? number) + 1
        }
        return nil
    }
}
