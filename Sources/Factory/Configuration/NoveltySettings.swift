/// `stages.novelty`: statements that are nearly the same as others, or stand in a benchmark. Off unless the configuration has
/// this mapping.
package struct NoveltySettings: Codable, Sendable, Equatable {
    /// Off: nothing is compared.
    package var enabled = false
    /// Statements that are alike by the tokens of their normal forms. `flag` keeps them out of exports, and what is flagged
    /// does not depend on which of two was first in time; `reject` saves the proof of the one that comes second.
    package var nearDuplicates = LintSettings.Action.flag
    /// Problems that are alike by their words.
    package var nearDuplicateProblems = LintSettings.Action.flag
    /// The least estimated Jaccard index of what counts as alike, 0.7 to 1.
    package var similarity = 0.85
    /// Statements that stand in one of the benchmarks, or whose problem does.
    package var contamination = LintSettings.Action.reject
    /// Files and folders of benchmarks, relative to the configuration file.
    package var benchmarks: [String] = []
    /// How much has to agree.
    package var overlap = OverlapSettings()

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: true)
        nearDuplicates = try reader.word("near_duplicates", default: nearDuplicates)
        nearDuplicateProblems = try reader.word("near_duplicate_problems", default: nearDuplicateProblems)
        similarity = try reader.number("similarity", in: 0.7...1, default: similarity)
        contamination = try reader.word("contamination", default: contamination)
        benchmarks = try reader.value("benchmarks", default: benchmarks)
        overlap = try reader.value("overlap", default: overlap)
        try reader.finish()
    }

    private enum CodingKeys: String, CodingKey {
        case enabled, similarity, contamination, benchmarks, overlap
        case nearDuplicates = "near_duplicates"
        case nearDuplicateProblems = "near_duplicate_problems"
    }

    /// Whether benchmarks are compared with.
    var comparesBenchmarks: Bool { enabled && contamination != .ignore && !benchmarks.isEmpty }
}

/// `stages.novelty.overlap`: what counts as standing in a benchmark.
package struct OverlapSettings: Codable, Sendable, Equatable {
    /// Words of a run in the informal text; one common run is enough. 13 is the custom since GPT-3 (arXiv 2005.14165).
    package var words = 13
    /// The share of a problem's runs that must stand in one problem of the benchmark, 0 for any at all.
    package var wordShare = 0.0
    /// Tokens of a run in the normal form.
    package var tokens = 13
    /// The share of a statement's runs that must stand in one statement of the benchmark: short runs of Lean are common.
    package var tokenShare = 0.8

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        words = try reader.number("words", in: 5...100, default: words)
        wordShare = try reader.number("word_share", in: 0...1, default: wordShare)
        tokens = try reader.number("tokens", in: 5...100, default: tokens)
        tokenShare = try reader.number("token_share", in: 0...1, default: tokenShare)
        try reader.finish()
    }

    private enum CodingKeys: String, CodingKey {
        case words, tokens
        case wordShare = "word_share"
        case tokenShare = "token_share"
    }
}
