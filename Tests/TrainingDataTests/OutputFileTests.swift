import Foundation
import Support
import TestSupport
import Testing

@testable import TrainingData

@Suite struct OutputFileTests {
    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `an export appears under its name only when it is finished`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "out.jsonl").path
            try Data("old\n".utf8).write(to: URL(filePath: path))
            var exporter = try Exporter(path: path, format: .raw)
            // More than the buffer holds, so that bytes are on disk before the end.
            for _ in 0..<1_000 { try exporter.write(.sample()) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old\n")
            let partial = try names(in: folder).filter { $0.hasSuffix(".partial") }
            #expect(partial.count == 1 && partial[0].hasPrefix(".out.jsonl."))
            #expect(try exporter.finish() == 1_000)
            #expect(try names(in: folder) == ["out.jsonl"])
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 1_000)
            #expect(try CanonicalJSON.decode(JSONValue.self, from: String(lines[999]))["name"] == .string("two_pos"))
        }
    }

    @Test func `an export that is given up leaves no file and the old one untouched`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "out.jsonl").path
            try Data("old\n".utf8).write(to: URL(filePath: path))
            do {
                var exporter = try Exporter(path: path, format: .messages)
                for _ in 0..<1_000 { try exporter.write(.sample()) }
            }
            #expect(try names(in: folder) == ["out.jsonl"])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old\n")
        }
    }

    @Test func `an export of nothing is an empty file`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "out.jsonl").path
            let exporter = try Exporter(path: path, format: .raw)
            #expect(try exporter.finish() == 0)
            #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
        }
    }

    @Test func `a symbolic link stays one and its target is replaced`() async throws {
        try await withTemporaryFolder { folder in
            let target = folder.appending(path: "real.jsonl")
            try Data("old\n".utf8).write(to: target)
            let link = folder.appending(path: "link.jsonl")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
            var exporter = try Exporter(path: link.path, format: .raw)
            try exporter.write(.sample())
            _ = try exporter.finish()
            #expect(try names(in: folder) == ["link.jsonl", "real.jsonl"])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == target.path)
            #expect(try String(contentsOf: target, encoding: .utf8).hasPrefix("{"))
        }
    }

    @Test func `a device is written to and not replaced`() throws {
        var exporter = try Exporter(path: "/dev/null", format: .raw)
        try exporter.write(.sample())
        #expect(try exporter.finish() == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: "/dev/null")
        #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
    }

    @Test func `a full disk is an error and leaves nothing`() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        var exporter = try Exporter(path: "/dev/full", format: .raw)
        try exporter.write(.sample())
        var reason: TrainingDataError.Reason?
        do throws(TrainingDataError) {
            _ = try exporter.finish()
        } catch {
            reason = error.reason
        }
        #expect(reason == .writeFailed)
    }

    @Test func `a folder or a missing folder is refused with the path`() async throws {
        try await withTemporaryFolder { folder in
            for path in [folder.path, folder.appending(path: "missing/out.jsonl").path] {
                var message = ""
                do throws(TrainingDataError) {
                    _ = try Exporter(path: path, format: .raw)
                } catch {
                    message = error.message
                    #expect(error.reason == .cannotCreate)
                }
                #expect(message.contains(path))
            }
        }
    }
}
