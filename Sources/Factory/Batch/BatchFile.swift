internal import Foundation
internal import TrainingData

/// A batch file, or as many as the lines need: `calls.jsonl`, `calls-2.jsonl`, `calls-3.jsonl`.
///
/// Each appears under its name when it is complete. Without lines there is no file.
struct BatchFile: ~Copyable {
    /// OpenAI takes files of 200 MB.
    private static let bytesPerFile = 190_000_000

    private let path: String
    private let linesPerFile: Int
    private var file: OutputFile?
    private var buffer: [UInt8] = []
    private var lines = 0
    private var bytes = 0
    private var names: [String] = []

    init(path: String, linesPerFile: Int) {
        self.path = path
        self.linesPerFile = linesPerFile
    }

    /// Writes a line, which has its line end.
    ///
    /// - Throws: `TrainingDataError`.
    mutating func write(_ line: Data) throws {
        if lines >= linesPerFile || (lines > 0 && bytes + line.count > Self.bytesPerFile) { try close() }
        if lines == 0 {
            let name = names.isEmpty ? path : Self.name(path, part: names.count + 1)
            file = try OutputFile(path: name)
            names.append(name)
        }
        buffer.append(contentsOf: line)
        lines += 1
        bytes += line.count
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Completes the files.
    ///
    /// - Returns: their names.
    /// - Throws: `TrainingDataError`.
    consuming func finish() throws -> [String] {
        try close()
        return names
    }

    private mutating func flush() throws {
        if file != nil { try file?.write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func close() throws {
        guard lines > 0 else { return }
        try flush()
        let done = file.take()
        try done?.commit()
        lines = 0
        bytes = 0
    }

    /// The name of a later part: the number before the ending.
    static func name(_ path: String, part: Int) -> String {
        // Standard output takes everything.
        if path == "-" { return path }
        let url = URL(filePath: path)
        let ending = url.pathExtension
        guard !ending.isEmpty else { return "\(path)-\(part)" }
        return "\(path.dropLast(ending.count + 1))-\(part).\(ending)"
    }
}
