/// A proof with holes: a tactic block in which `sorry` stands for the proofs of some `have … : T`, and perhaps for what is left
/// of the goal after them. This is how DeepSeek-Prover-V2 takes a theorem apart (arXiv 2504.21801, section 2.2).
///
/// Each hole becomes a lemma of its own by its text: the theorem's binders, then the haves before it as hypotheses, then `T`.
/// Whether the lemma means the same in the proof, only Lean can say: what counts is the proof put together again.
package struct ProofSketch: Sendable, Hashable {
    /// The skeleton with its holes.
    package let body: ProofBody
    /// The holes in their order; at least one.
    package let holes: [Hole]

    /// One hole.
    package struct Hole: Sendable, Hashable {
        /// What the hole proves, as a theorem of its own.
        package let lemma: LockedStatement
        /// The bytes that its proof replaces.
        let range: Range<Int>
        /// How far its proof is indented.
        let indentation: Int
        /// Whether the proof stands behind `:=` and begins with a `by` of its own.
        let needsBy: Bool
    }

    /// Why a text is no sketch.
    package struct Refusal: Error, Hashable, Sendable {
        /// One sentence for people.
        package let reason: String
    }

    /// Reads a proof as a sketch.
    ///
    /// - Throws: `Refusal` for a proof without holes, with holes whose goal is not plain from the text, or with helpers.
    package init(_ body: ProofBody, of statement: LockedStatement) throws(Refusal) {
        guard body.style == .tactics, body.helpers.isEmpty else {
            throw Refusal(reason: "The sketch is not one block of tactics.")
        }
        var reader = SketchReader(body.text, statement)
        holes = try reader.read()
        self.body = body
    }

    /// The skeleton with harmless words in its holes, for the guard.
    package var closed: ProofBody {
        replacing { hole in hole.needsBy ? ":= trivial" : "trivial" }
    }

    /// The whole proof.
    ///
    /// - Parameter proofs: of each hole its proof, without helpers.
    package func glued(_ proofs: [ProofBody]) -> ProofBody {
        var next = proofs.makeIterator()
        return replacing { hole in
            guard let proof = next.next() else { return "sorry" }
            let lines = ProofLayout(proof.asTactics).lines(indentedBy: hole.indentation).map(\.text)
            if hole.needsBy { return ([":= by"] + lines).joined(separator: "\n") }
            return String(lines.joined(separator: "\n").dropFirst(hole.indentation))
        }
    }

    private func replacing(_ text: (Hole) -> String) -> ProofBody {
        let bytes = Array(body.text.utf8)
        var result: [UInt8] = []
        var place = 0
        for hole in holes {
            result += bytes[place..<hole.range.lowerBound]
            result += Array(text(hole).utf8)
            place = hole.range.upperBound
        }
        result += bytes[place...]
        return ProofBody(text: String(decoding: result, as: UTF8.self), style: .tactics)
    }
}

/// Finds the holes of a sketch, block by block.
private struct SketchReader {
    private let source: LexedSource
    private let partners: BracketPairs
    private let statement: LockedStatement
    private var holes: [ProofSketch.Hole] = []

    init(_ text: String, _ statement: LockedStatement) {
        source = LexedSource(text)
        partners = source.brackets(in: 0..<source.count)
        self.statement = statement
    }

    mutating func read() throws(ProofSketch.Refusal) -> [ProofSketch.Hole] {
        guard source.count > 0 else { throw ProofSketch.Refusal(reason: "The sketch is empty.") }
        try block(0..<source.count, goal: statement.goal, known: [])
        guard !holes.isEmpty else { throw ProofSketch.Refusal(reason: "The sketch has no hole.") }
        return holes
    }

    /// A step that brings in a fact: `have NAME binders : TYPE := …`, `obtain PATTERN : TYPE := …`.
    private struct Fact {
        /// Nil for a pattern.
        let name: String?
        let binders: String
        let type: String
        /// The number of its `:=`.
        let assignment: Int

        /// The fact as a hypothesis of what comes after it.
        var hypothesis: String? {
            name.map { binders.isEmpty ? "(\($0) : \(type))" : "(\($0) : ∀ \(binders), \(type))" }
        }
    }

