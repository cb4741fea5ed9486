import Foundation
import TestSupport
import Testing

@testable import TrainingData

@Suite struct KilledExportTests {
    /// The child kills itself once a part of the rows is on disk.
    @Test(arguments: ["old\n", nil])
    func `an export that is killed leaves what was there under its name and no half file`(old: String?) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "out.jsonl").path
            if let old { try Data(old.utf8).write(to: URL(filePath: path)) }
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                var exporter = try Exporter(path: path, format: .deepseekProver)
                for _ in 0..<2_000 { try exporter.write(.sample()) }
                kill(getpid(), SIGKILL)
                _ = try exporter.finish()
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let partial = try #require(names.first { $0.hasSuffix(".partial") }, "rows were on disk: \(names)")
            #expect(partial.hasPrefix(".out.jsonl."))
            let size =
                try FileManager.default.attributesOfItem(
                    atPath: folder.appending(path: partial).path)[.size] as? Int
            #expect(size ?? 0 > 0)
            if let old {
                #expect(try String(contentsOfFile: path, encoding: .utf8) == old)
            } else {
                #expect(!names.contains("out.jsonl"))
            }
        }
    }
}
