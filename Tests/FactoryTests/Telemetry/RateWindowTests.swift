import Testing

@testable import Factory

@Suite struct RateWindowTests {
    @Test func `what happened within the span counts, what is older does not`() {
        var window = RateWindow()
        window.add(3, at: .seconds(10))
        window.add(at: .seconds(62))
        window.add(at: .seconds(64))
        #expect(window.count(last: .seconds(60), at: .seconds(65)) == 5)
        #expect(window.count(last: .seconds(60), at: .seconds(75)) == 2)
        #expect(window.count(last: .seconds(900), at: .seconds(75)) == 5)
        #expect(window.count(last: .seconds(60), at: .seconds(4000)) == 0)
    }

    @Test func `slices are used again without counting what was in them`() {
        var window = RateWindow()
        for second in 0..<5000 { window.add(at: .seconds(second)) }
        #expect(window.count(last: .seconds(60), at: .seconds(4999)) == 60)
        #expect(window.count(last: .seconds(900), at: .seconds(4999)) == 900)
        // Silence for longer than the window.
        window.add(at: .seconds(50_000))
        #expect(window.count(last: .seconds(900), at: .seconds(50_000)) == 1)
    }
}
