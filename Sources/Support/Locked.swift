internal import Synchronization

/// A value behind a lock that several tasks may hold: a `Mutex` alone cannot be captured by a concurrent closure.
package final class Locked<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    /// Puts the value behind the lock.
    package init(_ value: Value) {
        mutex = Mutex(value)
    }

    /// Runs the body with the value, alone.
    package func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> Result {
        try mutex.withLock(body)
    }
}
