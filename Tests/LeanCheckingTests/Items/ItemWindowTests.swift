import Support
import Testing

@testable import LeanChecking

@Suite struct ItemWindowTests {
    private func report(_ number: Int) -> CheckReport {
        CheckReport(.decided, of: "\(number)", place: "", verdict: "verified", messages: [])
    }

    /// All that is due now.
    private func popAll(_ window: inout ItemWindow) -> [String] {
        var ids: [String] = []
        while let report = window.pop() { ids.append(report.id) }
        return ids
    }

    @Test func `reports come out in the order of the input whatever the order of the ends`() {
        var window = ItemWindow(checking: 4, ahead: 10)
        let numbers = (0..<4).map { _ in window.start() }
        #expect(numbers == [0, 1, 2, 3])
        window.finish(2, report(2), isEnd: false)
        #expect(popAll(&window).isEmpty)
        window.finish(0, report(0), isEnd: false)
        #expect(popAll(&window) == ["0"])
        window.finish(3, report(3), isEnd: false)
        window.finish(1, report(1), isEnd: false)
        #expect(popAll(&window) == ["1", "2", "3"])
    }

    @Test func `there is room for so many at once, and for so many ahead of the one that is due`() {
        var window = ItemWindow(checking: 2, ahead: 4)
        for _ in 0..<2 { _ = window.start() }
        #expect(!window.hasRoom)
        for number in 1...3 {
            window.finish(number, report(number), isEnd: false)
            if number < 3 {
                #expect(window.hasRoom)
                _ = window.start()
            }
        }
        // One is checked and three wait behind it: a slow item holds the others up only so far.
        #expect(window.running == 1)
        #expect(!window.hasRoom)
        window.finish(0, report(0), isEnd: false)
        #expect(popAll(&window).count == 4)
        #expect(window.hasRoom)
    }

    @Test func `behind an end nothing is taken in and nothing comes out, before it everything does`() {
        var window = ItemWindow(checking: 8, ahead: 8)
        for _ in 0..<5 { _ = window.start() }
        window.finish(4, report(4), isEnd: true)
        window.finish(2, report(2), isEnd: true)
        window.finish(3, report(3), isEnd: false)
        #expect(!window.hasRoom)
        window.finish(0, report(0), isEnd: false)
        window.finish(1, report(1), isEnd: false)
        #expect(popAll(&window) == ["0", "1", "2"])
    }

    @Test func `any order of ends gives the order of the input within the bounds`() {
        var random = StableRandom(seed: 11)
        for _ in 0..<200 {
            var window = ItemWindow(checking: Int.random(in: 1...5, using: &random), ahead: 8)
            var running: [Int] = []
            var out: [String] = []
            while out.count < 60 {
                if window.hasRoom, window.started < 60, Bool.random(using: &random) || running.isEmpty {
                    running.append(window.start())
                } else if let index = running.indices.randomElement(using: &random) {
                    let number = running.remove(at: index)
                    window.finish(number, report(number), isEnd: false)
                }
                #expect(window.running <= window.checking)
                #expect(window.started - window.emitted <= window.ahead)
                out += popAll(&window)
            }
            #expect(out == (0..<60).map { "\($0)" })
        }
    }
}
