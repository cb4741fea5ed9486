internal import Foundation

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// Asks servers of this machine.
package enum LoopbackHTTP {
    /// An answer.
    package struct Response: Sendable {
        package let status: Int
        package let contentType: String
        package let body: String
    }

    /// Asks for a path of a port.
    ///
    /// - Throws: `URLError` when nobody answers.
    package static func ask(_ port: Int, _ path: String, method: String = "GET") async throws -> Response {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        // Each on a connection of its own, so that none is kept open by the test.
        request.setValue("close", forHTTPHeaderField: "Connection")
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let http = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return Response(
            status: http.statusCode, contentType: http.value(forHTTPHeaderField: "Content-Type") ?? "",
            body: String(decoding: data, as: UTF8.self))
    }
}
