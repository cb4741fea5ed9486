import Testing

@testable import Factory

@Suite struct StopSignalTests {
    @Test func `a waiter is told of a request made before or after it began to wait`() async {
        let signal = StopSignal()
        async let early = signal.wait()
        signal.request()
        #expect(await early)
        #expect(await signal.wait())
        #expect(signal.isRequested)
    }

    @Test func `a cancelled waiter leaves with false`() async {
        let signal = StopSignal()
        let waiter = Task { await signal.wait() }
        waiter.cancel()
        #expect(await waiter.value == false)
        #expect(!signal.isRequested)
    }
}
