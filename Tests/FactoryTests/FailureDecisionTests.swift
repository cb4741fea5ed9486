import Inference
import Testing

@testable import Factory

@Suite struct FailureDecisionTests {
    @Test func `a cancelled job is given back`() {
        #expect(FailureDecision(CancellationError(), tries: 1) == .giveBack)
    }

    @Test func `trouble with the model is judged together with the stage's other jobs`() {
        let error = InferenceError(.server, message: "model m: 503", retryAfter: .seconds(9))
        #expect(FailureDecision(error, tries: 1) == .modelTrouble(wish: .seconds(9)))
    }

    @Test func `answers that are none are asked for again, later each time`() {
        let error = InferenceError(.invalidAnswer, message: "model m")
        #expect(FailureDecision(error, tries: 1) == .retry(after: .seconds(1)))
        #expect(FailureDecision(error, tries: 3) == .retry(after: .seconds(4)))
        #expect(FailureDecision(error, tries: 50) == .retry(after: .seconds(300)))
    }

    @Test(arguments: [InferenceError.Reason.unauthorized, .missingKey, .notFound, .quota, .untrusted, .settings])
    func `a model that refuses everything holds its stage`(reason: InferenceError.Reason) {
        #expect(FailureDecision(InferenceError(reason, message: "m"), tries: 1) == .holdStage)
    }

    @Test(arguments: [InferenceError.Reason.badRequest, .tooLong, .tooLarge])
    func `a request that the server will never take parks its job at once`(reason: InferenceError.Reason) {
        #expect(FailureDecision(InferenceError(reason, message: "m"), tries: 1) == .park)
    }

    @Test func `before a stage had any answer, a refusal parks no job at once`() {
        let refusal = InferenceError(.badRequest, message: "m")
        #expect(FailureDecision(refusal, tries: 2, stageWorks: false) == .retry(after: .seconds(2)))
        #expect(FailureDecision(refusal, tries: 2, stageWorks: true) == .park)
        #expect(FailureDecision(InferenceError(.tooLong, message: "m"), tries: 1, stageWorks: false) == .park)
        #expect(
            FailureDecision(InferenceError(.refusesEverything, message: "m"), tries: 1, stageWorks: false) == .holdStage
        )
    }

    @Test func `a missing template ends the run`() {
        #expect(FailureDecision(FactoryError.noTemplates("x"), tries: 1) == .endRun)
    }
}
