/// A batch for a process of its own, with the canaries behind the checks.
///
/// The process is new and ends, so nothing that it was told before can have bent it, and its canaries vouch for this one
/// document: it tells the truth about them, or nothing in it counts.
struct AsideDocument: Sendable {
    /// What the process said.
    enum Reading: Sendable, Hashable {
        /// All is in order; what was said about the checks, in their order.
        case good([BatchReading.Item])
        /// The document was not read to its end, or not as it was meant: nothing in it counts. Which check was at work at
        /// the end, as far as that is known.
        case disturbed(suspect: Int?)
        /// All is in order but the canaries.
        case lied(LeanCheckingError)
    }

    private let batch: BatchDocument
    private let count: Int

    init(header: LeanHeader, items: [BatchItem], free: Set<String>) {
        count = items.count
        batch = BatchDocument(
            header: header, items: items + Canary.items, for: .process,
            free: free.union(Canary.all.map(\.name)), before: Canary.axioms)
    }

    /// The whole text.
    var text: String { batch.text }

    /// Reads the run strictly: it must have ended by itself, with the exit code that goes with its messages.
    func reading(_ run: BoundedCommand.Outcome) -> Reading {
        guard case .ended(.exited(let code)) = run.ending, let messages = JSONMessages.decode(run.output),
            code == (messages.contains { $0.severity == .error } ? 1 : 0)
        else {
            let said = batch.reading(of: JSONMessages.beginning(of: run.output))
            return .disturbed(suspect: suspect(said))
        }
        // A new process says more than a warm one: the kinds of messages that the protocol does not carry.
        let said = batch.reading(of: messages.map(\.withProtocolKind))
        guard said.doubt == nil else { return .disturbed(suspect: suspect(said)) }
        if let objection = Canary.objection(to: said.items.suffix(from: count)) { return .lied(objection) }
        return .good(Array(said.items.prefix(count)))
    }

    private func suspect(_ reading: BatchReading) -> Int? {
        reading.items.prefix(count).firstIndex { !$0.isReached }
    }
}

extension LeanMessage {
    /// The message as the language server would send it: only errors with a name have a kind there.
    fileprivate var withProtocolKind: LeanMessage {
        let mark = "._namedError"
        let name = kind.hasSuffix(mark) ? String(kind.dropLast(mark.count)) : ""
        return LeanMessage(severity: severity, line: line, column: column, kind: name, text: text)
    }
}
