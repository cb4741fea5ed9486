internal import FakeModelServerKit
internal import Foundation

/// The log: one JSON line per event. `request` is written before anything is answered, `answered` once the last byte of
/// the completion went to the system.
struct Journal: Sendable {
    private let descriptor: Int32?

    /// Whether anything is written at all.
    var isOpen: Bool { descriptor != nil }

    /// Opens the file for appending; nil for no log.
    init(path: String?) throws {
        guard let path else {
            descriptor = nil
            return
        }
        let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        descriptor = opened
    }

    /// Appends a line in one write.
    func write(_ line: JournalLine) {
        guard let descriptor else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard var data = try? encoder.encode(line) else { return }
        data.append(0x0A)
        data.withUnsafeBytes { bytes in
            _ = Foundation.write(descriptor, bytes.baseAddress, bytes.count)
        }
    }
}
