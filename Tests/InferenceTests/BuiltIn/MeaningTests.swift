import Testing

@testable import Inference

@Suite("Meaning of English")
struct MeaningTests {
    @Test(arguments: EnglishMeaning.all)
    func `the statement is true of the numbers that the sentence is true of`(_ meaning: EnglishMeaning) throws {
        let statement = try StatementEvaluator.statement(of: meaning.sentence)
        let evaluator = StatementEvaluator(bound: 13)
        var outcomes: Set<Bool> = []
        for values in StatementEvaluator.assignments(statement.variables.map(\.sort)) {
            let expected = meaning.holds(values)
            outcomes.insert(expected)
            #expect(evaluator.holds(statement, values) == expected, "\(values): \(LeanPrinter.text(statement.goal))")
        }
        #expect(outcomes.count == 2, "the sentence cannot tell a wrong reading from a right one")
    }

    @Test(arguments: 0..<12)
    func `claims put together at random mean what their parts mean`(_ seed: Int) throws {
        let evaluator = StatementEvaluator(bound: 8)
        var read = 0
        for index in 0..<30 {
            var generator = RandomEnglish(seed: UInt64(seed * 1_000 + index))
            let claim = generator.claim(depth: 2)
            let sentence = "Let n and m be natural numbers. Then \(claim.text)."
            // A quantified letter that the body leaves out is refused, and so are brackets over the limit.
            guard case .theorem = ControlledEnglish.formalize(sentence) else { continue }
            read += 1
            let statement = try StatementEvaluator.statement(of: sentence)
            #expect(statement.variables.prefix(2).map(\.name) == ["n", "m"])
            // Quantifiers that were moved to the top of the theorem.
            let rest = StatementEvaluator.assignments(statement.variables.dropFirst(2).map(\.sort), naturals: 8)
            for values in StatementEvaluator.assignments([.natural, .natural], naturals: 5) {
                let isTrue = rest.allSatisfy { evaluator.holds(statement, values + $0) }
                #expect(isTrue == claim.holds(["n": values[0], "m": values[1]]), "\(sentence) \(values)")
            }
        }
        #expect(read >= 15)
    }
}
