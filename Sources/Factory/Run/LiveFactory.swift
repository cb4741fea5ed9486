internal import Support

/// What the stages of a run work with now. A reload puts another in its place; who has begun with the old one ends with it.
package final class LiveFactory: Sendable {
    private let state: Locked<FactoryContext>

    package init(_ factory: FactoryContext) {
        state = Locked(factory)
    }

    /// What new jobs begin with.
    package var current: FactoryContext { state.withLock { $0 } }

    /// Changes what new jobs begin with.
    func change(_ body: (FactoryContext) -> FactoryContext) {
        state.withLock { $0 = body($0) }
    }
}
