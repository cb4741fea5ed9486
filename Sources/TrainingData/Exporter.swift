/// Writes training records as JSON Lines, one canonical line each, in bounded memory.
///
/// A file appears under its name only when `finish` has written, synced and renamed it: an export that is interrupted or
/// fails leaves whatever was there before. `-` is standard output, which has no such guarantee.
package struct Exporter: ~Copyable {
    /// Rows written so far.
    package private(set) var count = 0
    private let format: ExportFormat
    private let path: String
    private var line = JSONLineWriter()
    private var sink: OutputFile
    private static let flushSize = 1 << 16

    /// Opens the output.
    ///
    /// - Throws: `TrainingDataError` when no file can be created there.
    package init(path: String, format: ExportFormat) throws(TrainingDataError) {
        sink = try OutputFile(path: path)
        self.path = path
        self.format = format
    }

    /// Writes one record.
    ///
    /// - Throws: `TrainingDataError` when writing fails; the export cannot go on after that.
    package mutating func write(_ record: TrainingRecord) throws(TrainingDataError) {
        do {
            try format.write(record, to: &line)
        } catch {
            throw TrainingDataError(
                reason: .notJSON, path: path, detail: "problem \(record.problemID) cannot be written as JSON: \(error)")
        }
        count += 1
        if line.bytes.count >= Self.flushSize { try flush() }
    }

    /// Writes what is left and gives the file its name.
    ///
    /// - Returns: the number of rows.
    /// - Throws: `TrainingDataError`; the file under the final name is then the old one or none.
    package consuming func finish() throws(TrainingDataError) -> Int {
        try flush()
        try sink.commit()
        return count
    }

    private mutating func flush() throws(TrainingDataError) {
        try sink.write(line.bytes)
        line.removeAll()
    }
}
