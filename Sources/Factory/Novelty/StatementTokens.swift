internal import LeanSource
internal import TrainingData

extension LockedStatement {
    /// The normal form as tokens to compare; bound variables count by where they occur and not by their number.
    var tokens: [Token] {
        normalForm.split(separator: " ").map { word in
            let bytes = word.utf8
            let isVariable = bytes.first == UInt8(ascii: "#") && (bytes.dropFirst().first.map(Self.isDigit) ?? false)
            return Token(bytes, isVariable: isVariable)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension NoveltyStage {
    /// Tokens of a run by which statements are compared.
    private static let statementRun = 5
    /// Words of a run by which problems are compared.
    private static let problemRun = 3

    static func summary(of statement: LockedStatement) -> MinHash? {
        MinHash(Grams.hashes(of: statement.tokens, size: statementRun))
    }

    static func summary(ofProblem text: String) -> MinHash? {
        MinHash(Grams.hashes(of: WordTokens.tokens(of: text, signs: true), size: problemRun))
    }
}
