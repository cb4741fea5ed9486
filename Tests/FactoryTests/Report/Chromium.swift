import Foundation
import Support
import Testing

/// A browser without a window, where one is installed.
enum Chromium {
    static let executable: URL? = ["chromium", "chromium-browser", "google-chrome", "chrome"].lazy
        .flatMap { name in
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
                URL(filePath: "\($0)/\(name)")
            }
        }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    /// Whether it opens a page here at all: some packages are shells of a browser that wants a desktop.
    static let works: Bool = {
        guard let executable else { return false }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "60", executable.path] + quiet + ["--dump-dom", "data:text/html,<p>here</p>"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        let text = (try? output.fileHandleForReading.readToEnd()) ?? nil
        process.waitUntilExit()
        return String(decoding: text ?? Data(), as: UTF8.self).contains("<p>here</p>")
    }()

    /// Without a window, a sandbox that needs rights, or anything that asks.
    private static let quiet = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    ]

    /// Why tests that need it are skipped.
    static let whyNot: Comment = "there is no Chromium that works: install the package chromium to have the page opened"

    /// What a page looks like after it was opened.
    struct Opened {
        let document: String
        /// Lines of its console and of the browser about the page.
        let console: [String]
    }

    /// Opens a file and waits until it is at rest.
    static func open(_ page: URL, arguments: [String] = []) async throws -> Opened {
        let folder = page.deletingLastPathComponent()
        let output = folder.appending(path: "document.html")
        let errors = folder.appending(path: "console.txt")
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["timeout", "300", executable?.path ?? "chromium"] + quiet + [
                "--enable-logging=stderr", "--allow-file-access-from-files", "--virtual-time-budget=5000",
                "--user-data-dir=\(folder.appending(path: "profile").path)", "--dump-dom",
            ] + arguments + [page.absoluteString]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let (ends, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ends {}
        let lines = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n").map(String.init)
        return Opened(
            document: try String(contentsOf: output, encoding: .utf8),
            console: lines.filter { $0.contains("CONSOLE") || $0.contains("Uncaught") })
    }
}
