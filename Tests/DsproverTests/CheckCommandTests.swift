import Foundation
import Support
import TestSupport
import Testing

/// `dsprover check` with the real embedded Lean.
@Suite struct CheckCommandTests {
    private static let good =
        #"{"id":"good","statement":"theorem and_swap' (p q : Prop) (h : p ∧ q) : q ∧ p","proof":"⟨h.2, h.1⟩"}"#
    private static let bad =
        #"{"id":"bad","statement":"theorem t (p q : Prop) (h : p) : q","proof":"by\n  exact h"}"#
    /// Not stopped by heartbeats.
    private static let endless =
        #"{"id":"endless","statement":"theorem t (p : Prop) (h : p) : p","proof":"repeat (have := trivial)\nexact h"}"#

    private func reports(_ result: Program.Result) throws -> [JSONValue] {
        try result.output.split(separator: "\n").map { try CanonicalJSON.decode(JSONValue.self, from: String($0)) }
    }

    @Test func `files of every shape are checked in order, and all verified is exit 0`() async throws {
        try await PrivateWorld.with { world in
            try world.write(
                "theorem helper (a b : Nat) : a + b = b + a := by omega\n\ntheorem claim (a b : Nat) : b + a = a + b := by\n"
                    + "  exact (helper a b).symm\n", to: "Claim.lean")
            try world.write(
                [
                    Self.good,
                    #"{"code":"theorem one : 1 + 1 = 2 := rfl"}"#,
                    #"{"name":"row","formal_statement":"theorem row (n : Nat) : n + 0 = n := by\n","#
                        + #""header":"","formal_proof":"  simp\n"}"#,
                    #"{"id":4,"statement":"theorem t : 2 = 2","proof":"So:\n```lean4\ntheorem x : 2 = 2 := by\n  rfl\n```"}"#,
                ].joined(separator: "\n"), to: "items.jsonl")
            let result = try await world.program.run("check", "--json", "Claim.lean", "items.jsonl")
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            let reports = try reports(result)
            #expect(reports.compactMap { $0["id"]?.string } == ["Claim.lean", "good", "items.jsonl:2", "row", "4"])
            for report in reports {
                #expect(report["verdict"]?.string == "verified")
                #expect(Set(report.object?.keys ?? [:].keys) == ["id", "verdict", "rung", "axioms", "messages", "ms"])
                #expect(report["rung"]?.integer == 5)
                #expect((report["ms"]?.integer ?? 0) > 0)
                #expect(report["axioms"]?.array != nil && report["messages"]?.array != nil)
            }
            #expect(result.errors.contains("5 of 5 verified at rung 5"), "\(result.errors)")
            #expect(world.contents() == ["work", "home", "tmp", "work/Claim.lean", "work/items.jsonl"])
            #expect(world.processes().isEmpty)
        }
    }

