internal import Foundation

/// The clock that counts from the start of the machine and that nobody sets. It stands still while the machine sleeps.
enum SteadyClock {
    /// Milliseconds since the machine was started.
    static var milliseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    /// The machine's present start, and the set of clocks that this process sees of it: readings are comparable within it.
    static let machine: String = {
        let start = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "unknown"
        let clocks = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/time")) ?? ""
        return "\(start.trimmingCharacters(in: .whitespacesAndNewlines))/\(clocks.filter(\.isNumber))"
    }()
}
