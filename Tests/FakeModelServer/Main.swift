internal import FakeModelServerKit
internal import Foundation
internal import NIOCore
internal import NIOPosix

/// A model server for tests: OpenAI-compatible, with scripted answers, delays and faults. See README.md.
@main
enum Main {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("fake-model-server: \(error)\n".utf8))
            exit(1)
        }
    }

    private struct Options {
        var port = 0
        var script: String?
        var log: String?
        var endsWithInput = false
    }

    private struct UsageError: Error, CustomStringConvertible {
        let description: String
    }

    private static func parse(_ arguments: [String]) throws -> Options {
        var options = Options()
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            if flag == "--until-input-ends" {
                options.endsWithInput = true
                continue
            }
            guard let value = rest.popFirst() else { throw UsageError(description: "\(flag) needs a value") }
            switch flag {
            case "--port": options.port = Int(value) ?? 0
            case "--script": options.script = value
            case "--log": options.log = value
            default: throw UsageError(description: "unknown flag \(flag); see README.md")
            }
        }
        return options
    }

    private static func run(_ arguments: [String]) throws {
        let options = try parse(arguments)
        guard let path = options.script else { throw UsageError(description: "--script FILE is missing") }
        let script = try JSONDecoder().decode(ModelScript.self, from: Data(contentsOf: URL(filePath: path)))
        let state = try ServerState(script: script, journal: Journal(path: options.log))
        // A client that closes early must not end the server.
        signal(SIGPIPE, SIG_IGN)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ProtocolSniffer(state: state))
                }
            }
            .childChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: options.port).wait()
        FileHandle.standardOutput.write(Data("{\"port\":\(channel.localAddress?.port ?? 0)}\n".utf8))
        if options.endsWithInput {
            Thread.detachNewThread {
                while let data = try? FileHandle.standardInput.read(upToCount: 4096), !data.isEmpty {}
                exit(0)
            }
        }
        try channel.closeFuture.wait()
    }
}
