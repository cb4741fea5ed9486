/// What one choice says.
struct ChoiceText: Hashable {
    let content: String
    let reasoning: String?
    let finishReason: FinishReason

    /// Reads a choice.
    ///
    /// - Returns: nil when there is nothing in it: no content, no thoughts, no refusal, and not cut off either.
    init?(_ choice: CompletionWire.Choice) {
        let finish = FinishReason(wire: choice.finishReason)
        let thoughts = choice.message?.reasoning
        if let text = choice.message?.content ?? choice.text {
            let (inText, content) = ReasoningText.split(text)
            self.content = content
            let all = [thoughts, inText].compactMap(\.self)
            reasoning = all.isEmpty ? nil : all.joined(separator: "\n")
            finishReason = finish
        } else if let refusal = choice.message?.refusal, !refusal.isEmpty {
            content = refusal
            reasoning = thoughts
            finishReason = .contentFilter
        } else if thoughts != nil || finish == .length || finish == .contentFilter {
            // The tokens ran out in the thoughts, or a filter left nothing: an answer, though an empty one. Asking again
            // with the same seed would bring the same.
            content = ""
            reasoning = thoughts
            finishReason = finish
        } else {
            return nil
        }
    }
}
