import Testing

@testable import LeanChecking

@Suite struct BatchItemTests {
    @Test(arguments: [
        "theorem t : True := trivial", "theorem t (n : Nat) : n = n := by\n  rfl\n",
        "theorem t.{u} (α : Type u) : True := trivial",
        "theorem t : tt ∧ t' ∧ at ∧ t_1 ∧ h.t1 := x", "theorem t: True := trivial",
    ])
    func `a theorem that says its name once may share its document`(source: String) {
        #expect(BatchItem(source: source, name: "t") != nil)
    }

    @Test(arguments: [
        ("theorem a.t : True := trivial", "a.t", "a dotted name"), ("theorem «t» : True := x", "«t»", "a quoted name"),
        ("theorem t : True := by\n  exact t", "t", "recursion"),
        ("theorem t : True := t.mp x", "t", "part of a dotted name"),
        ("theorem t : True := A.t", "t", "last part of a dotted name"),
        ("theorem t : True := ⟨t⟩", "t", "among brackets"),
        ("theorem t : True := _root_.x", "t", "the root"), ("theorem tt : True := x", "t", "another name"),
        ("lemma t : True := x", "t", "another keyword"),
        ("private theorem h : True := x\ntheorem t : True := h", "t", "a helper"),
        ("theorem  t : True := x", "t", "other white space"),
        ("theorem τ : True := x", "τ", "letters of other alphabets"), ("theorem", "t", "nothing"),
        ("theorem t", "", "no name"),
    ])
    func `anything whose meaning a namespace might change must be alone`(source: String, name: String, why: String) {
        #expect(BatchItem(source: source, name: name) == nil, "\(why)")
    }
}

@Suite struct BatchDocumentTests {
    private static func document(
        header: String = "", free: Set<String> = [],
        _ sources: [(String, String)] = [("a", "x"), ("b", "by\n  y\n"), ("c", "z")]
    ) throws -> BatchDocument {
        let items = try sources.map { try #require(BatchItem(source: "theorem \($0.0) : P := \($0.1)", name: $0.0)) }
        var number = 0
        return BatchDocument(header: LeanHeader(text: header), items: items, free: free) {
            number += 1
            return "n\(number)"
        }
    }

    private static func lines(_ document: BatchDocument) -> [Substring] {
        document.text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// A message at the first place of a text in the document, from 1 as Lean counts lines.
    private static func at(
        _ text: String, in document: BatchDocument, column: Int? = nil, _ severity: LeanMessage.Severity = .error,
        says: String = "m"
    ) throws -> LeanMessage {
        let line = try #require(lines(document).firstIndex { $0.contains(text) })
        return LeanMessage(severity: severity, line: line + 1, column: column ?? 2, text: says)
    }

    private static func answers(_ document: BatchDocument, but missing: Set<Int> = []) throws -> [LeanMessage] {
        try document.items.indices.filter { !missing.contains($0) }.map {
            try at(
                "#print axioms _root_.\(document.fullName($0))", in: document, column: 0, .information,
                says: "'\(document.fullName($0))' does not depend on any axioms")
        }
    }

    private func verdict(_ item: BatchReading.Item) -> Verdict? {
        item.verdict { VerdictReader.proof($0, answers: $1, name: $2) }?.verdict
    }

    @Test func `every theorem has a name of its own and its own question`() throws {
        let document = try Self.document(header: "import A")
        #expect(
            document.text == """
                import A

                example : True := by
                  fail_if_success have := @_root_.a
                  fail_if_success have := @_root_.b
                  fail_if_success have := @_root_.c
                  trivial
                namespace n1
                theorem n2_a : P := x

                #print axioms _root_.n1.n2_a
                theorem n3_b : P := by
                  y


                #print axioms _root_.n1.n3_b
                theorem n4_c : P := z

                #print axioms _root_.n1.n4_c
                end n1

                """)
        #expect((0..<3).map(document.fullName) == ["n1.n2_a", "n1.n3_b", "n1.n4_c"])
    }

    /// Tactics as they stand behind a statement of one line, and of two.
    private static func bracketed(
        signature: String = "theorem b : P", tactics: String = "  y -- é\n"
    ) throws -> BatchDocument {
        let source = "\(signature) := by\n\(tactics)"
        let place = source.utf8.count - tactics.utf8.count - 3
        let items = [
            try #require(BatchItem(source: source, name: "b", tactics: place)),
            try #require(BatchItem(source: "theorem c : P := z", name: "c")),
        ]
        var number = 0
        return BatchDocument(header: LeanHeader(text: ""), items: items, free: ["b", "c"]) {
            number += 1
            return "n\(number)"
        }
    }

    @Test(arguments: ["  y -- é\n", "  y -- é"])
    func `tactics stand in brackets, the closing one in a line of its own`(tactics: String) throws {
        #expect(
            try Self.bracketed(tactics: tactics).text == """
                namespace n1
                theorem n2_b : P := (by
                  y -- é
                )

                #print axioms _root_.n1.n2_b
                theorem n3_c : P := z

                #print axioms _root_.n1.n3_c
                end n1

                """)
    }

