import Testing

@testable import LeanChecking

@Suite struct MemoryMarkTests {
    @Test(arguments: [
        (limit: 64 << 20, end: 48 << 20), (400 << 20, 300 << 20), (1 << 30, 768 << 20), (4 << 30, 3840 << 20),
    ])
    func `a process is ended a quarter before its limit and at most 256 MiB`(limit: Int, end: Int) {
        let mark = MemoryMark(limit: limit)
        #expect(mark.end == end)
        #expect(!mark.isReached(by: end))
        #expect(mark.isReached(by: end + 1))
    }

    @Test func `the next look comes before the process could take what is left`() {
        let mark = MemoryMark(limit: 400 << 20)
        func milliseconds(_ mebibytes: Int) -> Duration {
            mark.nextLook(at: mebibytes << 20, atMost: .milliseconds(50))
        }
        #expect(milliseconds(0) == .milliseconds(50))
        #expect(milliseconds(100) == .milliseconds(50))
        #expect(milliseconds(200) == .milliseconds(25))
        #expect(milliseconds(290) == .milliseconds(2))
        #expect(milliseconds(500) == .milliseconds(2))
        #expect(mark.nextLook(at: 500 << 20, atMost: .milliseconds(1)) == .milliseconds(1))
    }
}
