/// Waits until a condition holds that something outside of the test brings about, looking again and again. The limit is far
/// beyond what a busy machine needs: it only keeps a broken test from hanging.
///
/// - Returns: whether it came to hold.
package func eventually(
    within limit: Duration = .seconds(180), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { return false }
        try await Task.sleep(for: .milliseconds(20))
    }
    return true
}
