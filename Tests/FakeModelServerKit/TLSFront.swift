internal import Dispatch
package import Foundation
internal import Synchronization

/// TLS before a fake model server: a small Python program with a certificate that nobody has signed but itself. It offers
/// HTTP/2 and HTTP/1.1 (ALPN); the server behind tells them apart.
///
/// The server itself has no TLS because that would bring BoringSSL into every build of the tests.
package final class TLSFront: Sendable {
    /// The address of the server through TLS; the certificate is for this host.
    package let baseURL: String
    /// The certificate in PEM: trust it, and the front is trusted.
    package let certificate: URL

    private let child: Mutex<ServerProcess?>
    private let folder: URL

    /// Starts a front before the server.
    ///
    /// - Parameters:
    ///   - host: the host that clients name; `localhost` and 127.0.0.1 are in the certificate.
    ///   - listening: the address to listen on.
    /// - Throws: `FakeModelServer.Failure` when there is no Python or no openssl.
    package static func start(
        before server: FakeModelServer, host: String = "localhost", listening: String = "127.0.0.1"
    ) async throws -> TLSFront {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-front-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        try await makeCertificate(certificate, key)
        let script = folder.appending(path: "front.py")
        try program.write(to: script, atomically: true, encoding: .utf8)
        let child = try await ServerProcess.start(
            URL(filePath: "/usr/bin/env"),
            arguments: ["python3", script.path, certificate.path, key.path, "\(server.port)", listening])
        return TLSFront(child: child, host: host, certificate: certificate, folder: folder)
    }

    private init(child: ServerProcess, host: String, certificate: URL, folder: URL) {
        baseURL = "https://\(host):\(child.port)/v1"
        self.certificate = certificate
        self.child = Mutex(child)
        self.folder = folder
    }

    deinit { stop() }

    /// Ends the front and removes its files. May be called twice.
    package func stop() {
        child.withLock { child in
            child?.kill()
            child = nil
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private static func makeCertificate(_ certificate: URL, _ key: URL) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=dsprover test", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key.path,
            "-out", certificate.path,
        ]
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else {
            throw FakeModelServer.Failure(description: "openssl made no certificate (status \(status))")
        }
    }

    /// Passes bytes both ways; prints its port; ends with its input.
    private static let program = """
        import os, select, socket, ssl, sys, threading

        certificate, key, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.set_alpn_protocols(["h2", "http/1.1"])

        def answer(client):
            try:
                with context.wrap_socket(client, server_side=True) as outside:
                    with socket.create_connection(("127.0.0.1", port)) as inside:
                        # Small frames go both ways; waiting for one another's acknowledgements they take 40 ms each.
                        for end in (outside, inside):
                            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                        pump(outside, inside)
            except OSError:
                client.close()

        def pump(outside, inside):
            while True:
                ready = [outside] if outside.pending() else select.select([outside, inside], [], [])[0]
                for source in ready:
                    data = source.recv(65536)
                    if not data:
                        return
                    (inside if source is outside else outside).sendall(data)

        def end_with_input():
            sys.stdin.read()
            os._exit(0)

        listener = socket.create_server((sys.argv[4], 0), backlog=128)
        print('{"port":%d}' % listener.getsockname()[1], flush=True)
        threading.Thread(target=end_with_input, daemon=True).start()
        while True:
            threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()
        """
}
