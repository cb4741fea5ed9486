import Foundation
import LeanSource
import Ledger
import TestSupport
import Testing
import TrainingData

@testable import Factory

struct BenchmarkLibraryTests {
    private static let miniF2F = """
        import Mathlib
        open BigOperators Real

        /-- What is the value of the sum of the first so many odd numbers when there are exactly twelve of them? -/
        theorem mathd_odd (n : ℕ) (h₀ : n = 12) : ∑ k ∈ Finset.range n, (2 * k + 1) = 144 := by
          sorry

        abbrev solution : ℕ := 3

        @[simp] lemma Putnam.helper (x y : ℝ) (h : x < y) : ∃ z : ℝ, x < z ∧ z < y := by
          exact exists_between h

        theorem broken : := sorry
        """

    private func library(
        _ text: String, file: String = "bench", _ settings: OverlapSettings = .init()
    ) -> BenchmarkLibrary {
        var library = BenchmarkLibrary(settings: settings)
        var source = BenchmarkLibrary.Source(name: file)
        library.add(Array(text.utf8), file: file, to: &source)
        library.finish(source)
        return library
    }

    private func flags(
        _ library: BenchmarkLibrary, problem: String = "Nothing in common here.", _ lean: String
    ) throws -> [String] {
        let statement = try LockedStatement(parsing: lean)
        return library.flags(problem: problem, statement: statement, normalHash: statement.normalHash)
            .map { "\($0.about): \($0.detail)" }
    }

    @Test func `the theorems of a Lean file are taken, with comments and whatever their names`() throws {
        let source = try #require(library(Self.miniF2F).sources.first)
        #expect(source.problems == 2 && source.informal == 1 && source.formal == 2)
        #expect(source.faults.map(\.line) == [13])
    }

    @Test func `the same statement under other names, another header and another layout is found`() throws {
        let found = try flags(
            library(Self.miniF2F),
            "theorem mine (a : Real) (b : Real)\n  (hab : a < b) : ∃ c : Real, a < c ∧ c < b := by sorry")
        #expect(found == ["bench: Putnam.helper: the same statement"])
        #expect(
            try flags(library(Self.miniF2F), "theorem mine (a b : ℝ) (h : b < a) : ∃ c : ℝ, a < c ∧ c < b := by sorry")
                == [])
    }

    @Test func `most of the runs of tokens in one theorem are enough, a few are not`() throws {
        let long =
            "theorem t (a b c : ℝ) (h : a + b + c = 3) (h1 : 0 < a) (h2 : 0 < b) (h3 : 0 < c) : a * b + b * c + c * a ≤ 3"
        let bench = library(long + " := by sorry")
        let near = long.replacingOccurrences(of: "≤ 3", with: "≤ 4") + " := by sorry"
        let found = try flags(bench, near)
        #expect(found.count == 1 && found[0].contains("runs of tokens"), "\(found)")
        let far =
            "theorem t (a b c : ℝ) (h : a + b + c = 3) (h1 : 0 < a) (h2 : 0 < b) : a ^ 7 - b ^ 7 + Real.sqrt c * a = 99 * a * b * c"
        #expect(try flags(bench, far + " := by sorry") == [])
    }

    @Test func `a run of words in the problem is enough`() throws {
        let lean = "theorem t : 1 = 1 := by sorry"
        let problem = "Compute: what is the value of the SUM of the first so many odd numbers, when there are eleven?"
        #expect(try flags(library(Self.miniF2F), problem: problem, lean) == ["bench: mathd_odd: 5 of 7 runs of words"])
        var settings = OverlapSettings()
        settings.wordShare = 0.8
        #expect(try flags(library(Self.miniF2F, settings), problem: problem, lean) == [])
    }

    @Test func `words and statements of JSON are read, and what is bad is counted`() throws {
        let text = """
            {"name":"one","nl_statement":"Prove that one plus one is two for once and for all.","formal_statement":"theorem one (x : ℕ) : x + 0 = x := by"}
            {"name":"two","formal_statement":"begin sorry end"}
            nonsense
            """
        let bench = library(text)
        let source = try #require(bench.sources.first)
        #expect(source.problems == 1 && source.formal == 1)
        #expect(Set(source.faults.map(\.line)) == [2, 3])
        #expect(
            try flags(bench, "theorem other (n : Nat) : n + 0 = n := by sorry") == ["bench: one: the same statement"])
    }

    @Test func `folders are read through, and what is not there is said`() throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "src"), withIntermediateDirectories: true)
        try Data("theorem a : 1 = 1 := sorry".utf8).write(to: folder.appending(path: "src/a.lean"))
        try Data(#"[{"problem_name":"b","informal_statement":"B"}]"#.utf8).write(to: folder.appending(path: "b.json"))
        try Data("no benchmark".utf8).write(to: folder.appending(path: "README.md"))
        var library = BenchmarkLibrary()
        try library.add(contentsOf: folder)
        #expect(library.sources.first?.files == 2 && library.sources.first?.problems == 2)
        #expect(library.sources.first?.faults == [])
        #expect(throws: FactoryError.self) { try library.add(contentsOf: folder.appending(path: "nothing.json")) }
    }
}

