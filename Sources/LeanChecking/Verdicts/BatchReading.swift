/// What was said about the items of one document.
struct BatchReading: Sendable, Hashable {
    /// What was said about one item, as if it had been alone.
    struct Item: Sendable, Hashable {
        /// The name under which Lean knows the theorem.
        let name: String
        /// All messages but the answers, places counted from the item's own source.
        private(set) var messages: [LeanMessage] = []
        /// The messages that begin at the question.
        private(set) var answers: [LeanMessage] = []
        /// Whether Lean came to the item's question: it answered, or could not for want of the theorem.
        private(set) var isReached = false

        init(name: String) {
            self.name = name
        }

        /// Whether a message speaks of the namespaces that stand around the item.
        private(set) var isStained = false

        mutating func add(_ message: LeanMessage, moved: LeanMessage, inQuestion: Bool, isStained: Bool) {
            let isAnswer = inQuestion && message.column == 0 && message.severity == .information
            if isAnswer {
                // As it is: the answer must be about the name that nobody else knows.
                answers.append(message)
            } else {
                messages.append(moved)
                if isStained { self.isStained = true }
            }
            if isAnswer || (inQuestion && message.column == CheckDocument.questionNameColumn) { isReached = true }
        }

        /// The verdict, or nil when the neighbours may have had a part in it and the item has to be checked alone.
        ///
        /// Certain are: a clean positive, and a failure with an error of its own. Everything else is not: limits are shared
        /// in part; a hole may be a neighbour's, because Lean takes an auxiliary lemma of the same type from whichever
        /// theorem made it first; and a failure without an error of its own was not explained.
        func verdict(_ read: ([LeanMessage], [LeanMessage], String) -> VerdictReader.Reading) -> VerdictReader.Reading?
        {
            guard isReached, !isStained else { return nil }
            let reading = read(messages, answers, name)
            switch reading.verdict {
            case .verified: return reading
            case .failed:
                let errors = messages.filter { $0.severity == .error }
                let hasOwn = errors.contains { !$0.text.hasPrefix("Unknown constant") }
                return hasOwn && !errors.contains(where: \.isAboutLimits) ? reading : nil
            default: return nil
            }
        }
    }

    let items: [Item]
    /// Why nothing of this counts; nil when the document is beyond doubt.
    let doubt: String?
}

extension LeanMessage {
    /// Whether the error says that something ran out. Where exactly that happens depends on what was elaborated before.
    var isAboutLimits: Bool {
        isHeartbeatTimeout || isMemoryLimit || kind == "runtime.maxRecDepth"
            || text.hasPrefix("maximum recursion depth") || text.contains("deterministic")
            || text.hasPrefix("Maximum number of errors")
    }
}
