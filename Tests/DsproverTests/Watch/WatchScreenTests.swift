import Support
import Testing

@testable import Factory
@testable import Ledger
@testable import dsprover

@Suite struct WatchScreenTests {
    /// A busy ledger, with names and messages that would break a careless screen.
    private func snapshot(processes: Int = 2, alarms: Int = 5) -> WatchSnapshot {
        var status = LedgerStatus()
        status.problems = 1_234_567
        status.problemStates = ["pending": 1000, "formalized": 1_233_000, "unformalizable": 567]
        status.statements = ["verified": 65_000, "exhausted": 12, "formalized": 3, "rejected": 0]
        status.jobs["formalize"] = LedgerStatus.Queue(ready: 1000, leased: 64, parked: 2)
        status.jobs["prove"] = LedgerStatus.Queue(ready: 50, leased: 10)
        status.spent.cost = Money(nano: 12_345_000_000)
        status.spent.promptTokens = 45_600_000
        let now = 10_000_000
        return WatchSnapshot(
            ledger: "/data/run1.sqlite", now: now, currency: "USD", status: status,
            processes: (0..<processes).map { number in
                WatchSnapshot.Process(
                    host: "gpu-\u{1B}[31m7", number: "\(4711 + number)", silence: number == 1 ? 100 : 2,
                    facts: facts)
            },
            heads: [QueueHead(stage: "formalize", oldest: now - 7_500_000)],
            alarms: (0..<alarms).map { number in
                Event(
                    id: number, at: now - 60_000, level: number == 0 ? .alarm : .warning, kind: "takeover",
                    problemID: nil, statementID: nil, message: "題材 \(number)\nsecond line \u{1B}[2J 漢字漢字漢字", data: .null
                )
            },
            budget: BudgetLimits(money: Money(nano: 50_000_000_000)))
    }

    private var facts: ProcessFacts {
        var facts = ProcessFacts()
        facts.phase = .running
        facts.uptime = 3600
        facts.residentBytes = 80 << 20
        var stage = ProcessFacts.Stage()
        stage.inFlight = 64
        stage.limit = 64
        stage.lastMinute = 120
        stage.lastQuarter = 900
        facts.stages = ["formalize": stage, "prove": stage]
        var lean = ProcessFacts.Lean()
        lean.workers = 2
        facts.lean = lean
        return facts
    }

    @Test(arguments: [(80, 24), (40, 10), (200, 60), (20, 3), (1, 1), (80, 2)])
    func `it fits any screen and has no control characters`(columns: Int, rows: Int) {
        for (processes, alarms) in [(0, 0), (2, 5), (50, 200)] {
            let lines = WatchScreen(
                snapshot: snapshot(processes: processes, alarms: alarms), columns: columns, rows: rows
            ).lines
            #expect(lines.count <= rows)
            #expect(!lines.isEmpty)
            for line in lines {
                #expect(TerminalWidth.of(line) <= columns, "\(line)")
                #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
            }
        }
    }

    @Test func `80 × 24 shows all there is to know`() {
        let text = WatchScreen(snapshot: snapshot(), columns: 80, rows: 24).lines.joined(separator: "\n")
        for part in [
            "run1.sqlite", "1 at work", "12.35 of 50.00 USD", "1234567", "65000 verified", "formalize", "2h05m",
            "Lean 2",
            "silent for 1m", "ALARM", "q quits", "120", "60.0",
        ] {
            #expect(text.contains(part), "\(part) in\n\(text)")
        }
        // 1064 at 60 a minute and 60 more at 60 a minute.
        #expect(text.contains("ETA 18m"), "\(text)")
    }

    @Test func `40 × 10 keeps the head and the stages`() {
        let lines = WatchScreen(snapshot: snapshot(), columns: 40, rows: 10).lines
        #expect(lines.count <= 10)
        #expect(lines.contains { $0.contains("formalize") })
        #expect(lines.first?.contains("dsprover") == true)
    }

    @Test func `200 × 60 shows every process and alarm, and no more lines than there are things`() {
        let lines = WatchScreen(snapshot: snapshot(processes: 6, alarms: 9), columns: 200, rows: 60).lines
        #expect(lines.count { $0.contains("gpu-") } == 6)
        #expect(lines.count { $0.contains("takeover") } == 9)
        #expect(lines.count < 40)
    }

    @Test func `without processes it says how to start one, and knows no ETA`() {
        let text = WatchScreen(snapshot: snapshot(processes: 0), columns: 80, rows: 24).lines.joined(separator: "\n")
        #expect(text.contains("start one with: dsprover work"))
        #expect(text.contains("ETA unknown"))
    }

    @Test func `the time to go is the sum over the stages, and nothing to do is no time`() {
        var snapshot = snapshot(processes: 1)
        #expect(snapshot.secondsToGo == 1124)
        snapshot.status.jobs["verify"] = LedgerStatus.Queue(ready: 1)
        #expect(snapshot.secondsToGo == nil)
        snapshot.status.jobs = [:]
        #expect(snapshot.secondsToGo == 0)
    }

    @Test(arguments: [
        (0.0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h00m"), (7500, "2h05m"), (86_400, "1d0h"),
        (-5, "0s"), (1e12, "11574d1h"),
    ])
    func `spans are short`(seconds: Double, text: String) {
        #expect(WatchScreen.span(seconds) == text)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字", 4, "漢字"), ("漢字x", 4, "漢…"),
        ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"),
        ("x", 0, ""),
    ])
    func `cutting counts columns, not characters`(text: String, columns: Int, cut: String) {
        #expect(TerminalWidth.cut(text, to: columns) == cut)
    }
}