    @Test func `a place that is not that of the tactics makes no brackets`() throws {
        let item = try #require(BatchItem(source: "theorem b : P := by\n  y\n", name: "b", tactics: 16))
        #expect(item.tactics == nil)
        #expect(item.written(own: "n_", inBrackets: true).text == "theorem n_b : P := by\n  y\n")
    }

    @Test func `places behind the bracket are those of the item alone`() throws {
        let first = try Self.bracketed()
        let messages =
            try Self.answers(first) + [
                Self.at("n2_b :", in: first, column: 20), Self.at("n2_b :", in: first, column: 21),
                Self.at("  y", in: first, column: 3),
            ]
        let places = first.reading(of: messages).items[0].messages.map { [$0.line, $0.column] }
        #expect(places == [[1, 17], [1, 17], [2, 3]])

        let second = try Self.bracketed(signature: "theorem b\n  (é : P) : P")
        let here =
            try Self.answers(second) + [
                Self.at("(é", in: second, column: 4), Self.at("(é", in: second, column: 18),
            ]
        #expect(second.reading(of: here).items[0].messages.map { [$0.line, $0.column] } == [[2, 4], [2, 17]])
    }

    @Test(arguments: ["unexpected identifier; expected ')', ',' or ':'", "unexpected token '#print'; expected ')'"])
    func `an error about a bracket has the item checked again, alone`(text: String) throws {
        let document = try Self.bracketed()
        let reading = document.reading(of: try Self.answers(document) + [Self.at("  y", in: document, says: text)])
        #expect(verdict(reading.items[0]) == nil)
        #expect(verdict(reading.items[1]) == .verified)
    }

    @Test func `an error at our own bracket has the item checked again, alone`() throws {
        let document = try Self.bracketed()
        let line = try #require(Self.lines(document).firstIndex(of: ")"))
        let error = LeanMessage(severity: .error, line: line + 1, column: 0, text: "m")
        #expect(verdict(document.reading(of: try Self.answers(document) + [error]).items[0]) == nil)
    }

    @Test func `in a module to be compiled every item has a namespace and no brackets`() throws {
        let item = try #require(BatchItem(source: "theorem b : P := by\n  y\n", name: "b", tactics: 17))
        let document = BatchDocument(header: LeanHeader(text: ""), items: [item], for: .module, free: ["b"]) { "n" }
        #expect(document.text.contains("theorem n.b : P := by\n  y\n\n\n#print axioms _root_.n.n.b\n"))
        #expect(document.fullName(0) == "n.n.b")
    }

