/// One message of a chat with a model.
package struct ChatMessage: Codable, Hashable, Sendable {
    /// Who speaks.
    package enum Role: String, Codable, Hashable, Sendable {
        case system
        case user
        case assistant
    }

    /// Who says it.
    package let role: Role
    /// What is said.
    package let content: String

    /// A message as it goes to the model.
    package init(role: Role, content: String) {
        self.role = role
        self.content = content
    }
}
