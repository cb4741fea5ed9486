import Support
import Testing

@Suite struct DigestTests {
    @Test func `the digest of known inputs is the published one`() {
        #expect(Digest.sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(Digest.sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `lists that join to the same text have different digests`() {
        #expect(Digest.sha256(parts: ["ab", "c"]) != Digest.sha256(parts: ["a", "bc"]))
        #expect(Digest.sha256(parts: []) != Digest.sha256(parts: [""]))
    }
}
