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
/// | a request that the server refuses, a full Lean queue | retry later: 1 s, 2 s, 4 s, … at most 5 minutes, then park |
/// | broken Lean, refused key, missing template, unusable ledger | end the run; the job is given back |
/// | anything else | retry later, then park |
enum FailureDecision: Equatable {
    case giveBack
    case drop
    case retry(after: Duration)
    case modelTrouble(wish: Duration?)
    case endRun
    case awaitBatch

    /// - Parameter tries: which try of the job failed, counted from 1.
    init(_ error: any Error, tries: Int) {
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
            if error.isAboutOneRequest {
                self = .retry(after: delay)
            } else {
                self = error.isTransient ? .modelTrouble(wish: error.retryAfter) : .endRun
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

extension InferenceError {
    /// Whether the fault lies in the request and not in the model: other requests may well succeed.
    fileprivate var isAboutOneRequest: Bool {
        switch reason {
        case .badRequest, .tooLarge, .tooFewSamples, .invalidAnswer: true
        default: false
        }
    }
}
