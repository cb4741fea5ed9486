internal import Foundation

/// The addresses made of a base address.
struct EndpointAddress: Sendable, Hashable {
    /// Where chat completions are asked for.
    let completions: String
    /// The base address for people: without query, which may hold a key.
    let display: String
    /// Host and port alone, for counters and the ledger.
    let host: String

    /// Reads a base address.
    ///
    /// - Parameters:
    ///   - model: the model's name in the configuration, for errors.
    ///   - deployment: the deployment and version of the paths of Azure; nil for the common path.
    /// - Throws: `InferenceError` with reason `settings`.
    init(
        baseURL: String, model: String, deployment: (name: String, version: String)? = nil
    ) throws(InferenceError) {
        func refuse(_ why: String) -> InferenceError {
            InferenceError(
                .settings, message: "The base URL of model \(model) \(why).",
                advice: "Write it like http://localhost:8000/v1 or https://api.openai.com/v1.")
        }
        guard var parts = URLComponents(string: baseURL.trimmingCharacters(in: .whitespaces)) else {
            throw refuse("is not a URL")
        }
        guard let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https" else {
            throw refuse("does not begin with http:// or https://")
        }
        guard let host = parts.host, !host.isEmpty else { throw refuse("names no host") }
        guard parts.user == nil, parts.password == nil else {
            throw refuse("holds a user name or password; name an environment variable for the key instead")
        }
        guard parts.fragment == nil else { throw refuse("has a fragment (#)") }
        while parts.path.utf8.last == UInt8(ascii: "/") { parts.path.removeLast() }
        let ending = "/chat/completions"
        if parts.path.hasSuffix(ending) { parts.path.removeLast(ending.count) }
        if let deployment {
            let folder = "/openai/deployments/"
            if let start = parts.path.range(of: folder) { parts.path.removeSubrange(start.lowerBound...) }
            parts.path += folder + deployment.name
            var items = parts.queryItems ?? []
            if !items.contains(where: { $0.name == "api-version" }) {
                items.append(URLQueryItem(name: "api-version", value: deployment.version))
            }
            parts.queryItems = items
        }
        var shown = parts
        shown.query = nil
        parts.path += ending
        guard let completions = parts.string, let display = shown.string else { throw refuse("is not a URL") }
        self.completions = completions
        self.display = display
        self.host = parts.port.map { "\(host):\($0)" } ?? host
    }
}