    /// - Parameter known: what the blocks around bring in, as binders.
    private mutating func block(
        _ numbers: Range<Int>, goal: String, known: [String]
    ) throws(ProofSketch.Refusal) {
        var known = known
        // Whether the goal of the block is still the one that its text says.
        var isUntouched = true
        for step in steps(numbers) {
            if let fact = fact(step) {
                try proof(of: fact, step, known: known + [fact.binders])
                if let hypothesis = fact.hypothesis { known.append(hypothesis) }
            } else if step.count == 1, source.spells(step.lowerBound, "sorry") {
                guard isUntouched else {
                    throw ProofSketch.Refusal(reason: "A hole stands where the goal is not plain from the text.")
                }
                let range = source.token(step.lowerBound).range
                try add(goal, known, range: range, column(step.lowerBound), needsBy: false)
            } else {
                try refuseHoles(in: step)
                isUntouched = false
            }
        }
    }

    private mutating func proof(
        of fact: Fact, _ step: Range<Int>, known: [String]
    ) throws(ProofSketch.Refusal) {
        let start = fact.assignment + 1
        let isBlock = source.spells(start, "by")
        let body = (isBlock ? start + 1 : start)..<step.upperBound
        if body.count == 1, source.spells(body.lowerBound, "sorry") {
            let end = source.token(body.lowerBound).range.upperBound
            let range = source.token(fact.assignment).range.lowerBound..<end
            try add(fact.type, known, range: range, column(step.lowerBound) + 2, needsBy: true)
        } else if isBlock, !body.isEmpty, source.beginsLine(body.lowerBound) {
            try block(body, goal: fact.type, known: known)
        } else {
            try refuseHoles(in: body)
        }
    }

    private mutating func add(
        _ goal: String, _ known: [String], range: Range<Int>, _ indentation: Int, needsBy: Bool
    ) throws(ProofSketch.Refusal) {
        let name = LockedStatement.plainName("\(statement.name)_h\(holes.count + 1)")
        let all = ([statement.binders] + known).filter { !$0.isEmpty }.joined(separator: " ")
        let text = "theorem \(name)\(statement.universes)\(all.isEmpty ? "" : " \(all)") : \(goal)"
        // What is said of the hole is the model's: it must be a statement and nothing else.
        guard let lemma = try? LockedStatement(parsing: text) else {
            throw ProofSketch.Refusal(reason: "A hole claims what is no statement: \(goal.prefix(200))")
        }
        holes.append(
            ProofSketch.Hole(lemma: lemma, range: range, indentation: indentation, needsBy: needsBy))
    }

    private func refuseHoles(in numbers: Range<Int>) throws(ProofSketch.Refusal) {
        guard !numbers.contains(where: { source.spells($0, "sorry") }) else {
            throw ProofSketch.Refusal(reason: "A hole is not the whole proof of a `have` with its type.")
        }
    }

    // MARK: Steps

    /// The steps of a block: each begins a line in the column of the first.
    private func steps(_ numbers: Range<Int>) -> [Range<Int>] {
        guard let first = numbers.first else { return [] }
        let edge = column(first)
        var starts = [first]
        var number = first
        while number < numbers.upperBound {
            if number > first, source.beginsLine(number), column(number) <= edge { starts.append(number) }
            number = max(number, partners[number] ?? number) + 1
        }
        return zip(starts, starts.dropFirst() + [numbers.upperBound]).map { $0..<$1 }
    }

    private func column(_ number: Int) -> Int {
        let offset = source.token(number).range.lowerBound
        let start = source.bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return offset - start
    }

    private func fact(_ step: Range<Int>) -> Fact? {
        let first = step.lowerBound
        let isHave = source.spells(first, "have")
        guard isHave || source.spells(first, "obtain"),
            let colon = sign(":", in: first + 1..<step.upperBound),
            let assignment = sign(":=", in: colon + 1..<step.upperBound), assignment > colon + 1
        else { return nil }
        let type = source.text(colon + 1..<assignment)
        guard isHave else { return Fact(name: nil, binders: "", type: type, assignment: assignment) }
        if colon == first + 1 { return Fact(name: "this", binders: "", type: type, assignment: assignment) }
        guard source.kind(first + 1) == .identifier else { return nil }
        let binders = first + 2 < colon ? source.text(first + 2..<colon) : ""
        return Fact(name: source.word(first + 1).text, binders: binders, type: type, assignment: assignment)
    }

    /// The first such sign outside of brackets.
    private func sign(_ sign: StaticString, in numbers: Range<Int>) -> Int? {
        var number = numbers.lowerBound
        while number < numbers.upperBound {
            if source.isSymbol(number, sign) { return number }
            number = max(number, partners[number] ?? number) + 1
        }
        return nil
    }
}
