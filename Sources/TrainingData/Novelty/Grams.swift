/// Runs of so many tokens, as hashes.
package enum Grams {
    /// The hashes of all runs of `size` tokens, in order. A shorter text is one run of all that it has, an empty one has none.
    package static func hashes(of tokens: [Token], size: Int) -> [UInt64] {
        guard !tokens.isEmpty else { return [] }
        let size = min(max(1, size), tokens.count)
        return (0...(tokens.count - size)).map { hash(of: tokens[$0..<($0 + size)]) }
    }

    /// Names without meaning are numbered within the run, so that one more variable before it changes nothing.
    static func hash(of run: ArraySlice<Token>) -> UInt64 {
        var seen: [UInt64] = []
        var hash = UInt64(run.count)
        for token in run {
            var value = token.hash
            if token.isVariable {
                let place = seen.firstIndex(of: token.hash) ?? seen.count
                if place == seen.count { seen.append(token.hash) }
                value = UInt64(place) &+ 0x5EED
            }
            hash = Token.mix(hash &* 31 &+ value)
        }
        return hash
    }
}
