/// Whom a call is made for, by the numbers of the ledger: for accounting, not part of the question.
package struct CallSubject: Sendable, Hashable {
    package var problem: Int
    /// Nil for a call about the problem itself.
    package var statement: Int?

    package init(problem: Int, statement: Int? = nil) {
        self.problem = problem
        self.statement = statement
    }
}
