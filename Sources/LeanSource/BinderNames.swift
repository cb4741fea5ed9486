/// The variables of a theorem under the names that a model gave them, in a proof that is to stand under ours.
enum BinderNames {
    /// The proof with the model's names replaced by ours. Both lists of binders say the same, so their names correspond
    /// one to one; a proof that uses one of our names for something else is left as it is.
    static func translated(
        _ body: ProofBody, from theirs: String, to ours: String
    ) -> ProofBody {
        let old = BinderGroup.all(in: LexedSource(theirs)).flatMap(\.names)
        let new = BinderGroup.all(in: LexedSource(ours)).flatMap(\.names)
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
}