    @Test func `a module for the probe has one question, at the end, and silence about the others is no doubt`() throws
    {
        let items = try ["a", "b"].map { try #require(BatchItem(source: "theorem \($0) : P := by\n  y\n", name: $0)) }
        let document = BatchDocument(header: .empty, items: items, for: .probe, free: ["a", "b"]) { "n" }
        #expect(document.text.contains("theorem n.a : P := by\n  y\n\n\n\ntheorem n.b : P"))
        #expect(document.text.hasSuffix("\n\n\n#print axioms _root_.n.n.b\nend n\n"))
        #expect(document.text.ranges(of: "#print").count == 1)
        // The end of the file in the middle.
        #expect(document.reading(of: [LeanMessage]()).doubt != nil)
        let end = try #require(Self.lines(document).firstIndex { $0.hasPrefix("#print") })
        let answer = LeanMessage(
            severity: .information, line: end + 1, column: 0, text: "'n.n.b' does not depend on any axioms")
        #expect(document.reading(of: [answer]).doubt == nil)
        #expect(document.reading(of: [answer]).items.map(\.messages.count) == [0, 0])
        let line = try #require(Self.lines(document).firstIndex { $0.hasPrefix("theorem n.b") })
        let errors = [line, line + 1, line + 2].map {
            LeanMessage(severity: .error, line: $0 + 1, column: 0, text: "m")
        }
        #expect(document.reading(of: errors + [answer]).items.map(\.messages.count) == [0, 3])
        // What comes behind all items is about none of them.
        #expect(
            document.reading(of: [answer, LeanMessage(severity: .error, line: end + 2, column: 0, text: "m")]).doubt
                != nil)
    }

    @Test func `names known to be free are not tried again`() throws {
        #expect(try Self.document(free: ["a", "c"]).text.contains("have := @_root_.b\n  trivial"))
        #expect(try Self.document(free: ["a", "b", "c"]).text.hasPrefix("namespace n1\n"))
    }

    @Test func `no two documents have the same names`() {
        #expect(Set((0..<1000).map { _ in BatchDocument.freshNonce() }).count == 1000)
    }

    @Test func `when every question is answered every item is certain`() throws {
        let document = try Self.document()
        let reading = document.reading(of: try Self.answers(document))
        #expect(reading.doubt == nil)
        #expect(reading.items.map(verdict) == [.verified, .verified, .verified])
    }

