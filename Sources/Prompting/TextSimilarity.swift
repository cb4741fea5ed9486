internal import Foundation

/// How alike texts are by their words: cosine of TF-IDF vectors over words, signs and pairs of neighbours (Salton and Buckley,
/// "Term-weighting approaches in automatic text retrieval", 1988). Pure; the same texts give the same numbers in every process.
struct TextSimilarity: Sendable {
    private let documents: [[String]]
    /// By feature: its number and its weight.
    private let features: [String: (number: Int, weight: Double)]
    /// The documents' vectors of length 1, sorted by feature: sums must not depend on the order of a dictionary.
    private let vectors: [[(feature: Int, value: Double)]]

    init(_ texts: [String]) {
        documents = texts.map(Self.words)
        let found = documents.map(Self.features)
        var numbers: [String: Int] = [:]
        var frequencies: [Int] = []
        for document in found {
            for feature in Set(document) {
                guard let number = numbers[feature] else {
                    numbers[feature] = frequencies.count
                    frequencies.append(1)
                    continue
                }
                frequencies[number] += 1
            }
        }
        // The numbers come in the order of a set: they are given anew, by the features themselves.
        var ordered: [String: (number: Int, weight: Double)] = [:]
        for (position, feature) in numbers.keys.sorted().enumerated() {
            let frequency = Double(frequencies[numbers[feature] ?? 0])
            ordered[feature] = (position, log((1 + Double(texts.count)) / (1 + frequency)) + 1)
        }
        features = ordered
        vectors = found.map { Self.vector($0, ordered) }
    }

    /// The words of a text of the set.
    func words(of index: Int) -> [String] { documents[index] }

    /// How alike the text is to each of the set, 0 to 1. Words that the set does not know count for nothing.
    func scores(of text: String) -> [Double] {
        let vector = Self.vector(Self.features(Self.words(text)), features)
        return vectors.map { Self.product($0, vector) }
    }

    /// Words and numbers in lower case, and every other sign by itself; white space only separates.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.unicodeScalars.append(scalar)
                continue
            }
            if !word.isEmpty { words.append(word) }
            word = ""
            // Punctuation of prose says nothing about the mathematics.
            if !scalar.properties.isWhitespace, !".,;:!?\"'$\\{}".unicodeScalars.contains(scalar) {
                words.append(String(Character(scalar)))
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func features(_ words: [String]) -> [String] {
        words + zip(words, words.dropFirst()).map { "\($0) \($1)" }
    }

    private static func vector(
        _ found: [String], _ features: [String: (number: Int, weight: Double)]
    ) -> [(feature: Int, value: Double)] {
        var counts: [Int: (count: Int, weight: Double)] = [:]
        for feature in found {
            guard let (number, weight) = features[feature] else { continue }
            counts[number, default: (0, weight)].count += 1
        }
        let values = counts.map { (feature: $0.key, value: Double($0.value.count) * $0.value.weight) }
            .sorted { $0.feature < $1.feature }
        let length = values.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
        return length == 0 ? [] : values.map { ($0.feature, $0.value / length) }
    }

    private static func product(
        _ one: [(feature: Int, value: Double)], _ other: [(feature: Int, value: Double)]
    ) -> Double {
        var sum = 0.0
        var (i, j) = (0, 0)
        while i < one.count, j < other.count {
            if one[i].feature == other[j].feature {
                sum += one[i].value * other[j].value
                i += 1
                j += 1
            } else if one[i].feature < other[j].feature {
                i += 1
            } else {
                j += 1
            }
        }
        return sum
    }
}
