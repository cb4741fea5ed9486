internal import Foundation
internal import Support

/// Reads items from files one after the other, in memory that one line bounds: a `.lean` file is one item, every other
/// file and standard input are JSON Lines.
struct ItemReader: ~Copyable {
    /// Longest line, and longest `.lean` file, in bytes.
    static let maximumLength = 1 << 20

    private var paths: ArraySlice<String>
    private var lines: JSONObjectReader?
    private var path = ""

    /// A reader of these files; `-` is standard input. Nothing is opened yet.
    init(paths: [String]) {
        self.paths = paths[...]
    }

    /// The next item or fault; nil at the end of the last file. A file that cannot be read is one fault.
    mutating func next() -> CheckEntry? {
        while true {
            do throws(LineReader.Failure) {
                if let entry = try nextOfFile() { return entry }
                guard let path = paths.popFirst() else { return nil }
                self.path = path
                if path.utf8.suffix(5).elementsEqual(".lean".utf8) { return file() }
                lines = try JSONObjectReader(path: path, maximumLength: Self.maximumLength)
            } catch {
                let cause = String(cString: strerror(error.errorNumber))
                return .bad(BadItem(place: path, detail: "cannot be read: \(cause)"))
            }
        }
    }

    /// The next item of the open file; at its end, and when it fails, the file is closed.
    private mutating func nextOfFile() throws(LineReader.Failure) -> CheckEntry? {
        guard var reader = lines.take(), let line = try reader.next() else { return nil }
        let place = "\(path == "-" ? "stdin" : path):\(reader.lineNumber)"
        lines = consume reader
        switch line {
        case .object(let members, _):
            return ItemFields.entry(members, place: place)
        case .bad(let fault):
            let excerpt = fault.excerpt.isEmpty ? "" : ": \(fault.excerpt)"
            return .bad(BadItem(place: place, detail: fault.detail + excerpt))
        }
    }

    /// The whole of a `.lean` file as one item.
    private func file() -> CheckEntry {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            data = try handle.read(upToCount: Self.maximumLength + 1) ?? Data()
        } catch {
            return .bad(BadItem(place: path, detail: "cannot be read: \(error.localizedDescription)"))
        }
        guard data.count <= Self.maximumLength else {
            return .bad(BadItem(place: path, detail: "the file has more than \(Self.maximumLength) bytes"))
        }
        guard let code = String(validating: data, as: UTF8.self) else {
            return .bad(BadItem(place: path, detail: "the file is not UTF-8"))
        }
        return .item(CheckItem(id: path, place: path, statement: nil, answer: code))
    }
}
