import Support
import Testing

@Suite struct OpenFileLimitTests {
    @Test func `the limit of open files is raised as far as it may be, and never lowered`() throws {
        let before = try #require(OpenFileLimit.current)
        #expect(before.soft > 1 && before.soft <= before.hard)
        #expect(OpenFileLimit.raise(to: 1) == before.soft)
        #expect(OpenFileLimit.raise(to: before.soft) == before.soft)
        // More than there can be is no error.
        #expect(OpenFileLimit.raise(to: .max) >= before.soft)
        #expect(OpenFileLimit.current?.hard == before.hard)
    }
}
