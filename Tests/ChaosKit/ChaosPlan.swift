internal import Support

/// What is done to a run, and when: the same for the same seed.
///
/// The instants lie on the axis of progress, answers of the server, with a pause after each that is short against a step: on
/// a slow machine the blows fall at the same places, and all of them before the end.
package struct ChaosPlan: Sendable {
    /// What is done.
    package enum Blow: String, CaseIterable, Sendable {
        /// `kill -9` of a dsprover.
        case program
        /// `kill -9` of a process below one: a Lean worker, a compiler, a probe, a helper of the sandbox.
        case child
        /// A dsprover that stands still for longer than its leases, and then goes on as if nothing had happened.
        case pause
    }

    /// One blow.
    package struct Step: Sendable {
        package let blow: Blow
        /// So many answers of the server must have been given.
        package let answers: Int
        /// And so many milliseconds more have passed.
        package let milliseconds: Int
        /// Which of the processes there are: modulo their number.
        package let choice: Int
    }

    /// In the order of time.
    package let steps: [Step]

    /// - Parameters:
    ///   - kills: how many processes are killed; pauses come on top.
    ///   - answers: how many answers the run needs in all.
    package init(seed: UInt64, kills: Int, pauses: Int, answers: Int) {
        var random = StableRandom(seed: seed ^ 0xC4A0_5EED)
        // Three in five strike a dsprover, two in five something below.
        let blows = (0..<kills).map { $0 % 5 % 2 == 0 ? Blow.program : .child } + (0..<pauses).map { _ in .pause }
        let instants = (0..<blows.count).map { _ in Int.random(in: 0...max(1, answers * 9 / 10), using: &random) }
        steps = zip(blows.shuffled(using: &random), instants.sorted()).map { blow, instant in
            Step(
                blow: blow, answers: instant, milliseconds: Int.random(in: 0..<400, using: &random),
                choice: Int.random(in: 0..<1_000_000, using: &random))
        }
    }
}
