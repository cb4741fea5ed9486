/// How much memory a process may have, and when to look at it so that it does not get there.
///
/// Looks at fixed intervals come too late: between two of them, 50 ms apart, a proof takes another 60 MiB. So the next look
/// comes before the process could have taken what is left at the fastest pace, and the end comes a little before the limit.
struct MemoryMark: Sendable, Hashable {
    /// What the process may never have, in bytes.
    let limit: Int

    /// Faster than one processor touches new memory: some 2 GiB/s with pages of 4 KiB.
    private static let bytesPerMillisecond = 4 << 20
    /// A look takes a tenth of that, and a busy system does not come back sooner in any case.
    private static let shortest = Duration.milliseconds(2)

    /// Where the process is ended: a quarter before the limit, at most 256 MiB. So much may still come until it is gone: a
    /// virtual machine whose host takes one processor away for 70 ms has been seen, while the process ran on with the other.
    var end: Int { limit - min(limit / 4, 256 << 20) }

    /// Whether a process with so much private memory is to be ended.
    func isReached(by privateBytes: Int) -> Bool { privateBytes > end }

    /// When to look again at a process that has so much now.
    ///
    /// - Parameter longest: the interval for a process that is far from the mark.
    func nextLook(at privateBytes: Int, atMost longest: Duration) -> Duration {
        let left = max(0, end - privateBytes)
        return min(longest, max(Self.shortest, .milliseconds(left / Self.bytesPerMillisecond)))
    }
}
