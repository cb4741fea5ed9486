import Support
import Testing

@testable import TrainingData

struct WordTokenTests {
    private func words(_ text: String, signs: Bool = false) -> [Token] { WordTokens.tokens(of: text, signs: signs) }

    @Test(arguments: [
        ("Let $x$ be REAL.", "let x be real"), ("\\left( a \\right)", "(a)"), ("x\u{FB01}nd", "xfind"),
        ("$a \\leq b$", "a ≤ b"), ("x2", "x 2"), ("\\dfrac{1}{2}", "\\frac {1} 2"),
        ("  one\n\n two ", "one two"), ("ℝ", "R"),
    ])
    func `spelling and layout do not show`(left: String, right: String) {
        #expect(words(left) == words(right))
    }

    @Test(arguments: [("a + b", "a - b"), ("a < b", "a > b"), ("a ≤ b", "a ≥ b"), ("2", "3"), ("x 12", "x 1 2")])
    func `what says something else has other tokens`(left: String, right: String) {
        #expect(words(left, signs: true) != words(right, signs: true))
    }

    @Test func `signs count only where they are wanted`() {
        #expect(words("a + b = c").count == 3)
        #expect(words("a + b = c", signs: true).count == 5)
        #expect(words("$$ .,;: ()").isEmpty)
    }

    @Test func `a text without end is cut`() {
        #expect(words(String(repeating: "a ", count: 1 << 20)).count == WordTokens.limit / 2)
    }
}

struct GramTests {
    private func tokens(_ text: String) -> [Token] {
        text.split(separator: " ").map { Token($0.utf8, isVariable: $0.hasPrefix("#")) }
    }

    @Test func `a text has one run for each place, a short one is a run itself`() {
        #expect(Grams.hashes(of: tokens("a b c d"), size: 2).count == 3)
        #expect(Grams.hashes(of: tokens("a b"), size: 5).count == 1)
        #expect(Grams.hashes(of: [], size: 5).isEmpty)
        let repeated = Grams.hashes(of: tokens("a b a b"), size: 2)
        #expect(repeated[0] == repeated[2] && repeated[0] != repeated[1])
    }

    @Test func `variables count by their places`() {
        func gram(_ text: String) -> UInt64 { Grams.hash(of: tokens(text)[...]) }
        #expect(gram("#1 + #2 = #1") == gram("#7 + #3 = #7"))
        #expect(gram("#1 + #2 = #1") != gram("#1 + #2 = #2"))
        #expect(gram("a + b") != gram("b + a"))
        #expect(gram("#1") != gram("x"))
    }
}

struct MinHashTests {
    private func range(_ range: Range<UInt64>) -> [UInt64] { range.map { Token.mix($0) } }

    @Test func `equal sets have equal summaries, whatever their order`() throws {
        let one = try #require(MinHash(range(0..<200)))
        let other = try #require(MinHash(range(0..<200).reversed() + range(0..<50)))
        #expect(one == other)
        #expect(one.signature.count == 120 && one.bandHashes.count == 20)
        #expect(Set(one.bandHashes).count == 20)
        #expect(MinHash([]) == nil)
    }

    @Test(arguments: [(0, 1.0), (25, 0.777), (50, 0.6), (100, 0.333), (200, 0.0)])
    func `the estimate is near the Jaccard index`(shift: UInt64, truth: Double) throws {
        let one = try #require(MinHash(range(0..<200)))
        let other = try #require(MinHash(range(shift..<(200 + shift))))
        // Three standard errors; the hashes are fixed, so this always comes out the same.
        #expect(abs(MinHash.similarity(one.signature, other.signature) - truth) < 0.14)
    }

    @Test func `like sets share a band, unlike ones hardly any`() throws {
        var missed = 0
        var met = 0
        for start in stride(from: UInt64(0), to: 200_000, by: 1000) {
            let one = Set(try #require(MinHash(range(start..<(start + 200)))).bandHashes)
            // 0.9: 10 of 210 apart on each side; 0.2: two thirds.
            let near = try #require(MinHash(range((start + 10)..<(start + 210)))).bandHashes
            let far = try #require(MinHash(range((start + 133)..<(start + 333)))).bandHashes
            if one.isDisjoint(with: near) { missed += 1 }
            if !one.isDisjoint(with: far) { met += 1 }
        }
        #expect(missed == 0)
        #expect(met <= 3)
    }

    @Test func `signatures of different lengths are not alike`() {
        #expect(MinHash.similarity([1, 2], [1]) == 0)
        #expect(MinHash.similarity([], []) == 0)
    }
}

struct OverlapTests {
    private func words(_ text: String) -> [Token] { WordTokens.tokens(of: text, signs: false) }
    private static let long =
        "find all pairs of positive integers such that the sum of their squares divides the product of their cubes plus one"

    private var index: OverlapIndex {
        var index = OverlapIndex(size: 13)
        index.add(
            words("something else entirely that has nothing to do with any of the others in this small index"), item: 0)
        index.add(words(Self.long), item: 1)
        index.add(words("prove that six divides the cube"), item: 2)
        index.add(words("too short"), item: 3)
        return index
    }

    @Test func `a text with a run in common is found, with how much`() throws {
        let match = try #require(index.best(for: words("Hint: " + Self.long + " Good luck!")))
        let count = words(Self.long).count
        #expect(match == OverlapIndex.Match(item: 1, shared: count - 12, total: count - 12 + 3))
        #expect(index.best(for: words(Self.long))?.share == 1)
    }

