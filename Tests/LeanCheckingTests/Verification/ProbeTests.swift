import Foundation
import LeanSource
import Support
import Testing

@testable import LeanChecking

@Suite struct ProbeTests {
    private let request = ProbeRequest(
        rung: 5, heartbeats: 7,
        pairs: [
            ProbeRequest.Pair(
                goal: "g", candidate: "c", theorems: [ProbeRequest.Theorem(name: ["n", "t"], ownParts: 1)])
        ])

    private func report(_ lines: String...) -> ProbeReport? {
        ProbeReport(Array(lines.joined(separator: "\n").utf8), to: request)
    }

    private let finding =
        #"{"pair":0,"item":0,"verdict":"proved","axioms":["propext"],"outside":[],"replayed":2,"ms":1.5}"#

    @Test func `a request is lines of words`() {
        #expect(
            request.text
                == "rung\t5\nheartbeats\t7\nallow\tClassical\tchoice\nallow\tQuot\tsound\nallow\tpropext\n"
                + "pair\tg\tc\ntheorem\t1\tn\tt\n")
    }

    @Test(arguments: [
        ("a", ["a"]), ("a.b.c", ["a", "b", "c"]), ("a.«b.c».d", ["a", "b.c", "d"]), ("«a b»", ["a b"]),
        ("α.β'", ["α", "β'"]),
    ])
    func `names are taken apart as Lean does`(name: String, parts: [String]) {
        #expect(LeanName.parts(of: name) == parts)
    }

    @Test func `a complete answer is read`() throws {
        let report = try #require(self.report(#"{"probe":1}"#, finding, #"{"end":1}"#))
        guard case .judged(let findings) = report.pairs[0] else {
            Issue.record("\(report)")
            return
        }
        #expect(findings.map(\.verdict) == [.proved])
        #expect(findings[0].axioms == ["propext"])
        #expect(findings[0].replayed == 2)
    }

    @Test func `a pair that could not be read is no finding`() throws {
        let report = try #require(
            self.report(#"{"probe":1}"#, #"{"pair":0,"unreadable":"candidate","why":"it is short"}"#, #"{"end":1}"#))
        #expect(report.pairs == [.unreadable("candidate", "it is short")])
    }

    @Test func `anything that is not exactly the answer is none`() {
        #expect(report() == nil)
        #expect(report(#"{"probe":1}"#) == nil)
        #expect(report(#"{"probe":2}"#, finding, #"{"end":1}"#) == nil)
        #expect(report(#"{"probe":1}"#, finding) == nil)
        #expect(report(#"{"probe":1}"#, #"{"end":1}"#) == nil)
        #expect(report(#"{"probe":1}"#, finding, #"{"end":2}"#) == nil)
        #expect(report(#"{"probe":1}"#, finding, finding, #"{"end":1}"#) == nil)
        #expect(report(#"{"probe":1}"#, "noise", finding, #"{"end":1}"#) == nil)
        #expect(report(#"{"probe":1}"#, finding.replacing("\"item\":0", with: "\"item\":1"), #"{"end":1}"#) == nil)
        #expect(report(#"{"probe":1}"#, finding.replacing("proved", with: "fine"), #"{"end":1}"#) == nil)
    }

    @Test func `the canaries are those that the build tests the probe with`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../lean-workspace/probe/canary").standardizedFileURL
        let text: (String) throws -> String = { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
        #expect(try text("Goal.lean") == ProbeCanary.goal)
        #expect(try text("Candidate.lean") == ProbeCanary.candidate)
    }

    @Test func `a probe that is wrong about a canary is broken`() {
        let good = ProbeCanary.expected(rung: 5).enumerated().map { index, canary in
            ProbeReport.Finding(
                pair: 0, item: index, verdict: canary.verdict, why: nil, about: nil, axioms: [], outside: [],
                replayed: 0)
        }
        #expect(ProbeCanary.trouble(.judged(good), rung: 5) == nil)
        #expect(ProbeCanary.trouble(.judged(good), rung: 4) != nil)
        #expect(ProbeCanary.trouble(.unreadable("goal", "gone"), rung: 5) != nil)
        for index in good.indices {
            var wrong = good
            let other: ProbeReport.Finding.Word = wrong[index].verdict == .proved ? .kernel : .proved
            wrong[index] = ProbeReport.Finding(
                pair: 0, item: index, verdict: other, why: nil, about: nil, axioms: [], outside: [], replayed: 0)
            #expect(ProbeCanary.trouble(.judged(wrong), rung: 5) != nil)
        }
    }

    /// A probe in place of the real one.
    private func verdict(ofProbe script: String) async throws -> Verdict {
        let real = try await SharedLean.toolchain
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try folder.makeFolder("bin")
        let source = URL(filePath: ProbeProgram(toolchain: real).leanPrefix)
        try FileManager.default.copyItem(
            atPath: source.appending(path: "bin/lean").path, toPath: folder.file("bin/lean"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("lib"), withDestinationPath: source.appending(path: "lib").path)
        try folder.write("#!/bin/sh\n\(script)\n", to: "bin/\(ProbeProgram.name)")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.file("bin/\(ProbeProgram.name)"))
        let toolchain = LeanToolchain(
            profile: .embedded, leanPath: folder.file("bin/lean"), version: real.version, library: real.library,
            origin: "test")
        let compiler = ModuleCompiler(toolchain: toolchain, limits: LeanLimits())
        let bench = Bench(compiler, ProbeStation(ProbeProgram(toolchain: toolchain), compiler))
        return try await bench.verify(.term("rfl"), of: LockedStatement("theorem t : 1 = 1")).verdict
    }

    @Test(arguments: [
        "exit 0", "exit 3", "echo hello", #"echo '{"probe":1}'; echo '{"end":7}'"#,
        // Everything is fine to this one, the canaries too.
        #"""
        echo '{"probe":1}'
        for i in 0 1 2 3 4 5; do
          echo "{\"pair\":0,\"item\":$i,\"verdict\":\"proved\",\"axioms\":[],\"outside\":[],\"replayed\":1,\"ms\":1}"
        done
        echo '{"pair":1,"item":0,"verdict":"proved","axioms":[],"outside":[],"replayed":1,"ms":1}'
        echo '{"end":7}'
        """#,
    ])
    func `a probe that does not work says nothing about a proof`(script: String) async throws {
        guard case .checkerBroken = try await verdict(ofProbe: script) else {
            Issue.record("a broken probe was believed")
            return
        }
    }

    @Test func `a probe that dies is a crash, not a verdict on the proof`() async throws {
        #expect(try await verdict(ofProbe: "kill -SEGV $$") == .crashed)
    }

    @Test func `a Lean without a probe gets one that is built from the source and kept`() async throws {
        let cache = try PrivateFolder()
        defer { cache.remove() }
        var environment = ProcessInfo.processInfo.environment
        environment["XDG_CACHE_HOME"] = cache.path
        environment["DSPROVER_HOME"] =
            URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../..").standardizedFileURL.path
        let toolchain = try await SharedLean.toolchain
        let program = ProbeProgram(toolchain: toolchain, environment: environment, usesInstalled: false)
        let path = try await program.path()
        #expect(path.hasPrefix(cache.path))
        #expect(try await program.path() == path)
        let compiler = ModuleCompiler(toolchain: toolchain, limits: LeanLimits())
        let bench = Bench(compiler, ProbeStation(program, compiler))
        let result = try await bench.verify(.term("rfl"), of: LockedStatement("theorem t : 1 = 1"))
        #expect(result.verdict == .verified)
        #expect(result.rung == 5)
    }

    @Test func `a probe that cannot be built is our trouble, with advice`() async throws {
        let cache = try PrivateFolder()
        defer { cache.remove() }
        try cache.makeFolder("lean-workspace/probe")
        try cache.write("echo no compiler here >&2; exit 1\n", to: "lean-workspace/probe/build.sh")
        let program = ProbeProgram(
            toolchain: try await SharedLean.toolchain,
            environment: ["XDG_CACHE_HOME": cache.path, "DSPROVER_HOME": cache.path], usesInstalled: false)
        let error = await #expect(throws: LeanCheckingError.self) { try await program.path() }
        #expect(error?.reason == .broken)
        #expect(error?.message.contains("no compiler here") == true)
        #expect(error?.advice != nil)
    }
}
