/// Which of many texts shares runs of tokens with another: an inverted index of n-grams.
///
/// Texts of fewer tokens than a run count as a whole: a short text in the index is found inside of a longer one, and a
/// short text that is asked about is found inside of longer ones of the index.
package struct OverlapIndex: Sendable {
    /// What a text has in common with the one in the index that it shares most with.
    package struct Match: Sendable, Equatable {
        /// The number of the text in the index.
        package let item: Int
        /// Runs of the asked text that are in it, and all of its runs.
        package let shared: Int
        package let total: Int

        package var share: Double { total > 0 ? Double(shared) / Double(total) : 0 }
    }

    /// Texts of fewer tokens are too short to say anything and are passed over.
    package static let shortest = 5
    /// Most texts of the index that one run leads to: what is in more is a phrase of the trade.
    private static let spread = 16

    private let size: Int
    /// Texts by the runs of `size` tokens, and whole short texts by their length.
    private var texts: [Int: [UInt64: [Int32]]] = [:]
    /// The tokens of the longer texts, for short questions.
    private var longer: [(item: Int, tokens: [Token])] = []
    /// Which of them have a token.
    private var places: [UInt64: [Int]] = [:]

    /// - Parameter size: tokens of a run, at least 5.
    package init(size: Int) {
        self.size = max(Self.shortest, size)
    }

    package mutating func add(_ tokens: [Token], item: Int) {
        guard tokens.count >= Self.shortest else { return }
        let length = min(tokens.count, size)
        if tokens.count >= size {
            for token in Set(tokens) where !token.isVariable { places[token.hash, default: []].append(longer.count) }
            longer.append((item, tokens))
        }
        for gram in Set(Grams.hashes(of: tokens, size: length)) {
            let known = texts[length]?[gram]?.count ?? 0
            if known < Self.spread { texts[length, default: [:]][gram, default: []].append(Int32(item)) }
        }
    }

    /// The text that shares most with this one; of equals the first. Nil when none shares a run.
    package func best(for tokens: [Token]) -> Match? {
        guard tokens.count >= Self.shortest else { return nil }
        if tokens.count < size, let match = whole(tokens) { return match }
        var hits: [Int32: Int] = [:]
        let runs = Grams.hashes(of: tokens, size: size)
        if tokens.count >= size {
            for gram in runs { for item in texts[size]?[gram] ?? [] { hits[item, default: 0] += 1 } }
        }
        if let found = hits.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
            return Match(item: Int(found.key), shared: found.value, total: runs.count)
        }
        // A short text of the index, whole, inside of this one.
        for length in texts.keys.sorted(by: >) where length < size && length <= tokens.count {
            for gram in Grams.hashes(of: tokens, size: length) {
                if let item = texts[length]?[gram]?.first { return Match(item: Int(item), shared: 1, total: 1) }
            }
        }
        return nil
    }

    /// A short text, whole, inside of a text of the index.
    private func whole(_ tokens: [Token]) -> Match? {
        let gram = Grams.hash(of: tokens[...])
        if let item = texts[tokens.count]?[gram]?.first { return Match(item: Int(item), shared: 1, total: 1) }
        // Those with its rarest token are few.
        let candidates = tokens.filter { !$0.isVariable }.map { places[$0.hash] ?? [] }.min { $0.count < $1.count }
        for place in candidates ?? [] where Grams.hashes(of: longer[place].tokens, size: tokens.count).contains(gram) {
            return Match(item: longer[place].item, shared: 1, total: 1)
        }
        return nil
    }
}