    @Test func `one word less than a run is nothing`() {
        let twelve = Self.long.split(separator: " ").prefix(12).joined(separator: " ")
        #expect(index.best(for: words(twelve + " and so on for as long as you like to go")) == nil)
        #expect(index.best(for: words(twelve + " such that the world ends here now with no")) == nil)
    }

    @Test func `a short text of the index is found inside of a longer one`() {
        #expect(
            index.best(for: words("Now prove that six divides the cube of a number plus five times it, please"))?.item
                == 2)
        #expect(index.best(for: words("Prove that six divides the cube!"))?.item == 2)
    }

    @Test func `a short text is found inside of one of the index`() {
        #expect(index.best(for: words("sum of their squares divides the product"))?.item == 1)
        #expect(index.best(for: words("the product of their squares divides")) == nil)
        #expect(index.best(for: words("nobody knows these words here")) == nil)
    }

    @Test func `what is too short says nothing`() {
        #expect(index.best(for: words("too short")) == nil)
        #expect(index.best(for: []) == nil)
    }

    @Test func `a phrase that is everywhere does not lead everywhere`() {
        var index = OverlapIndex(size: 5)
        for item in 0..<100 { index.add(words("one two three four five \(item)"), item: item) }
        #expect(index.best(for: words("one two three four five six seven"))?.item == 0, "the first of equals")
    }
}

struct BenchmarkFileTests {
    private func entries(_ text: String) -> ([BenchmarkEntry], [BenchmarkFault]) {
        guard case .entries(let entries, let faults) = BenchmarkFile.read(Array(text.utf8), file: "f") else {
            return ([], [])
        }
        return (entries, faults)
    }

    @Test(arguments: [
        // miniF2F as DeepSeek-Prover has it, and as llmstep has it.
        (
            #"{"name":"m1","split":"test","informal_prefix":"/-- Words. -/\n","formal_statement":"theorem m1 : 1 = 1 := by\n","goal":"g","header":"import Mathlib"}"#,
            BenchmarkEntry(name: "m1", informal: "Words.", formal: "theorem m1 : 1 = 1 := by\n")
        ),
        (
            #"{"full_name":"m2","statement":"theorem m2 : 1 = 1 := by","url":"u","commit":"c","split":"valid"}"#,
            BenchmarkEntry(name: "m2", informal: nil, formal: "theorem m2 : 1 = 1 := by")
        ),
        // ProofNet and ProofNet#.
        (
            #"{"id":"Rudin|exercise_1_1a","nl_statement":"Words.","nl_proof":"p","formal_statement":"theorem e : 1 = 1 :=","src_header":"h"}"#,
            BenchmarkEntry(name: "Rudin|exercise_1_1a", informal: "Words.", formal: "theorem e : 1 = 1 :=")
        ),
        (
            #"{"id":7,"nl_statement":"Words.","lean4_src_header":"h","lean4_formalization":"theorem e : 1 = 1 :="}"#,
            BenchmarkEntry(name: "7", informal: "Words.", formal: "theorem e : 1 = 1 :=")
        ),
        // PutnamBench in words and in Lean, FIMO.
        (
            #"{"problem_name":"putnam_1962_a1","informal_statement":"Words.","informal_solution":"None.","tags":["geometry"]}"#,
            BenchmarkEntry(name: "putnam_1962_a1", informal: "Words.", formal: nil)
        ),
        (
            #"{"name":"putnam","lean4_statement":"theorem p : 1 = 1 := sorry","informal_statement":"Words."}"#,
            BenchmarkEntry(name: "putnam", informal: "Words.", formal: "theorem p : 1 = 1 := sorry")
        ),
        (
            #"{"problem_name":"fimo_2006_algebra_p1","informal_statement":"Words.","informal_proof":"p"}"#,
            BenchmarkEntry(name: "fimo_2006_algebra_p1", informal: "Words.", formal: nil)
        ),
    ])
    func `each benchmark's fields are known`(line: String, expected: BenchmarkEntry) {
        for text in [line, "[\(line)]", "\u{FEFF}\(line)\n", "  \(line)\r\n\(line)"] {
            let (found, faults) = entries(text)
            let placeless = found.map { BenchmarkEntry(name: $0.name, informal: $0.informal, formal: $0.formal) }
            #expect(Set(placeless) == [expected] && faults.isEmpty, "\(text)")
        }
    }

    @Test func `an object of problems by name is read`() {
        let (found, faults) = entries(#"{"b":{"informal_statement":"B"},"a":{"problem":"A"},"note":"x"}"#)
        #expect(found.map(\.name) == ["a", "b"])
        #expect(faults.map(\.detail) == ["member 'note' holds no problem"])
    }

    @Test func `bad lines are counted with their places and the others are read`() {
        let (found, faults) = entries(
            """
            {"name":"a","problem":"A"}
            not JSON

            {"name":"b"}
            {"name":"c","problem":"   "}
            {"name":"d","problem":"D"}
            """)
        #expect(found.map(\.name) == ["a", "d"])
        #expect(found.map(\.line) == [1, 6])
        #expect(faults.map(\.line) == [2, 4, 5])
    }

    @Test func `everything else is Lean`() {
        let text = "import Mathlib\ntheorem t : 1 = 1 := sorry\n"
        #expect(BenchmarkFile.read(Array(text.utf8), file: "f") == .lean(text))
        #expect(BenchmarkFile.read([], file: "f") == .lean(""))
        #expect(entries("[1, 2]").1.count == 2)
    }
}
