import Foundation
import LeanSource
import Testing

/// A line of `Tests/Fixtures/attacks` or `Tests/Fixtures/innocents`, see the README beside them.
struct FixtureItem: Decodable, Sendable, CustomTestStringConvertible {
    let id: String?
    let name: String?
    let statement: String?
    let proof: String?
    let code: String?
    let header: String?
    let formalStatement: String?
    let formalProof: String?
    let stopsAt: Int?
    let kind: String?
    let why: String?

    enum CodingKeys: String, CodingKey {
        case id, name, statement, proof, code, header, stopsAt, kind, why
        case formalStatement = "formal_statement"
        case formalProof = "formal_proof"
    }

    var testDescription: String { label }
    /// What the file calls the item.
    var label: String { id ?? name ?? "" }

    /// All items of the files in one folder, with the file first in the list of names.
    static func all(in folder: String) -> [FixtureItem] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let files = root.appending(path: "Fixtures/\(folder)")
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: files.path).sorted()
            return try names.filter { $0.hasSuffix(".jsonl") }.flatMap { name in
                try Data(contentsOf: files.appending(path: name)).split(separator: 0x0A).map { line in
                    try JSONDecoder().decode(FixtureItem.self, from: line)
                }
            }
        } catch {
            fatalError("The fixtures in \(files.path) cannot be read: \(error)")
        }
    }

    /// What rungs 1 and 2 say about the item.
    enum Outcome: Equatable {
        /// Rung 1: no proof, or a proof of something else.
        case notTaken(String)
        /// Rung 2: the guard refuses the header, the statement, the proof or a command of the file.
        case refused(String)
        /// Nothing is said against it so far.
        case passes(LockedStatement, ProofBody, header: String)

        /// The rung that stops the item; 3 when the lower ones do not.
        var stopsAt: Int {
            switch self {
            case .notTaken: 1
            case .refused: 2
            case .passes: 3
            }
        }
    }

    /// Runs rungs 1 and 2 as `dsprover check` does.
    func outcome() -> Outcome {
        var own = ""
        if let header {
            switch HeaderGuard.read(header) {
            case .header(let text): own = text
            case .refused(let violations): return .refused(violations[0].description)
            }
        }
        if let code {
            switch CodeReader.read(code) {
            case .theorem(let claim): return guarded(claim.proof, claim.statement, own + claim.header)
            case .forbidden(let violations): return .refused(violations[0].description)
            case .none(let sentence): return .notTaken(sentence)
            }
        }
        let locked: LockedStatement
        do {
            locked = try LockedStatement(parsing: statement ?? formalStatement ?? "")
        } catch {
            return .refused("\(error)")
        }
        switch ProofReader.extract(from: proof ?? formalProof ?? "", for: locked, header: own) {
        case .proof(let body): return guarded(body, locked, own)
        case .wrongStatement(let sentence), .none(let sentence): return .notTaken(sentence)
        }
    }

    private func guarded(_ proof: ProofBody, _ statement: LockedStatement, _ header: String) -> Outcome {
        // The factory checks the tactic form first; the guard must say the same of both.
        let violations =
            ProofGuard.violations(in: proof, of: statement)
            + ProofGuard.violations(in: proof.asTactics, of: statement)
        if let violation = violations.first { return .refused(violation.description) }
        return .passes(statement, proof, header: header)
    }
}
