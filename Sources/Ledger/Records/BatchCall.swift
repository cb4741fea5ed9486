/// A call that was written to a batch file.
package struct BatchCall: Sendable, Hashable, Codable {
    /// The content address of the call.
    package let customID: String
    /// The model's name in the configuration, and what its server calls it.
    package let model: String
    package let identity: String
    package let stage: String
    package let problemID: Int
    package let statementID: Int?
    /// The first of its samples.
    package let firstSample: Int
    /// The keys of its samples in the answer cache, in order.
    package let keys: [String]
    /// The length of its prompt.
    package let promptBytes: Int

    package var samples: Range<Int> { firstSample..<(firstSample + keys.count) }

    package init(
        customID: String, model: String, identity: String, stage: String, problemID: Int, statementID: Int?,
        firstSample: Int, keys: [String], promptBytes: Int
    ) {
        self.customID = customID
        self.model = model
        self.identity = identity
        self.stage = stage
        self.problemID = problemID
        self.statementID = statementID
        self.firstSample = firstSample
        self.keys = keys
        self.promptBytes = promptBytes
    }
}

/// What came back for a call of a batch.
package struct BatchArrival: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case answers([StoredAnswer])
        case error(String)
    }

    package let customID: String
    package let content: Content

    package init(customID: String, content: Content) {
        self.customID = customID
        self.content = content
    }
}

/// What was done with an arrival.
package enum BatchVerdict: Sendable, Hashable {
    /// So many answers are new.
    case stored(Int)
    /// The call was answered before: by another file, another line, or by a run.
    case alreadyAnswered
    /// The call failed; its job waits on.
    case failed
    /// No export of this ledger knows the id.
    case unknown
}
