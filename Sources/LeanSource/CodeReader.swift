/// A theorem taken out of a whole file, with what belongs to it.
package struct ClaimedTheorem: Hashable, Sendable {
    /// The file's header in its plain form, see `HeaderGuard`.
    package let header: String
    /// What the file claims: its last theorem.
    package let statement: LockedStatement
    /// How the file proves it; the theorems before it are the helpers.
    package let proof: ProofBody
}

/// What a whole file amounts to.
package enum CodeReading: Hashable, Sendable {
    /// A theorem that can be checked like any other. Its header and its statement have passed the guard; nothing of the
    /// proof and its helpers has been examined yet.
    case theorem(ClaimedTheorem)
    /// The file does what no checked file may do. Places are those of the file.
    case forbidden([GuardViolation])
    /// There is no theorem that could be taken; the sentence says why.
    case none(String)
}

/// Takes the claim of a whole Lean file apart: header, helper theorems, the theorem itself.
///
/// A file is taken only when it is made of nothing else, because everything else can change what its theorem means: a
/// definition, an instance, a variable, an open namespace. Commands that only print (`#print`, `#check`) are passed over,
/// comments and sections too. Unlike in a model's answer nothing is skipped silently that Lean would have read.
package enum CodeReader {
    /// Reads a file.
    package static func read(_ code: String, limits: GuardLimits = GuardLimits()) -> CodeReading {
        var bytes = Array(code.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard bytes.count <= limits.fileBytes else {
            let reason = "is too long for a file; the limit is \(limits.fileBytes) bytes"
            return .forbidden([GuardViolation(word: "\(bytes.count) bytes", reason: reason, line: 1, column: 0)])
        }
        return FileParts(LexedSource(bytes), limits: limits).reading()
    }
}

/// The commands of a file, sorted.
private struct FileParts {
    let source: LexedSource
    let limits: GuardLimits

    init(_ source: LexedSource, limits: GuardLimits) {
        self.source = source
        self.limits = limits
    }

    func reading() -> CodeReading {
        let commands = LeanCommand.all(in: source)
        if let first = commands.first, first.numbers.lowerBound > 0 {
            return .forbidden([source.violation(at: 0, "begins no command that a checked file may hold")])
        }
        var header: [Range<Int>] = []
        var theorems: [LeanDeclaration] = []
        for command in commands {
            switch command.word {
            case "theorem", "lemma", "example":
                guard let declaration = LeanDeclaration(command, in: source) else { continue }
                theorems.append(declaration)
            case "import", "open", "set_option", "universe", "universes":
                // `open Nat in` before a theorem holds for that theorem; before the last one it may hold for all.
                header.append(withoutIn(command.numbers))
            case "section", "end", "noncomputable":
                header.append(command.numbers)
            default:
                if command.word == "#print" || command.word == "#check" || isModuleDoc(command) { continue }
                return .forbidden([source.violation(at: command.core.lowerBound, Self.reason, word: command.word.text)])
            }
        }
        guard let last = theorems.last else { return .none("The file holds no theorem.") }
        return claim(last, helpers: theorems.dropLast(), header: header)
    }

    private static let reason = "is no command that a checked file may hold"

    private func isModuleDoc(_ command: LeanCommand) -> Bool {
        command.numbers.allSatisfy { source.kind($0) == .moduleDoc }
    }

    private func withoutIn(_ numbers: Range<Int>) -> Range<Int> {
        source.spells(numbers.upperBound - 1, "in") ? numbers.lowerBound..<numbers.upperBound - 1 : numbers
    }

    private func claim(
        _ declaration: LeanDeclaration, helpers: ArraySlice<LeanDeclaration>, header: [Range<Int>]
    ) -> CodeReading {
        var headers: [String] = []
        for numbers in header {
            var reader = HeaderReader(source, limits: limits)
            switch reader.read(numbers) {
            case .header(let text): if !text.isEmpty { headers.append(text) }
            case .refused(let violations): return .forbidden(violations)
            }
        }
        let statement: LockedStatement
        do throws(LeanSourceError) {
            statement = try StatementReader.locked(declaration, in: source)
        } catch {
            return .none(error.message)
        }
        switch ProofReader.proof(of: declaration, source) {
        case .none(let reason), .wrongStatement(let reason): return .none(reason)
        case .proof(let body):
            let texts = helpers.filter { $0.kind != .example }.map { HelperSource.text(of: $0, in: source) }
            let proof = ProofBody(text: body.text, style: body.style, helpers: texts)
            let imports = headers.filter { $0.hasPrefix("import ") }
            let others = headers.filter { !$0.hasPrefix("import ") }
            let theorem = ClaimedTheorem(
                header: (imports + others).joined(separator: "\n"), statement: statement, proof: proof)
            return .theorem(theorem)
        }
    }
}
