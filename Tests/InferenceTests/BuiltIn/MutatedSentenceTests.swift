import Support
import Testing

@testable import Inference

/// Sentences of the tables with words removed, exchanged and inserted: near misses, which a grammar must refuse or
/// read with every word, and on which it must never fall over.
@Suite("Mutated sentences")
struct MutatedSentenceTests {
    private static let sentences =
        (Formalized.quantifiers + Formalized.sentences + Formalized.nounPhrases + Formalized.predicates
        + Formalized.terms
        + Formalized.logic).map { $0.sentence.split(separator: " ").map(String.init) }

    /// Changes words; the same sentences come every time.
    private struct Mutator {
        var random: StableRandom

        mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

        mutating func sentence() -> String {
            let all = MutatedSentenceTests.sentences
            var words = all[below(all.count)]
            for _ in 0...below(3) where !words.isEmpty {
                let place = below(words.count)
                let donor = all[below(all.count)]
                switch below(4) {
                case 0: words.remove(at: place)
                case 1: words[place] = donor[below(donor.count)]
                case 2: words.insert(donor[below(donor.count)], at: place)
                default: words.swapAt(place, below(words.count))
                }
            }
            return words.joined(separator: " ")
        }
    }

    private static func outcomes(seed: UInt64, count: Int) -> [(sentence: String, outcome: ControlledEnglish.Outcome)] {
        var mutator = Mutator(random: StableRandom(seed: seed))
        return (0..<count).map { _ in
            let sentence = mutator.sentence()
            return (sentence, ControlledEnglish.formalize(sentence))
        }
    }

    @Test func `near misses are mostly refused, and what is accepted is one well-formed theorem`() throws {
        var accepted = 0
        for (sentence, outcome) in Self.outcomes(seed: 1, count: 1_500) {
            guard case .theorem(let source) = outcome else { continue }
            accepted += 1
            #expect(source.hasPrefix("theorem problem ") && source.hasSuffix(" := by sorry"), "\(sentence)")
            #expect(!source.contains("\n"), "\(sentence)")
            let outline = try #require(StatementOutline(source), "\(sentence)")
            let names = (outline.variables + outline.hypotheses).map(\.name)
            #expect(Set(names).count == names.count, "\(sentence)")
            #expect(Self.isBalanced(source), "\(sentence)")
        }
        // Most one-word changes leave no sentence; a few leave another one.
        #expect(accepted > 10)
        #expect(accepted < 500)
    }

    @Test func `every number and letter of an accepted sentence is in its theorem`() throws {
        for (sentence, outcome) in Self.outcomes(seed: 2, count: 1_500) {
            guard case .theorem(let source) = outcome else { continue }
            let words = Set(StatementScore.words(of: source))
            for token in try EnglishTokenizer.tokens(of: sentence) where token.kind == .number {
                #expect(words.contains(token.key), "\(sentence): \(source)")
            }
            for token in try EnglishTokenizer.tokens(of: sentence)
            where token.kind == .letter && token.key != "a" && token.key != "A" {
                #expect(words.contains(token.key), "\(sentence): \(source)")
            }
        }
    }

    @Test func `the same sentence has the same outcome every time`() {
        let once = Self.outcomes(seed: 3, count: 200)
        let twice = Self.outcomes(seed: 3, count: 200)
        #expect(once.map(\.outcome) == twice.map(\.outcome))
    }

    @Test func `a refusal is one line and never empty`() {
        for (sentence, outcome) in Self.outcomes(seed: 4, count: 500) {
            guard case .refused(let reason) = outcome else { continue }
            #expect(!reason.isEmpty && !reason.contains("\n") && reason.unicodeScalars.count < 400, "\(sentence)")
        }
    }

    @Test func `a word that no grammar knows is refused wherever it stands`() {
        for words in Self.sentences {
            for place in [0, words.count / 2, words.count] {
                var changed = words
                changed.insert("wombat", at: place)
                let text = changed.joined(separator: " ")
                guard case .refused = ControlledEnglish.formalize(text) else {
                    Issue.record("accepted: \(text)")
                    continue
                }
            }
        }
    }

    @Test func `cutting a sentence short never crashes and never brings in what was cut`() {
        for words in Self.sentences {
            for length in 0..<words.count {
                let text = words.prefix(length).joined(separator: " ")
                guard case .theorem(let source) = ControlledEnglish.formalize(text) else { continue }
                #expect(Self.isBalanced(source), "\(text)")
            }
        }
    }

    private static func isBalanced(_ source: String) -> Bool {
        var depth = 0
        for scalar in source.unicodeScalars {
            if scalar == "(" { depth += 1 }
            if scalar == ")" { depth -= 1 }
            if depth < 0 { return false }
        }
        return depth == 0
    }
}
