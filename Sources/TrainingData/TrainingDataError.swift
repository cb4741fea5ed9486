package import Support

/// Why an export cannot be written.
package struct TrainingDataError: UserFacingError, Equatable {
    /// What is wrong, for logs and metrics.
    package enum Reason: String, Sendable, CaseIterable {
        /// The file cannot be created, or not at this place.
        case cannotCreate = "cannot-create"
        /// Writing, syncing or renaming failed part way; the final file is as it was before.
        case writeFailed = "write-failed"
        /// A record holds a number that JSON cannot hold.
        case notJSON = "not-json"
    }

    package let reason: Reason
    /// The file that was to be written; `-` is standard output.
    package let path: String
    /// The fault as the end of a sentence.
    package let detail: String

    package var code: String { "training-data.\(reason.rawValue)" }
    package var message: String { "\(path == "-" ? "standard output" : path): \(detail)" }
    package var advice: String? {
        switch reason {
        case .cannotCreate: "Check the path and the permissions, or write to standard output with '-'."
        case .writeFailed: "Check the free space, then run the export again; nothing of the ledger is lost."
        case .notJSON: nil
        }
    }
    package var kind: ErrorKind { reason == .cannotCreate ? .input : .environment }
}