    @Test func `some not verified is exit 5, and the table says why`() async throws {
        try await PrivateWorld.with { world in
            let sorry = #"{"id":"hole","statement":"theorem t : 1 = 2","proof":"sorry"}"#
            let axiom = #"{"id":"cheat","code":"axiom c : False\ntheorem t : 1 = 2 := c.elim"}"#
            let other = #"{"id":"other","statement":"theorem t : 1 = 2","proof":"theorem t : 1 = 1 := rfl"}"#
            let lines = [Self.good, Self.bad, sorry, axiom, other].joined(separator: "\r\n")
            let result = try await world.program.run(["check", "--rung", "3", "-"], input: lines)
            #expect(result.status == 5, "\(result.errors)")
            let rows = result.output.split(separator: "\n").map(String.init)
            #expect(rows.count == 7)
            #expect(rows[0].contains("verdict") && rows[0].contains("id"))
            for (row, (word, id)) in zip(
                rows.dropFirst(),
                [
                    ("verified", "good"), ("failed", "bad: 2:2: "), ("incomplete", "hole: "), ("forbidden", "cheat: "),
                    ("wrongStatement", "other: "),
                ])
            {
                #expect(row.hasPrefix("  \(word)"), "\(row)")
                #expect(row.contains("  \(id)"), "\(row)")
            }
            #expect(
                rows[6] == "1 of 5 verified at rung 3; 1 failed, 1 forbidden, 1 incomplete, 1 wrongStatement")
            #expect(result.errors.isEmpty, "\(result.errors)")
        }
    }

    @Test func `messages have the places of the model's own text`() async throws {
        try await PrivateWorld.with { world in
            let answer =
                #"The proof:\n\n```lean4\ntheorem t (p q : Prop) (h : p) : q := by\n    have é := h\n    exact é\n```\n"#
            let lines = [
                #"{"id":"a","statement":"theorem t (p q : Prop) (h : p) : q","proof":""# + answer + "\"}",
                #"{"id":"b","code":"\n\ntheorem t (p q : Prop) (h : p) : q :=\n  h\n"}"#,
                #"{"id":"c","statement":"theorem t (p : Prop) : nonsense p","proof":"trivial"}"#,
            ].joined(separator: "\n")
            let result = try await world.program.run(["check", "--json", "-"], input: lines)
            let messages = try reports(result).map { $0["messages"]?.array?.first }
            #expect(messages.map { $0?["line"]?.integer } == [6, 4, 1])
            #expect(messages.map { $0?["column"]?.integer } == [4, 2, 23])
            #expect(messages.map { $0?["in"]?.string } == [nil, nil, "statement"])
            #expect(messages.allSatisfy { $0?["severity"]?.string == "error" })
        }
    }

    @Test func `a bad line stops the run with exit 2, and --keep-going goes on past it`() async throws {
        try await PrivateWorld.with { world in
            let lines = [Self.good, "{\"id\":\"x\"}", Self.good].joined(separator: "\n")
            let stopped = try await world.program.run(["check", "--json", "-"], input: lines)
            #expect(stopped.status == 2)
            #expect(try reports(stopped).map { $0["verdict"]?.string } == ["verified", "badInput"])
            #expect(stopped.errors.contains("stopped: stdin:2: there is neither"), "\(stopped.errors)")
            #expect(stopped.errors.contains("--keep-going"))
            let all = try await world.program.run(["check", "--json", "--keep-going", "-"], input: lines)
            #expect(all.status == 2)
            #expect(try reports(all).map { $0["verdict"]?.string } == ["verified", "badInput", "verified"])
            let worse = try await world.program.run(
                ["check", "--json", "--keep-going", "-"], input: lines + "\n" + Self.bad)
            #expect(worse.status == 5)
        }
    }

    @Test func `a file that is not there is exit 2 before anything is checked`() async throws {
        try await PrivateWorld.with { world in
            try world.write(Self.good, to: "a.jsonl")
            let result = try await world.program.run("check", "a.jsonl", "b.jsonl")
            #expect(result.status == 2)
            #expect(result.errors.contains("b.jsonl: there is no such file"), "\(result.errors)")
            #expect(result.output.isEmpty)
            let goingOn = try await world.program.run("check", "--json", "--keep-going", "b.jsonl", "a.jsonl")
            #expect(goingOn.status == 2)
            #expect(try reports(goingOn).map { $0["verdict"]?.string } == ["badInput", "verified"])
            let header = try await world.program.run("check", "--header", "@nowhere", "a.jsonl")
            #expect(header.status == 2)
            #expect(header.errors.contains("nowhere: the header cannot be read"))
        }
    }

    @Test(arguments: [
        [], ["--rung", "2", "a"], ["--rung", "6", "a"], ["--timeout", "0", "a"], ["--workers", "0", "a"], ["-", "-"],
        [""], ["--config", "", "a"],
    ])
    func `wrong usage is exit 1`(_ arguments: [String]) async throws {
        try await withTemporaryFolder { folder in
            let result = try await Program(folder: folder).run(["check"] + arguments)
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
        }
    }

    @Test func `without a working Lean it is exit 3 with advice, and no proof is called failed`() async throws {
        try await PrivateWorld.with { world in
            try world.write(Self.good, to: "a.jsonl")
            var program = world.program
            program.environment["XDG_CACHE_HOME"] = world.home.path
            program.environment["PATH"] = "/usr/bin:/bin"
            program.environment["LEAN"] = .some(nil)
            program.environment["DSPROVER_EMBEDDED_LEAN"] = .some(nil)
            let missing = try await program.run("check", "--keep-going", "a.jsonl")
            #expect(missing.status == 3)
            #expect(missing.errors.contains("make setup"), "\(missing.errors)")
            #expect(missing.output.isEmpty)

            let header = try await world.program.run("check", "--header", "import Nowhere.AtAll", "a.jsonl")
            #expect(header.status == 3)
            #expect(header.output.isEmpty)
            #expect(header.errors.contains("Nowhere"), "\(header.errors)")
        }
    }

    @Test func `a proof that never ends takes no longer than --timeout, and the others are verified`() async throws {
        try await PrivateWorld.with { world in
            let lines = [Self.good, Self.endless, Self.good].joined(separator: "\n")
            let result = try await world.program.run(
                ["check", "--json", "--timeout", "1", "--workers", "1", "-"], input: lines)
            #expect(result.status == 5)
            let reports = try reports(result)
            #expect(reports.map { $0["verdict"]?.string } == ["verified", "timeout", "verified"])
            #expect(reports[1]["rung"]?.integer == 2)
            #expect((reports[1]["ms"]?.integer ?? 0) >= 990)
            #expect(reports[1]["messages"]?.array?.count == 1)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal stops the run with exit 4, what was checked is there, and no process is left`(
        _ signal: Int32
    ) async throws {
        try await PrivateWorld.with { world in
            let input = Pipe()
            let running = try world.program.start(["check", "--json", "--rung", "3", "-"], input: input)
            let lines = [Self.good, Self.endless, Self.good].joined(separator: "\n") + "\n"
            try input.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
            #expect(await world.wait { world.isBusy })
            running.signal(signal)
            let result = try await running.result()
            #expect(result.status == 4, "\(result.errors)")
            #expect(result.errors.contains("stopped by a signal"))
            #expect(try reports(result).count <= 1)
            #expect(await world.wait { world.processes().isEmpty })
            #expect(world.contents() == ["work", "home", "tmp"])
            try input.fileHandleForWriting.close()
        }
    }

    @Test func `a reader that has seen enough ends the run without a word`() async throws {
        try await PrivateWorld.with { world in
            let lines = Array(repeating: Self.good, count: 3_000).joined(separator: "\n")
            try world.write(lines, to: "a.jsonl")
            let program = try BuiltProduct.executable("dsprover").path
            try world.write(
                "'\(program)' check --json --rung 3 a.jsonl | head -n 2\necho ${PIPESTATUS[0]}\n", to: "pipe.sh")
            // All that the program itself would have, such as the toolchain that the tests are to use.
            let variables = ProcessInfo.processInfo.environment.merging(
                world.program.environment.compactMapValues { $0 }
            ) { $1 }
            let running = try Running(
                URL(filePath: "/bin/bash"), arguments: ["pipe.sh"], folder: world.work, environment: variables)
            let result = try await running.result()
            let rows = result.output.split(separator: "\n")
            #expect(rows.count == 3)
            #expect(rows.last == "141")
            #expect(result.errors.isEmpty, "\(result.errors)")
            #expect(await world.wait { world.processes().isEmpty })
        }
    }

    @Test func `reports come while the input is still open`() async throws {
        try await PrivateWorld.with { world in
            let input = Pipe()
            let running = try world.program.start(["check", "--json", "--rung", "3", "-"], input: input)
            try input.fileHandleForWriting.write(contentsOf: Data((Self.good + "\n").utf8))
            #expect(await world.wait { running.outputSoFar.contains("verified") })
            try input.fileHandleForWriting.write(contentsOf: Data((Self.bad + "\n").utf8))
            try input.fileHandleForWriting.close()
            #expect(try await running.result().status == 5)
        }
    }

    @Test func `what export writes checks again`() async throws {
        try await PrivateWorld.with { world in
            try world.write(
                [
                    #"{"id":"a","problem":"Show that the sum of two even natural numbers is even."}"#,
                    #"{"id":"b","problem":"Show that 2 + 2 = 4."}"#,
                ].joined(separator: "\n"), to: "problems.jsonl")
            let made = try await world.program.run("formalize", "problems.jsonl")
            #expect(made.status == 0, "\(made.errors)")
            for format in ["deepseek-prover", "raw"] {
                let file = "\(format).jsonl"
                let exported = try await world.program.run("export", "--format", format, "--out", file)
                #expect(exported.status == 0)
                let rows = try String(contentsOf: world.work.appending(path: file), encoding: .utf8)
                #expect(!rows.isEmpty)
                let result = try await world.program.run("check", "--json", file)
                #expect(result.status == 0, "\(result.output)\(rows)")
                #expect(try reports(result).count == rows.split(separator: "\n").count)
            }
        }
    }
}

extension PrivateWorld {
    /// Whether a Lean process of this world uses the processor, by its clock ticks.
    fileprivate var isBusy: Bool {
        processes().contains { id in
            let fields = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8))?.split(separator: " ") ?? []
            return fields.count > 13 && fields[1].contains("lean") && (Int(fields[13]) ?? 0) > 150
        }
    }
}
