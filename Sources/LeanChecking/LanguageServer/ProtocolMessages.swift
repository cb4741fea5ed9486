/// The few messages of the language server protocol (version 3.17) that a check needs, and Lean's two additions:
/// `dependencyBuildMode` in `didOpen` (never build imports) and `textDocument/waitForDiagnostics`.
struct Request<Parameters: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let id: String
    let method: String
    let params: Parameters

    private enum CodingKeys: CodingKey {
        case jsonrpc, id, method, params
    }
}

struct Notification<Parameters: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let method: String
    let params: Parameters?

    private enum CodingKeys: CodingKey {
        case jsonrpc, method, params
    }
}

struct InitializeParameters: Encodable {
    struct Capabilities: Encodable {
        struct Lean: Encodable {
            /// New messages are sent alone, not all again with each new one. A Lean that does not know this ignores it.
            let incrementalDiagnosticSupport = true

            private enum CodingKeys: CodingKey {
                case incrementalDiagnosticSupport
            }
        }
        let lean = Lean()

        private enum CodingKeys: CodingKey {
            case lean
        }
    }
    let capabilities = Capabilities()

    private enum CodingKeys: CodingKey {
        case capabilities
    }
}

struct OpenParameters: Encodable {
    struct Document: Encodable {
        let uri: String
        let languageId: String
        let version: Int
        let text: String
    }
    let textDocument: Document
    let dependencyBuildMode = "never"

    private enum CodingKeys: CodingKey {
        case textDocument, dependencyBuildMode
    }
}

struct ChangeParameters: Encodable {
    struct Document: Encodable {
        let uri: String
        let version: Int
    }
    /// Without a range: the whole text. Lean itself finds the first place that differs and keeps what is before it.
    struct Change: Encodable {
        let text: String
    }
    let textDocument: Document
    let contentChanges: [Change]
}

struct WaitParameters: Encodable {
    let uri: String
    let version: Int
}

/// Anything that comes from the worker, as far as it is read.
struct Incoming: Decodable {
    struct Parameters: Decodable {
        let version: Int?
        let diagnostics: [Diagnostic]?
        /// Whether these come after the earlier ones of the version, in place of being all.
        let isIncremental: Bool?
    }
    struct ResponseError: Decodable {
        let message: String
    }

    let id: String?
    let method: String?
    let params: Parameters?
    let error: ResponseError?

    private enum CodingKeys: CodingKey {
        case id, method, params, error
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // Requests of the worker have numbers as ids; ours are strings.
        id = try? container.decodeIfPresent(String.self, forKey: .id)
        method = try container.decodeIfPresent(String.self, forKey: .method)
        error = try container.decodeIfPresent(ResponseError.self, forKey: .error)
        // The parameters of other methods have other shapes.
        params =
            method == "textDocument/publishDiagnostics" ? try container.decode(Parameters.self, forKey: .params) : nil
    }
}
