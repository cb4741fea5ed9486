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
    init?(status: [UInt8]) {
        var (anonymous, shared, peak): (Int?, Int?, Int?)
        status.withUnsafeBytes { text in
            var start = 0
            while start < text.count {
                let end = text[start...].firstIndex(of: 0x0A) ?? text.count
                switch text[start] {
                case 0x52 where Self.has("RssAnon:", text, start): anonymous = Self.bytes(text[start..<end])
                case 0x52 where Self.has("RssShmem:", text, start): shared = Self.bytes(text[start..<end])
                case 0x56 where Self.has("VmHWM:", text, start): peak = Self.bytes(text[start..<end])
                default: break
                }
                start = end + 1
            }
        }
        guard let anonymous, let peak else { return nil }
        privateBytes = anonymous + (shared ?? 0)
        peakBytes = peak
    }

    private static func has(_ name: StaticString, _ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        guard start + name.utf8CodeUnitCount <= text.count, let base = text.baseAddress else { return false }
        return memcmp(base + start, name.utf8Start, name.utf8CodeUnitCount) == 0
    }

    /// The number in a line: KiB there, bytes here.
    private static func bytes(_ line: Slice<UnsafeRawBufferPointer>) -> Int? {
        var number: Int?
        for byte in line where (0x30...0x39).contains(byte) { number = (number ?? 0) * 10 + Int(byte - 0x30) }
        return number.map { $0 << 10 }
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
