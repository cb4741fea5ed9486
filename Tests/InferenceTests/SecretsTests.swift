internal import Foundation
internal import Support
internal import Testing

@testable internal import Inference

@Suite struct SecretsTests {
    private let key = "sk-live-0123456789abcdef"

    @Test func `a missing variable is an environment error that says what to type`() {
        let settings = EndpointSettings(baseURL: "http://x/v1", model: "m", apiKeyEnvironment: "PROVER_KEY")
        for environment in [[:], ["PROVER_KEY": ""], ["PROVER_KEY": " \n"]] {
            let error = #expect(throws: InferenceError.self) {
                try Secrets(settings: settings, name: "prover", environment: environment)
            }
            #expect(error?.reason == .missingKey && error?.kind == .environment && error?.isTransient == false)
            #expect(error?.advice?.contains("export PROVER_KEY=") == true)
        }
    }

    @Test func `white space around the key is dropped and a control character in it refused`() throws {
        let settings = EndpointSettings(baseURL: "http://x/v1", model: "m", apiKeyEnvironment: "K")
        #expect(try Secrets(settings: settings, name: "m", environment: ["K": " abcdefgh\r\n"]).key == "abcdefgh")
        let error = #expect(throws: InferenceError.self) {
            try Secrets(settings: settings, name: "m", environment: ["K": "abcd\r\nX-Evil: 1"])
        }
        #expect(error?.reason == .settings)
        #expect(error.map { "\($0)".contains("abcd") } == false)
    }

    @Test(arguments: [("X Y", "v"), ("", "v"), ("X", "a\r\nb"), ("X", "a\u{7F}"), ("Ü", "v"), ("X:", "v")])
    func `an extra header that could break the request is refused`(name: String, value: String) {
        let settings = EndpointSettings(baseURL: "http://x/v1", model: "m", extraHeaders: [name: value])
        #expect(throws: InferenceError.self) { try Secrets(settings: settings, name: "m", environment: [:]) }
    }

    @Test func `whole keys and their longer beginnings are scrubbed, shorter ones stay`() {
        let secrets = Secrets(key: key)
        #expect(secrets.scrub("bad key \(key)!") == "bad key [key]!")
        #expect(secrets.scrub("\(key)\(key)") == "[key][key]")
        #expect(secrets.scrub("bad key sk-live-01234…") == "bad key [key]…")
        #expect(secrets.scrub("sk-live is a prefix") == "sk-live is a prefix")
        #expect(secrets.scrub("∀ n, n = n") == "∀ n, n = n")
    }

    @Test func `header values that look like keys are scrubbed, others are not`() throws {
        let settings = EndpointSettings(
            baseURL: "http://x/v1", model: "m",
            extraHeaders: ["X-Api-Token": "tok-abcdefgh", "X-Team": "mathematics"])
        let secrets = try Secrets(settings: settings, name: "m", environment: [:])
        #expect(secrets.scrub("tok-abcdefgh mathematics") == "[key] mathematics")
    }

    @Test func `no way of printing shows the key`() throws {
        let secrets = Secrets(key: key)
        var dumped = ""
        dump(secrets, to: &dumped)
        let model = try OpenAIChatModel(
            name: "m",
            settings: EndpointSettings(baseURL: "http://x/v1?key=\(key)", model: "m", apiKeyEnvironment: "K"),
            client: ScriptedTransport([]), environment: ["K": key])
        dump(model, to: &dumped)
        let request = HTTPRequest(.get, url: "http://x/?key=\(key)", headers: [("Authorization", key)])
        dump(request, to: &dumped)
        let printed = [
            dumped, "\(secrets)", String(reflecting: secrets), "\(model)", String(reflecting: model), "\(request)",
            String(reflecting: request),
        ]
        for text in printed { #expect(!text.contains(key), "\(text)") }
    }

    @Test(
        arguments: [
            (#"{"error":{"message":"no such model","type":"x"}}"#, "no such model"),
            (#"{"error":"overloaded"}"#, "overloaded"),
            (#"{"object":"error","message":"too long","code":400}"#, "too long"),
            (#"{"detail":"Not Found"}"#, "Not Found"),
            (#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, "field required"),
            (#"[{"error":{"message":"in a list"}}]"#, "in a list"),
            ("<html><head><TITLE>502 Bad\n Gateway</TITLE></head></html>", "502 Bad Gateway"),
            ("plain   words\r\n\u{1B}[31mred", "plain words [31mred"),
            ("", nil), (" \n ", nil), (#"{"error":{}}"#, #"{"error":{}}"#),
        ] as [(String, String?)])
    func `the server's words are found in every usual form`(body: String, expected: String?) {
        #expect(ServerMessage.text(of: Data(body.utf8), hiding: Secrets(key: nil)) == expected)
    }

    @Test func `long words are cut, and a key at the cut is not shown by half`() throws {
        let text = String(repeating: "x", count: 285) + " " + key + " more"
        let said = try #require(ServerMessage.text(of: Data(text.utf8), hiding: Secrets(key: key)))
        #expect(said.unicodeScalars.count <= 300)
        #expect(said.hasSuffix("[key] more") && !said.contains("sk-live"))
        let long = ServerMessage.text(of: Data(String(repeating: "∀ ", count: 90_000).utf8), hiding: Secrets(key: nil))
        #expect(long?.unicodeScalars.count == 300 && long?.hasSuffix("…") == true)
    }

    @Test func `bytes that are no text do no harm`() {
        let said = ServerMessage.text(of: Data([0xFF, 0xFE, 0x00, 0x41]), hiding: Secrets(key: nil))
        #expect(said?.contains("A") == true)
    }
}
