internal import Inference
internal import LeanChecking
internal import Ledger
internal import Prompting
internal import Support

/// What becomes of a job whose stage threw: pure, so that the table below is all there is.
///
/// | error | decision |
/// |---|---|
/// | cancelled | give the job back; it is not a try |
/// | the budget is spent | give the job back; the run is ending |
/// | the answers come in a batch | let the job wait for it; it is not a try |
/// | lease lost | drop the result; somebody else does the job |
/// | trouble with the model that may pass | see `OutageWatch`: its own fault or an outage |
/// | a request that is too long, or its answer | park at once, with the server's words |
/// | a request that the server refuses (status 400) | the same when the stage had an answer; else retry later, then park |
/// | a model that was stopped: refused key, unknown model, no credit | give back; the stage is held, others go on |
/// | answers that are none, a full Lean queue | retry later: 1 s, 2 s, 4 s, … at most 5 minutes, then park |
/// | broken Lean, missing template, unusable ledger | end the run; the job is given back |
/// | anything else | retry later, then park |
enum FailureDecision: Equatable {
    case giveBack
    case drop
    case retry(after: Duration)
    case park
    case modelTrouble(wish: Duration?)
    case holdStage
    case endRun
    case awaitBatch

    /// - Parameters:
    ///   - tries: which try of the job failed, counted from 1.
    ///   - stageWorks: whether a job of the stage ended well in this run. Before that a refusal may be the model's own: it is
    ///     stopped after many of them, and no job must have been parked by then.
    init(_ error: any Error, tries: Int, stageWorks: Bool = true) {
        let delay = Self.delay(tries: tries)
        switch error {
        case is CancellationError, is BudgetReached:
            self = .giveBack
        case is AwaitingBatch:
            self = .awaitBatch
        case let error as LedgerError:
            // A move that the life cycle forbids is a fault of one job, not of the file.
            self = error.reason == .leaseLost ? .drop : error.reason == .forbiddenMove ? .retry(after: delay) : .endRun
        case let error as InferenceError:
            switch error.reason.rule.consequence {
            case .parksJob where error.reason == .badRequest && !stageWorks: self = .retry(after: delay)
            case .parksJob: self = .park
            // The client asked several times, while others were answered.
            case .retried where error.reason == .invalidAnswer: self = .retry(after: delay)
            case .retried: self = .modelTrouble(wish: error.retryAfter)
            case .stopsEndpoint, .stopsModel: self = .holdStage
            case .ends: self = .endRun
            }
        case let error as LeanCheckingError where error.reason == .queueFull:
            self = .retry(after: delay)
        case is LeanCheckingError, is FactoryError, is PromptingError:
            self = .endRun
        default:
            self = .retry(after: delay)
        }
    }
}

extension FailureDecision {
    /// How long a job waits before its next try.
    static func delay(tries: Int) -> Duration {
        .seconds(min(300, 1 << min(max(tries, 1) - 1, 10)))
    }
}
