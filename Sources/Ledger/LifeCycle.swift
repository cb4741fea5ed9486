/// A word from a closed set of states with a table of the moves between them.
///
/// The table is the one source of truth: the code asks it, the schema's CHECK and triggers are generated from it
/// (`SchemaGuards`), and the diagram in the documentation is rendered from it (`LifeCycle.diagram`).
package protocol LifeCycleState: RawRepresentable<String>, CaseIterable, Codable, Hashable, Sendable {
    /// The states in which a new record may start.
    static var initial: [Self] { get }
    /// The states that may follow this one, apart from itself.
    var successors: [Self] { get }
    /// True when no stage has work left for a record in this state, unless somebody asks for a retry or a new round.
    var isTerminal: Bool { get }
}

extension LifeCycleState {
    /// Whether the record may go from this state to the other. Staying where one is counts as allowed: it is no move.
    package func allows(_ next: Self) -> Bool {
        self == next || successors.contains(next)
    }
}

/// Where a problem stands.
package enum ProblemState: String, LifeCycleState {
    /// No formal candidate yet.
    case pending
    /// At least one formal candidate exists.
    case formalized
    /// Every formalizer declined.
    case unformalizable

    package static var initial: [ProblemState] { [.pending] }

    package var successors: [ProblemState] {
        switch self {
        case .pending: [.formalized, .unformalizable]
        case .formalized: [.pending]
        case .unformalizable: [.pending, .formalized]
        }
    }

    package var isTerminal: Bool { self != .pending }
}

/// Where a formal statement stands. Gates may be switched off, so moves may skip forward.
package enum StatementState: String, LifeCycleState {
    /// A model wrote it; nobody has looked at it.
    case formalized
    /// Lean accepts it with `sorry`.
    case elaborated
    /// A quality class was given and admitted.
    case scored
    /// No proof of `False` from its hypotheses was found.
    case consistent
    /// A proof passed the warm check and waits for the upper rungs.
    case proved
    /// A proof reached the configured rung.
    case verified
    /// Lean does not accept it, repairs included.
    case illFormed
    /// A quality gate refused it.
    case rejected
    /// Its hypotheses contradict each other.
    case vacuous
    /// The same statement is already there.
    case duplicate
    /// The budget of attempts is spent.
    case exhausted
    /// Its negation was verified.
    case disproved
    /// Both sides were proved, or a later check contradicted a proof: the checker itself is in doubt.
    case quarantined

    package static var initial: [StatementState] { [.formalized, .duplicate] }

    package var successors: [StatementState] {
        switch self {
        case .formalized: [.elaborated, .illFormed, .duplicate]
        case .elaborated: [.scored, .rejected, .consistent, .vacuous, .proved, .exhausted, .disproved, .duplicate]
        case .scored: [.consistent, .rejected, .vacuous, .proved, .exhausted, .disproved]
        case .consistent: [.proved, .exhausted, .disproved]
        case .proved: [.verified, .consistent, .exhausted, .disproved, .quarantined]
        case .exhausted: [.consistent]
        case .verified, .disproved: [.quarantined]
        case .illFormed, .rejected, .vacuous, .duplicate, .quarantined: []
        }
    }

    package var isTerminal: Bool {
        switch self {
        case .formalized, .elaborated, .scored, .consistent, .proved: false
        case .verified, .illFormed, .rejected, .vacuous, .duplicate, .exhausted, .disproved, .quarantined: true
        }
    }
}

/// Whole-table views of the life cycle.
package enum LifeCycle {
    /// The life cycle as a Mermaid state diagram for the documentation.
    package static func diagram<State: LifeCycleState>(of type: State.Type) -> String {
        var lines = ["stateDiagram-v2"]
        for state in State.initial { lines.append("    [*] --> \(state.rawValue)") }
        for state in State.allCases {
            for next in state.successors { lines.append("    \(state.rawValue) --> \(next.rawValue)") }
            if state.isTerminal { lines.append("    \(state.rawValue) --> [*]") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
