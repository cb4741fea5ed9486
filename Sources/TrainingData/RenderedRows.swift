/// Rows of an export as bytes, made away from the file so that several may be made at once.
package struct RenderedRows: Sendable {
    /// How many rows.
    package private(set) var count = 0
    let format: ExportFormat
    private let path: String
    private(set) var line = JSONLineWriter()
    private var scratch: [UInt8] = []

    /// - Parameter path: the file that the rows are for, for errors.
    package init(format: ExportFormat, path: String) {
        self.format = format
        self.path = path
    }

    /// Adds one record as a canonical line.
    ///
    /// - Throws: `TrainingDataError` when the record cannot be written as JSON.
    package mutating func add(_ record: TrainingRecord) throws(TrainingDataError) {
        do {
            try format.write(record, to: &line, scratch: &scratch)
        } catch {
            throw TrainingDataError(
                reason: .notJSON, path: path,
                detail: "problem \(record.problemID) cannot be written as JSON: \(error)")
        }
        count += 1
    }

    /// Forgets the bytes and keeps the memory.
    mutating func removeAll() {
        line.removeAll()
    }
}