struct NoveltySummaryTests {
    private func similarity(_ left: String, _ right: String) throws -> Double {
        let one = try #require(NoveltyStage.summary(of: try LockedStatement(parsing: left)))
        let other = try #require(NoveltyStage.summary(of: try LockedStatement(parsing: right)))
        return MinHash.similarity(one.signature, other.signature)
    }

    @Test func `names, layout and one more variable hardly show, another claim does`() throws {
        let base = "theorem a (x y z : ℕ) (h : x < y) (k : y < z) (m : z < x + y) : x + z < y + z ∧ y < z + z"
        #expect(
            try similarity("\(base) := by sorry", "\(base.replacingOccurrences(of: "x", with: "w")) := by sorry") == 1)
        let more = base.replacingOccurrences(of: "(x y z : ℕ)", with: "(q x y z : ℕ)")
        #expect(try similarity("\(base) := by sorry", "\(more) := by sorry") > 0.7)
        #expect(
            try similarity("\(base) := by sorry", "theorem b (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry") < 0.3)
    }

    @Test func `problems are alike by their words and signs`() throws {
        func summary(_ text: String) throws -> [UInt32] {
            try #require(NoveltyStage.summary(ofProblem: text)).signature
        }
        let one = try summary("Let $a$ and $b$ be real numbers with $a + b = 3$. Find the largest value of $a b$.")
        let same = try summary("let a and b be real numbers with \\(a+b=3\\); find the largest value of ab")
        #expect(MinHash.similarity(one, same) > 0.8)
        let other = try summary("A train leaves the station at noon and runs west for three hours. How far is it?")
        #expect(MinHash.similarity(one, other) < 0.1)
        #expect(NoveltyStage.summary(ofProblem: "…") == nil)
    }
}

struct NoveltySettingsTests {
    @Test func `it is off without its mapping and on with it`() throws {
        #expect(try ConfigurationLoader.parse("ledger: x", name: "f").stages.novelty == NoveltySettings())
        let settings = try ConfigurationLoader.parse(
            """
            stages:
              novelty:
                near_duplicates: reject
                near_duplicate_problems: ignore
                similarity: 0.9
                contamination: flag
                benchmarks: [a.jsonl, b]
                overlap: { words: 8, word_share: 0.25, tokens: 20, token_share: 1 }
            """, name: "f")
        let novelty = settings.stages.novelty
        #expect(novelty.enabled && novelty.nearDuplicates == .reject && novelty.nearDuplicateProblems == .ignore)
        #expect(novelty.similarity == 0.9 && novelty.contamination == .flag && novelty.benchmarks == ["a.jsonl", "b"])
        #expect(novelty.overlap.words == 8 && novelty.overlap.wordShare == 0.25 && novelty.overlap.tokens == 20)
        #expect(novelty.comparesBenchmarks)
        #expect(try ConfigurationLoader.parse(ConfigurationLoader.render(settings), name: "g") == settings)
        let off = Configuration()
        #expect(try ConfigurationLoader.parse(ConfigurationLoader.render(off), name: "g") == off)
    }

    @Test(arguments: ["similarity: 0.5", "near_duplicates: maybe", "overlap: { words: 3 }", "benchmark: x"])
    func `what makes no sense is refused`(line: String) {
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.parse("stages:\n  novelty:\n    \(line)\n", name: "f")
        }
    }
}
