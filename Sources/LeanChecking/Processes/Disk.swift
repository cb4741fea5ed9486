internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Room for private folders.
enum Disk {
    /// With less than this left, whatever could not be written was the disk's fault.
    static let leastBytes = 64 << 10
    /// A private folder holds a handful of files.
    private static let mostFiles = 10_000

    /// Bytes that are left on the file system of a folder; nil when that cannot be known.
    static func freeBytes(_ folder: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// Whether a private folder, its subfolders included, holds more bytes than that or very many files. Other folders
    /// (a lake project) are none of our business.
    static func isOver(_ bytes: Int, in folder: String) -> Bool {
        guard PrivateFolder.isOne(folder), let walk = FileManager.default.enumerator(atPath: folder) else {
            return false
        }
        var (total, count) = (0, 0)
        for case let name as String in walk {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0 else { continue }
            total += Int(status.st_blocks) * 512
            count += 1
            if total > bytes || count > mostFiles { return true }
        }
        return false
    }
}
