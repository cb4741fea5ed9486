/// SQL generated from the life cycle, so that a raw UPDATE obeys it too, and the triggers that keep decisions as they were.
enum SchemaGuards {
    /// Begins the message of the trigger that refuses a move.
    static let forbiddenMove = "forbidden move"

    static let all =
        lifeCycle(of: StatementState.self, table: "statement", moves: releasedMoves)
        + lifeCycle(of: ProblemState.self, table: "problem")
        + appendOnly(table: "gate_decision")
        + appendOnly(table: "verification")

    /// The words of a closed set as an SQL list: `('a', 'b')`.
    static func words<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) -> String {
        list(Word.allCases.map(\.rawValue))
    }

    /// The moves of a statement as the first steps of the file format have them. Later steps make the triggers anew.
    static let releasedMoves = [
        "formalized>elaborated", "formalized>illFormed", "formalized>duplicate", "elaborated>scored",
        "elaborated>rejected",
        "elaborated>consistent", "elaborated>vacuous", "elaborated>proved", "elaborated>exhausted",
        "elaborated>disproved",
        "elaborated>duplicate", "scored>consistent", "scored>rejected", "scored>vacuous", "scored>proved",
        "scored>exhausted",
        "scored>disproved", "consistent>proved", "consistent>exhausted", "consistent>disproved", "proved>verified",
        "proved>consistent", "proved>exhausted", "proved>quarantined", "verified>quarantined", "exhausted>consistent",
        "disproved>quarantined",
    ]

    /// The moves as the table has them now.
    static func moves<State: LifeCycleState>(of type: State.Type) -> [String] {
        State.allCases.flatMap { state in state.successors.map { "\(state.rawValue)>\($0.rawValue)" } }
    }

    /// Two triggers: no move outside the table, no record that starts in the middle.
    static func lifeCycle<State: LifeCycleState>(of type: State.Type, table: String, moves: [String]? = nil) -> [String]
    {
        let moves = moves ?? self.moves(of: type)
        return [
            """
            CREATE TRIGGER \(table)_move BEFORE UPDATE OF state ON \(table)
            WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN \(list(moves))
            BEGIN SELECT RAISE(ABORT, '\(forbiddenMove) of a \(table)'); END
            """,
            """
            CREATE TRIGGER \(table)_start BEFORE INSERT ON \(table)
            WHEN NEW.state NOT IN \(list(State.initial.map(\.rawValue)))
            BEGIN SELECT RAISE(ABORT, '\(forbiddenMove) of a \(table): it cannot start there'); END
            """,
        ]
    }

    private static func appendOnly(table: String) -> [String] {
        ["UPDATE", "DELETE"].map { verb in
            """
            CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END
            """
        }
    }

    static func list(_ words: [String]) -> String {
        "(" + words.map { "'\($0)'" }.joined(separator: ", ") + ")"
    }
}
