internal import Dispatch
internal import Synchronization

/// Items one by one, for a consumer that may not block: the files are read on a thread of their own, because standard
/// input may be a pipe that says nothing for hours. One item is read at a time, and only when it is asked for.
package final class ItemSource: Sendable {
    private struct Waiting {
        var continuation: CheckedContinuation<CheckEntry?, Never>?
        var isOver = false
    }

    private let reader: Mutex<ItemReader>
    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "dsprover.items")

    /// A source of the items in these files, see `ItemReader`; `-` is standard input.
    package init(paths: [String]) {
        reader = Mutex(ItemReader(paths: paths))
    }

    /// The next item, or nil at the end and after the task was cancelled. Ask for one at a time.
    package func next() async -> CheckEntry? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = waiting.withLock { waiting in
                    if !waiting.isOver { waiting.continuation = continuation }
                    return waiting.isOver
                }
                if isOver { return continuation.resume(returning: nil) }
                queue.async { [self] in answer(reader.withLock { $0.next() }) }
            }
        } onCancel: {
            // Whoever reads may be stuck in a pipe; its answer comes too late for everybody.
            waiting.withLock { $0.isOver = true }
            answer(nil)
        }
    }

    private func answer(_ entry: CheckEntry?) {
        let continuation = waiting.withLock { waiting in
            defer { waiting.continuation = nil }
            return waiting.continuation
        }
        continuation?.resume(returning: entry)
    }
}
