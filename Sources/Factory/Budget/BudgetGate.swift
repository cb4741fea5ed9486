package import Inference
package import Ledger
internal import Support

/// The budget is spent: the call was not sent, the job is given back, and the run ends in good order.
struct BudgetReached: UnsentCall, Equatable {
    let report: BudgetReport
}

/// Lets calls to models behind servers through as long as the budget lasts, and ends the run when it is spent.
///
/// Processes that share a ledger tell each other through it, twice a second, what they hold back; they may overrun the
/// limits together by what they admit between two such exchanges, and no more.
package actor BudgetGate: CallGate {
    /// How long an answer may get when the request does not say, tokens.
    private static let openEnded = 4096

    private struct Waiter {
        let id: Int
        let need: Reservation
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let ledger: Ledger
    private let run: Int
    private let prices: PriceList
    private let metered: Set<String>
    private let stop: StopSignal
    private var account: BudgetAccount
    private var nextID = 0
    private var needs: [Int: (need: Reservation, model: String)] = [:]
    /// In the order of their coming; nobody overtakes.
    private var waiters: [Waiter] = []
    /// Set once a limit is reached.
    package private(set) var reached: BudgetReport?

    /// - Parameters:
    ///   - run: the number of this run in the ledger.
    ///   - prices: what tokens cost; a model without a price costs no money.
    ///   - metered: the models that stand under the budget.
    ///   - stop: requested when a limit is reached.
    package init(
        limits: BudgetLimits, ledger: Ledger, run: Int, prices: PriceList, metered: Set<String>,
        stop: StopSignal
    ) {
        self.ledger = ledger
        self.run = run
        self.prices = prices
        self.metered = metered
        self.stop = stop
        account = BudgetAccount(limits: limits)
    }

    package func enter(_ request: ChatRequest, of model: any ChatModel) async throws -> CallTicket {
        nextID += 1
        let id = nextID
        guard metered.contains(model.name) else { return CallTicket(id: id) }
        let need = Self.need(of: request, price: prices[model.name])
        // Where nobody waits and the call fits, nobody has to be told of a cancellation.
        if waiters.isEmpty, reached == nil, !Task.isCancelled, account.ask(need) == .admit {
            needs[id] = (need, model.name)
            return CallTicket(id: id)
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                waiters.append(Waiter(id: id, need: need, continuation: continuation))
                admit()
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
        needs[id] = (need, model.name)
        return CallTicket(id: id)
    }

    package func leave(_ ticket: CallTicket, with answers: [ChatAnswer]) {
        guard let (need, model) = needs.removeValue(forKey: ticket.id) else { return }
        let price = prices[model]
        let actual = answers.reduce(Reservation.none) { sum, answer in
            let usage = answer.usage
            return sum
                + Reservation(
                    tokens: usage.promptTokens + usage.completionTokens, cost: price?.cost(of: usage) ?? .zero)
        }
        account.landed(need, actual: actual)
        admit()
    }

    /// Other limits from now on. A budget that was reached stays so: the run is ending.
    func change(limits: BudgetLimits) {
        account.change(limits: limits)
        admit()
    }

    /// Whether no call is on its way or waits to be let through.
    var isQuiet: Bool { needs.isEmpty && waiters.isEmpty }

    /// Tells the ledger what is held back and learns what was spent, by others too. To be called about twice a second.
    ///
    /// - Throws: `LedgerError`.
    package func sync() async throws {
        account.beginSync()
        let (spent, others) = try await ledger.touchRun(run, holding: account.holding)
        account.endSync(spent, others: others)
        if let report = account.hoursReport { end(report) }
        admit()
    }

    /// How many calls wait for others to land.
    var waitingCount: Int { waiters.count }

    /// Lets in who fits, first come first served.
    private func admit() {
        while let first = waiters.first {
            if let reached {
                waiters.removeFirst()
                first.continuation.resume(throwing: BudgetReached(report: reached))
                continue
            }
            switch account.ask(first.need) {
            case .wait: return
            case .admit:
                waiters.removeFirst()
                first.continuation.resume()
            case .reached(let report): end(report)
            }
        }
    }

    private func end(_ report: BudgetReport) {
        guard reached == nil else { return }
        reached = report
        stop.request()
    }

    private func cancel(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
        admit()
    }

    /// The most that a call may need. Two bytes a token is the safe side for prompts: English and Lean have three to four.
    static func need(of request: ChatRequest, price: PriceSettings?) -> Reservation {
        let prompt = request.messages.reduce(0) { $0 + $1.content.utf8.count / 2 + 16 }
        let completion = request.samples.count * (request.parameters.maxTokens ?? openEnded)
        let usage = TokenUsage(promptTokens: prompt, completionTokens: completion, isEstimated: true)
        return Reservation(tokens: prompt + completion, cost: price?.cost(of: usage) ?? .zero)
    }
}
