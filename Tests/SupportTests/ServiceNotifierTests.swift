import Foundation
import TestSupport
import Testing

@testable import Support

#if os(Linux)
@Suite struct ServiceNotifierTests {
    @Test func `what is said arrives as one datagram at the socket of the environment`() async throws {
        try await withTemporaryFolder { folder in
            let listener = try NotifySocket(at: folder.appending(path: "notify").path)
            let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": listener.path]))
            notifier.send("READY=1", "STATUS=working")
            #expect(listener.receive() == "READY=1\nSTATUS=working")
            notifier.sendReloading()
            #expect(listener.receive()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
        }
    }

    @Test func `an abstract socket is reached too`() throws {
        let name = "dsprover-test-\(UUID().uuidString)"
        let listener = try NotifySocket(at: "@" + name)
        ServiceNotifier(environment: ["NOTIFY_SOCKET": "@" + name])?.send("WATCHDOG=1")
        #expect(listener.receive() == "WATCHDOG=1")
    }

    @Test func `without a socket, or with one that cannot be, there is nobody to tell`() {
        #expect(ServiceNotifier(environment: [:]) == nil)
        #expect(ServiceNotifier(environment: ["NOTIFY_SOCKET": ""]) == nil)
        #expect(ServiceNotifier(environment: ["NOTIFY_SOCKET": "relative"]) == nil)
        #expect(ServiceNotifier(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]) == nil)
        // Nobody listens there: no error.
        ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"])?.send("READY=1")
    }

    @Test func `the watchdog's interval counts only for the process that is meant`() {
        func interval(_ more: [String: String]) -> Duration? {
            ServiceNotifier(environment: more.merging(["NOTIFY_SOCKET": "/x"]) { own, _ in own })?.watchdog
        }
        #expect(interval([:]) == nil)
        #expect(interval(["WATCHDOG_USEC": "2000000"]) == .seconds(2))
        #expect(interval(["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(2))
        #expect(interval(["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "1"]) == nil)
        #expect(interval(["WATCHDOG_USEC": "0"]) == nil)
        #expect(interval(["WATCHDOG_USEC": "soon"]) == nil)
    }
}
#endif
