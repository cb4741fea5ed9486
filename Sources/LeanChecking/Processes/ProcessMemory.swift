#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The memory of a Lean process, its wrappers and all it started, as the kernel counts it.
struct ProcessMemory: Sendable, Hashable {
    /// Resident memory that belongs to the process alone: library files mapped from disk are not counted, they are
    /// shared by all workers and can be dropped at any time.
    let privateBytes: Int
    /// Highest resident memory since the start or the last reset, mapped files included.
    let peakBytes: Int

    /// Reads `/proc/PID/status` of the process and of all that descend from it; nil when it is gone or the system has no such
    /// file. Private memory is summed up: it must not help to spread over many processes. The peak is that of the
    /// largest one, which is Lean and not a wrapper.
    static func of(_ processID: Int32) -> ProcessMemory? {
        #if os(Linux)
        guard let first = alone(processID) else { return nil }
        return ProcessTree.descendants(of: processID).reduce(first) { sum, id in
            guard let more = alone(id) else { return sum }
            return ProcessMemory(
                privateBytes: sum.privateBytes + more.privateBytes, peakBytes: max(sum.peakBytes, more.peakBytes))
        }
        #else
        return nil
        #endif
    }

    private init(privateBytes: Int, peakBytes: Int) {
        self.privateBytes = privateBytes
        self.peakBytes = peakBytes
    }

    /// Reads the text of such a file. A process that has ended but was not collected yet has no memory lines.
    ///
    /// Called for each check, so the searching is left to libc.
    init?(status: [UInt8]) {
        var (anonymous, shared, peak): (Int?, Int?, Int?)
        // With an end for `strtol`.
        (status + [0]).withUnsafeBufferPointer { bytes in
            guard var line = bytes.baseAddress else { return }
            let end = line + status.count
            while line < end {
                if let value = Self.bytes("RssAnon:", line, end) { anonymous = value }
                if let value = Self.bytes("RssShmem:", line, end) { shared = value }
                if let value = Self.bytes("VmHWM:", line, end) { peak = value }
                guard let feed = memchr(line, 0x0A, end - line) else { return }
                line = UnsafePointer(feed.assumingMemoryBound(to: UInt8.self)) + 1
            }
        }
        guard let anonymous, let peak else { return nil }
        privateBytes = anonymous + (shared ?? 0)
        peakBytes = peak
    }

    /// The number of a line with that name: KiB there, bytes here.
    private static func bytes(
        _ name: StaticString, _ line: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Int? {
        let count = name.utf8CodeUnitCount
        guard count < end - line, memcmp(line, name.utf8Start, count) == 0 else { return nil }
        return UnsafeRawPointer(line + count).withMemoryRebound(to: CChar.self, capacity: 1) { strtol($0, nil, 10) }
            << 10
    }

    /// Lets the peak start again from the present use (the value 5 of `/proc/PID/clear_refs`, Linux 4.0).
    static func resetPeak(of processID: Int32) {
        #if os(Linux)
        for id in [processID] + ProcessTree.descendants(of: processID) {
            let descriptor = open("/proc/\(id)/clear_refs", O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            _ = write(descriptor, "5", 1)
            _ = close(descriptor)
        }
        #endif
    }

    #if os(Linux)
    private static func alone(_ processID: Int32) -> ProcessMemory? {
        SmallFile.contents(of: "/proc/\(processID)/status").flatMap { ProcessMemory(status: $0) }
    }
    #endif
}
