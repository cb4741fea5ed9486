/// Which queued jobs a change by hand is about. Jobs that any of `jobs`, `subjects` and, when both are empty, `stage` name
/// are looked at; all the other conditions must hold for them.
package struct JobSelection: Sendable, Hashable {
    /// A problem with all its statements, or one statement.
    package struct Subject: Sendable, Hashable {
        package let problemID: Int
        /// Nil: everything about the problem.
        package let statementID: Int?

        package init(problemID: Int, statementID: Int? = nil) {
            self.problemID = problemID
            self.statementID = statementID
        }
    }

    /// Numbers of jobs.
    package var jobs: [Int] = []
    package var subjects: [Subject] = []
    /// Only jobs of this stage; nil for all stages.
    package var stage: String?
    /// Only jobs whose last error contains this, whatever the case of its ASCII letters.
    package var reason: String?
    /// Only jobs that were parked at this time (milliseconds since 1970) or later.
    package var since: Int?

    package init() {}

    /// Whether it names jobs one by one, rather than all of some stages.
    package var isListed: Bool { !jobs.isEmpty || !subjects.isEmpty }
}

/// A stage of which nothing is claimed.
package struct PausedStage: Sendable, Hashable, Codable {
    package let stage: String
    /// Milliseconds since 1970.
    package let since: Int
    package let reason: String?
}
