/// Writes training records as JSON Lines, one canonical line each, in bounded memory.
///
/// A file appears under its name only when `finish` has written, synced and renamed it: an export that is interrupted or
/// fails leaves whatever was there before. `-` is standard output, which has no such guarantee.
package struct Exporter: ~Copyable {
    /// Rows written so far.
    package private(set) var count = 0
    private let path: String
    private var pending: RenderedRows
    private var sink: OutputFile
    private static let flushSize = 1 << 16

    /// Opens the output.
    ///
    /// - Throws: `TrainingDataError` when no file can be created there.
    package init(path: String, format: ExportFormat) throws(TrainingDataError) {
        sink = try OutputFile(path: path)
        self.path = path
        pending = RenderedRows(format: format, path: path)
    }

    /// Writes one record.
    ///
    /// - Throws: `TrainingDataError` when writing fails; the export cannot go on after that.
    package mutating func write(_ record: TrainingRecord) throws(TrainingDataError) {
        try pending.add(record)
        count += 1
        if pending.line.bytes.count >= Self.flushSize { try flush() }
    }

    /// Writes rows that were made elsewhere, after those that were written before.
    ///
    /// - Throws: `TrainingDataError` when writing fails; the export cannot go on after that.
    package mutating func write(_ rows: RenderedRows) throws(TrainingDataError) {
        try flush()
        try sink.write(rows.line.bytes)
        count += rows.count
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
        try sink.write(pending.line.bytes)
        pending.removeAll()
    }
}