    @Test func `a message belongs to the item in whose lines it begins, with the places of the item alone`() throws {
        let document = try Self.document()
        let messages =
            try Self.answers(document) + [
                Self.at("theorem n2_a", in: document, column: 18), Self.at("theorem n3_b", in: document, column: 9),
                Self.at("  y", in: document, column: 2, says: "about n1.n3_b and n3_b"),
            ]
        let reading = document.reading(of: messages)
        #expect(reading.items[0].messages == [LeanMessage(severity: .error, line: 1, column: 15, text: "m")])
        #expect(
            reading.items[1].messages == [
                LeanMessage(severity: .error, line: 1, column: 8, text: "m"),
                LeanMessage(severity: .error, line: 2, column: 2, text: "about b and b"),
            ])
        #expect(reading.items[2].messages == [])
        #expect(reading.items.map(verdict) == [.failed, .failed, .verified])
    }

    @Test func `a failure is certain with an error of its own, and when its question was reached`() throws {
        let document = try Self.document()
        let unknown = try Self.at(
            "#print axioms _root_.n1.n2_a", in: document, column: 14, says: "Unknown constant `_root_.n1.n2_a`")
        let error = try Self.at("theorem n2_a", in: document)
        let rest = try Self.answers(document, but: [0])
        let both = document.reading(of: rest + [unknown, error])
        #expect(both.doubt == nil)
        #expect(both.items.map(verdict) == [.failed, .verified, .verified])
        #expect(both.items[0].messages.last?.text == "Unknown constant `_root_.a`")
        // Gone without a reason; not even reached.
        #expect(verdict(document.reading(of: rest + [unknown]).items[0]) == nil)
        let swallowed = document.reading(of: rest + [error])
        #expect(swallowed.doubt != nil)
        #expect(verdict(swallowed.items[0]) == nil)
    }

    @Test(arguments: ["fail_if_success have := @_root_.b", "example : True", "namespace n1", "end n1"])
    func `a message outside all items puts everything in doubt`(place: String) throws {
        let document = try Self.document(header: "import A")
        let foreign = try Self.at(place, in: document, column: 0, .warning)
        #expect(document.reading(of: try Self.answers(document) + [foreign]).doubt != nil)
    }

    @Test func `a message behind the end of the text puts everything in doubt`() throws {
        let document = try Self.document()
        let foreign = LeanMessage(severity: .error, line: 900, column: 0, text: "unterminated comment")
        #expect(document.reading(of: try Self.answers(document) + [foreign]).doubt != nil)
        #expect(document.reading(of: [LeanMessage]()).doubt != nil)
    }

    @Test(arguments: [
        "(deterministic) timeout at `elaborator`, maximum number of heartbeats (50) has been reached",
        "(kernel) excessive memory consumption detected", "maximum recursion depth has been reached",
        "(kernel) deterministic timeout",
    ])
    func `a limit is for the item alone to reach`(text: String) throws {
        let document = try Self.document()
        let reading = document.reading(of: try Self.answers(document) + [Self.at("  y", in: document, says: text)])
        #expect(reading.doubt == nil)
        #expect(reading.items.map(verdict) == [.verified, nil, .verified])
    }

    @Test(arguments: ["sorryAx", "propext, sorryAx", "cheat"])
    func `an axiom that no neighbour may have is not held against an item`(axioms: String) throws {
        let document = try Self.document()
        let answer = try Self.at(
            "#print axioms _root_.n1.n3_b", in: document, column: 0, .information,
            says: "'n1.n3_b' depends on axioms: [\(axioms)]")
        let reading = document.reading(of: try Self.answers(document, but: [1]) + [answer])
        #expect(reading.items.map(verdict) == [.verified, nil, .verified])
    }

    @Test(arguments: ["'b' does not depend on any axioms", "'n1.n2_b' does not depend on any axioms", "yes"])
    func `an answer about another name is none`(text: String) throws {
        let document = try Self.document()
        let answer = try Self.at("#print axioms _root_.n1.n3_b", in: document, column: 0, .information, says: text)
        let reading = document.reading(of: try Self.answers(document, but: [1]) + [answer])
        #expect(verdict(reading.items[1]) == nil)
    }

    @Test func `an answer printed by an item itself is a message of that item`() throws {
        let document = try Self.document()
        let forged = try Self.at("  y", in: document, .information, says: "'n1.n4_c' does not depend on any axioms")
        let reading = document.reading(of: try Self.answers(document, but: [2]) + [forged])
        #expect(reading.doubt != nil)
        #expect(reading.items[2].answers == [])
    }

    @Test(arguments: ["Missing name: Expected `n1`", "n3", "in n1.n3"])
    func `a message that speaks of our namespaces would be another one alone`(text: String) throws {
        let document = try Self.document()
        let reading = document.reading(of: try Self.answers(document) + [Self.at("  y", in: document, says: text)])
        #expect(reading.doubt == nil)
        #expect(reading.items.map(verdict) == [.verified, nil, .verified])
    }

    @Test func `the time of an item is from the last word about those before it to the last about itself`() throws {
        let document = try Self.document()
        let start = ContinuousClock.now
        let lines = try (0..<3).map { index in
            try #require(Self.lines(document).firstIndex { $0.contains("_root_.\(document.fullName(index))") })
        }
        let heard = WorkerSession.Heard(
            diagnostics: [lines[0], lines[2], lines[1], 0].map { Diagnostic(line: $0, severity: 3, message: "m") },
            arrivals: [1, 7, 3, 9].map { start + .seconds($0) })
        #expect(document.times(heard, from: start) == [.seconds(1), .seconds(2), .seconds(4)])
    }

    @Test func `places of the protocol are turned into code points`() throws {
        let document = try Self.document([("a", "by\n  exact 𝔸 h"), ("b", "y")])
        let line = try #require(Self.lines(document).firstIndex { $0.contains("𝔸") })
        let reading = document.reading(of: [Diagnostic(line: line, character: 11, severity: 1, message: "m")])
        #expect(reading.items[0].messages == [LeanMessage(severity: .error, line: 2, column: 10, text: "m")])
    }
}
