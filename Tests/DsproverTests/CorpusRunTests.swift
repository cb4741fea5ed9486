import Foundation
import Support
import TestSupport
import Testing

/// Everything hostile and everything honest that the repository knows, through one `check` run with the real Lean: no item
/// changes the verdict of another one, nothing hostile is verified, nothing honest refused, and nothing is left behind.
@Suite struct CorpusRunTests {
    private struct Case {
        let file: String
        let line: String
        /// The rung that must stop it, or a lower one; nil for an honest proof.
        let stopsAt: Int?
        var name: String { file + " " + line.prefix(120) }
    }

    private static func cases() throws -> [Case] {
        let fixtures = Program.repository.appending(path: "Tests/Fixtures")
        return try ["attacks", "innocents"].flatMap { kind in
            let folder = fixtures.appending(path: kind)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            return try names.filter { $0.hasSuffix(".jsonl") }.flatMap { name in
                try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                    .split(separator: "\n").map { line in
                        let members = try CanonicalJSON.decode(JSONValue.self, from: String(line))
                        if kind == "attacks" { _ = try #require(members["stopsAt"]?.integer, "\(name): \(line)") }
                        return Case(file: name, line: String(line), stopsAt: members["stopsAt"]?.integer)
                    }
            }
        }
    }

    @Test func `shuffled together no attack passes, no honest proof is refused, and no verdict depends on the others`()
        async throws
    {
        let cases = try Self.cases()
        #expect(cases.count { $0.stopsAt != nil } >= 80)
        #expect(cases.count { $0.stopsAt == nil } >= 250)
        try await PrivateWorld.with { world in
            // In the order of the files: every attack, and enough honest proofs between them to be changed.
            let sample = cases.indices.filter { cases[$0].stopsAt != nil || $0 % 4 == 0 }
            let ordered = Dictionary(
                uniqueKeysWithValues: zip(sample, try await reports(on: sample.map { cases[$0] }, in: world)))
            var random = StableRandom(seed: 20_241)
            let order = cases.indices.shuffled(using: &random)
            let shuffled = try await reports(on: order.map { cases[$0] }, in: world)
            for (place, index) in order.enumerated() {
                let item = cases[index]
                let report = shuffled[place]
                let verdict = report["verdict"]?.string ?? ""
                if let stopsAt = item.stopsAt {
                    #expect(verdict != "verified", "\(item.name)")
                    #expect((report["rung"]?.integer ?? 9) < stopsAt, "\(item.name): \(report)")
                } else {
                    #expect(verdict == "verified", "\(item.name): \(report)")
                    #expect(report["rung"]?.integer == 5, "\(item.name)")
                }
                guard let other = ordered[index]?["verdict"]?.string else { continue }
                #expect(Self.comparable(verdict) == Self.comparable(other), "\(item.name): \(other), \(report)")
            }
        }
    }

    /// Runs the cases as one file and looks at what the run leaves.
    private func reports(on cases: [Case], in world: PrivateWorld) async throws -> [JSONValue] {
        try world.write(cases.map { $0.line + "\n" }.joined(), to: "items.jsonl")
        let shared = Set(try FileManager.default.contentsOfDirectory(atPath: "/tmp"))
        let before = world.contents()
        let result = try await world.program.run(
            "check", "--json", "--rung", "5", "--keep-going", "--timeout", "10", "items.jsonl")
        #expect(result.status == 5, "\(result.errors)")
        let reports = try result.output.split(separator: "\n").map {
            try CanonicalJSON.decode(JSONValue.self, from: String($0))
        }
        try #require(reports.count == cases.count, "\(result.errors)")
        #expect(reports.enumerated().allSatisfy { $1["id"]?.string == Self.id(of: cases[$0], at: $0 + 1) })

        // No file outside the private folders, which are gone: not where it ran, not at home, not where files are temporary.
        #expect(world.contents() == before)
        // Other programs write there as well; what an attack made would have a name that the attack says.
        let text = cases.compactMap { $0.stopsAt == nil ? nil : $0.line }.joined()
        let fresh = Set(try FileManager.default.contentsOfDirectory(atPath: "/tmp")).subtracting(shared)
        #expect(fresh.filter { text.contains($0) }.isEmpty)
        #expect(await world.wait { world.processes().isEmpty })
        return reports
    }

    private static func id(of item: Case, at line: Int) -> String? {
        let members = try? CanonicalJSON.decode(JSONValue.self, from: item.line)
        let id = members?["id"] ?? members?["name"]
        return id?.string ?? id?.integer.map { "\($0)" } ?? "items.jsonl:\(line)"
    }

    /// Which limit a check meets first is a matter of the machine's load; that it meets one is not.
    private static func comparable(_ verdict: String) -> String {
        ["timeout", "outOfMemory", "crashed"].contains(verdict) ? "limit" : verdict
    }
}
