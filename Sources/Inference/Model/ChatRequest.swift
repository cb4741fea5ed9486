/// A question to a model: which samples of the answer are wanted, and how they are drawn.
package struct ChatRequest: Sendable, Hashable {
    /// The conversation so far; the last message is usually the user's.
    package var messages: [ChatMessage]
    /// How the answers are drawn.
    package var parameters: SamplingParameters
    /// The indices of the samples wanted. Sample 3 is the same sample in every request that is otherwise equal.
    package var samples: Range<Int>
    /// The variables from which the prompt was rendered. Built-in models read these; models behind HTTP do not.
    package var inputs: [String: String]
    /// The shape that the answer should have; nil for free text.
    package var shape: AnswerShape?
    /// The stage that asks, for accounting; not part of the question.
    package var purpose: String
    /// Whom the call is made for, for accounting; not part of the question.
    package var subject: CallSubject?
    /// What tells this call from others, where the asker knows it already: for `Idempotency-Key`, not part of the question.
    var callKey: String?

    /// A request for the samples.
    package init(
        messages: [ChatMessage], parameters: SamplingParameters = SamplingParameters(), samples: Range<Int> = 0..<1,
        inputs: [String: String] = [:], shape: AnswerShape? = nil, purpose: String, subject: CallSubject? = nil
    ) {
        self.messages = messages
        self.parameters = parameters
        self.samples = samples
        self.inputs = inputs
        self.shape = shape
        self.purpose = purpose
        self.subject = subject
    }

    /// The same question for other samples.
    package func asking(for samples: Range<Int>) -> ChatRequest {
        var copy = self
        copy.samples = samples
        copy.callKey = nil
        return copy
    }
}
