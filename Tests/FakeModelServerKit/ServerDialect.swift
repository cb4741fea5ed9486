/// Whose habits the fake server has: paths, key, what is refused, how errors and answers look. The README of
/// `Tests/FakeModelServer` has the table of them.
package enum ServerDialect: String, Codable, Sendable, CaseIterable {
    /// Takes everything; what the other tests use.
    case plain
    /// api.openai.com.
    case openai
    /// Azure OpenAI with deployment paths and the `api-key` header.
    case azure
    /// The vLLM server.
    case vllm
    /// The SGLang server.
    case sglang
    /// The server of llama.cpp.
    case llamacpp
    /// Ollama's OpenAI form.
    case ollama
    /// api.deepseek.com.
    case deepseek
    /// api.together.xyz.
    case together

    /// Where completions are asked for, without the query.
    package var path: String {
        switch self {
        case .azure: "/openai/deployments/{deployment}/chat/completions"
        case .deepseek: "/chat/completions"
        default: "/v1/chat/completions"
        }
    }

    /// What a client's base URL is made of after the host: for the kit's `baseURL`.
    ///
    /// - Parameter deployment: the deployment, for Azure.
    package func basePath(deployment: String) -> String {
        switch self {
        case .azure: "/openai/deployments/\(deployment)?api-version=2024-10-21"
        case .deepseek: ""
        default: "/v1"
        }
    }

    /// The field of a message that holds the reasoning.
    package var reasoningField: String {
        switch self {
        case .ollama: "reasoning"
        default: "reasoning_content"
        }
    }

    /// What an answer that ended by itself says.
    package var stopWord: String {
        self == .together ? "eos" : "stop"
    }
}
