import Support
import Testing

@testable import Factory

struct OpenFilesCheckTests {
    @Test func `too few files for the workers is an error that says how many`() throws {
        #expect(OpenFilesCheck.needed(workers: 2) == 176)
        try OpenFilesCheck.judge(limit: 176, workers: 2)
        let error = #expect(throws: FactoryError.self) { try OpenFilesCheck.judge(limit: 175, workers: 2) }
        #expect(error?.code == "factory.too-few-files")
        #expect(error?.description.contains("175 files at once; with 2 Lean workers it needs 176") == true)
        #expect(error?.kind == .environment)
    }
}
