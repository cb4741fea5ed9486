package import Foundation
internal import Support

/// The lines of batch files as OpenAI defined them; vLLM's `run_batch` and others read and write the same.
///
/// A call with several samples is one line with `n`, as it would be sent: its prompt is paid for once. Its `custom_id` is
/// the content address of the call, so that whoever exports twice exports the same.
package struct BatchFormat: Sendable {
    private let name: String
    private let settings: EndpointSettings
    private let reader: CompletionReader

    /// - Parameters:
    ///   - name: the model's name in the configuration.
    ///   - environment: where the key is looked up that no message may hold; it need not be set.
    package init(name: String, settings: EndpointSettings, environment: [String: String]) {
        self.name = name
        self.settings = settings
        let key = settings.apiKeyEnvironment.flatMap { environment[$0] }
        reader = CompletionReader(
            name: name, model: settings.model, endpoint: "its batch", host: "batch",
            keyVariable: settings.apiKeyEnvironment,
            secrets: Secrets(key: key, others: Array(settings.extraHeaders.values)))
    }

    /// What tells the model from others in the answer cache.
    package var identity: String { settings.identity }

    /// The id of a call: 64 hexadecimal digits.
    package func customID(of request: ChatRequest) -> String {
        CallKey.callKey(for: request, identity: settings.identity)
    }

    /// The keys of the samples of a call in the answer cache, in order.
    package func keys(of request: ChatRequest) -> [String] {
        request.samples.map { sample in
            CallKey.key(
                identity: settings.identity, messages: request.messages, parameters: request.parameters, inputs: nil,
                shape: request.shape, sample: sample)
        }
    }

    /// One line of a batch file, with its line end.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package func line(for request: ChatRequest) throws -> Data {
        var line = Data(
            #"{"custom_id":"\#(customID(of: request))","method":"POST","url":"/v1/chat/completions","body":"#.utf8)
        line.append(try CompletionBody.data(for: request, settings: settings))
        line.append(contentsOf: [UInt8(ascii: "}"), 0x0A])
        return line
    }

    /// The answers in a line of a result file.
    ///
    /// - Parameters:
    ///   - samples: the samples that the call asked for.
    ///   - promptBytes: the length of its prompt, from which its tokens are estimated when the server does not say.
    /// - Throws: `InferenceError` when the line says that the call failed, or holds no completion.
    package func answers(
        in result: BatchResult, samples: Range<Int>, promptBytes: Int
    ) throws(InferenceError) -> [ChatAnswer] {
        let status = result.status ?? (result.error == nil ? 200 : 500)
        let body = result.body ?? result.error ?? Data()
        let failed = result.body == nil || !(200..<300).contains(status)
        let response = HTTPResponse(
            status: failed && (200..<300).contains(status) ? 500 : status, headers: [:], body: body, elapsed: .zero)
        let request = ChatRequest(messages: [], samples: samples, purpose: "")
        var answers = try reader.answers(in: response, to: request, now: Date())
        if let first = answers.first, first.usage.isEstimated {
            answers[0].usage.promptTokens = UsageShares.estimate(bytes: promptBytes)
        }
        return answers
    }
}

/// One line of a result file.
///
/// Read are: OpenAI's form, `{"custom_id", "response": {"status_code", "body"}, "error"}`, in the file of answers as in that of
/// errors, and vLLM's, which leaves out members and puts the error object of a failed call beside an empty response.
package struct BatchResult: Sendable, Hashable {
    package let customID: String
    /// The status of the call; nil when it was never made.
    package let status: Int?
    /// The body of the answer, when there is one.
    package let body: Data?
    /// The error beside it, as JSON.
    package let error: Data?

    /// Reads a line.
    ///
    /// - Returns: nil for what is no line of a result file.
    package init?(line: [UInt8]) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(line)), value.object != nil,
            let id = value["custom_id"]?.string
        else { return nil }
        customID = id
        let response = value["response"]
        var body = response?["body"]
        // Some engines put the completion there without an envelope.
        if body == nil, response?["choices"] != nil { body = response }
        status = response?["status_code"]?.integer
        self.body = body.flatMap { $0 == .null ? nil : try? CanonicalJSON.data($0) }
        error = value["error"].flatMap { value in
            switch value {
            case .null: nil
            // The reader looks for the words inside an error object.
            default: try? CanonicalJSON.data(JSONValue.object(["error": value]))
            }
        }
        if self.body == nil && error == nil { return nil }
    }
}
