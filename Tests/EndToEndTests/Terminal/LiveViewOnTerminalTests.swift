import TerminalScreen
import Testing

/// `orchestrator run` on a real terminal.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LiveViewOnTerminalTests {
    private static let titles = ["Lay the ground", "Build the walls", "Put the roof on"]

    /// The lines with times and ids, which differ from run to run, as `#`.
    private func steady(_ lines: [String]) -> [String] {
        lines.map { line in
            line.replacing(/run [0-9a-f]{8}/, with: "run #").replacing(/(latest|export|resume) [0-9a-f]{8}/) { "\($0.output.1) #" }
                .replacing(/\ +\d+(\.\d)? (ms|s)$/, with: " #").replacing(/(in|·) \d+(\.\d)? (ms|s)/) { "\($0.output.1) #" }
        }
    }

    /// Waits until the first line that begins so shows what comes after.
    private func wait(_ terminal: PseudoTerminal, for row: String, with text: String) throws {
        try terminal.wait(for: "'\(row)' with '\(text)'") { screen in
            screen.lines.contains { $0.contains(row) && $0.contains(text) }
        }
    }

    @Test func showsARunFromTheFirstPassToTheLastPicture() throws {
        let run = try StagedRun(titles: Self.titles)
        let terminal = try run.start()
        try terminal.wait(for: "› pass 1 at phase 1")
        try terminal.wait(for: "agent shell · ")
        #expect(terminal.screen.wrapped.isEmpty)
        #expect(terminal.screen.lines.contains { $0.wholeMatch(of: /[⠋-⠿] 1 Lay the ground   pass 1 +\d+ s/) != nil })
        #expect(terminal.screen.lines.contains("· 2 Build the walls"))
        #expect(!terminal.echoes)
        run.tell("bad")
        try terminal.wait(for: "pass 2 at phase 1")
        try wait(terminal, for: " 1 Lay the ground", with: "pass 2    1 finding")
        #expect(terminal.screen.lines.contains { $0.hasPrefix("0 of 3 phases · 1 finding · ") })
        run.tell("good")
        for phase in 2...3 {
            try terminal.wait(for: "pass 1 at phase \(phase)")
            run.tell("good")
        }
        #expect(try terminal.end() == 0)
        #expect(
            steady(terminal.screen.transcript) == [
                "✗ phase 1, pass 1: blocked: 1 medium (none allowed)",
                "",
                "Staged work",
                "✓ 1 Lay the ground   2 passes #",
                "✓ 2 Build the walls  1 pass #",
                "✓ 3 Put the roof on  1 pass #",
                "completed run #: 3 of 3 phases in #",
                "report: orchestrator export # --format markdown",
            ])
        #expect(terminal.screen.unknown.isEmpty)
        #expect(terminal.screen.wrapped.isEmpty)
        #expect(terminal.screen.isCursorVisible)
        #expect(terminal.echoes)
    }

    @Test(arguments: TerminalScreen.Narrowing.allCases)
    func leavesNothingBehindWhenTheTerminalChangesItsSize(narrowing: TerminalScreen.Narrowing) throws {
        let run = try StagedRun(titles: Self.titles)
        let terminal = try run.start(narrowing: narrowing)
        try terminal.wait(for: "› pass 1 at phase 1")
        for (columns, rows) in [(40, 24), (25, 15), (60, 10), (120, 40), (33, 20)] {
            terminal.resize(columns: columns, rows: rows)
            // The last line of the picture is the longest: it is drawn anew for every width.
            try terminal.wait(for: "the picture at \(columns) columns") { screen in
                let footer = screen.lines.last { $0.hasPrefix("0 of 3 phases") }
                return footer.map { columns < 66 ? $0.hasSuffix("…") && $0.count == columns - 1 : $0.hasSuffix("pauses") } ?? false
            }
            #expect(terminal.screen.wrapped.isEmpty)
            for text in ["Staged work", " 1 Lay the", "· 2 Build the", "· 3 Put the", "agent shell", "› pass 1", "0 of 3 phases"] {
                #expect(terminal.screen.transcript.count { $0.contains(text) } == 1, "\(text) at \(columns) columns")
            }
        }
        for phase in 1...3 {
            try terminal.wait(for: "pass 1 at phase \(phase)")
            run.tell("good")
        }
        #expect(try terminal.end() == 0)
        #expect(terminal.screen.transcript.count { $0.contains("Staged work") } == 1)
        #expect(!terminal.screen.transcript.contains { $0.contains("of 3 phases ·") })
    }

    @Test func pausesTheRunAtTheFirstCtrlC() throws {
        let run = try StagedRun(titles: Self.titles)
        let terminal = try run.start()
        try terminal.wait(for: "› pass 1 at phase 1")
        terminal.type("\u{3}")
        #expect(try terminal.end() == 130)
        #expect(
            steady(terminal.screen.transcript) == [
                "stopping: the agent is being ended (once more ends at once)",
                "✗ phase 1, pass 1: the agent was stopped",
                "",
                "Staged work",
                "▸ 1 Lay the ground   pass 1 #",
                "· 2 Build the walls",
                "· 3 Put the roof on",
                "paused run #: 0 of 3 phases",
                "go on with: orchestrator resume #",
            ])
        #expect(terminal.screen.isCursorVisible && terminal.echoes)
    }

    @Test func endsAtOnceAtTheSecondCtrlC() throws {
        let run = try StagedRun(titles: Self.titles, script: StagedRun.stubborn)
        let terminal = try run.start()
        try terminal.wait(for: "› deaf at phase 1")
        terminal.type("\u{3}")
        try terminal.wait(for: "stopping: the agent is being ended")
        terminal.type("\u{3}")
        #expect(try terminal.end() == 130)
        #expect(terminal.screen.transcript.last == "ended at once; the run can be resumed")
        #expect(terminal.screen.transcript.contains("stopping: the agent is being ended (once more ends at once)"))
        #expect(terminal.screen.isCursorVisible && terminal.echoes)
    }

    @Test func isNotDisturbedByWhatIsTyped() throws {
        let run = try StagedRun(titles: ["Alone"])
        let terminal = try run.start()
        try terminal.wait(for: "› pass 1 at phase 1")
        terminal.type("hello\r\r\r")
        run.tell("bad")
        try terminal.wait(for: "pass 2 at phase 1")
        run.tell("good")
        #expect(try terminal.end() == 0)
        #expect(terminal.screen.transcript.count == 6)
        #expect(!terminal.screen.transcript.contains { $0.contains("hello") })
    }

    @Test func usesNoColoursWhereNoneAreWanted() throws {
        let run = try StagedRun(titles: ["Alone"])
        let terminal = try run.start(environment: ["NO_COLOR": "1"])
        try terminal.wait(for: "› pass 1 at phase 1")
        run.tell("good")
        #expect(try terminal.end() == 0)
        let written = String(decoding: terminal.written, as: UTF8.self)
        #expect(written.contains("\u{1B}[2K"))
        #expect(!written.contains(/\u{1B}\[[0-9;]*m/))
    }

    @Test func usesAsciiWhereTheLocaleHasNoUnicode() throws {
        let run = try StagedRun(titles: ["Höhe"])
        let terminal = try run.start(environment: ["LC_ALL": "C"])
        try terminal.wait(for: "> pass 1 at phase 1")
        #expect(terminal.screen.lines.contains { $0.contains(" 1 H?he") })
        run.tell("good")
        #expect(try terminal.end() == 0)
        #expect(terminal.screen.transcript.contains { $0.hasPrefix("ok 1 H?he") })
        #expect(terminal.written.allSatisfy { $0 < 0x80 })
    }

    @Test func writesPlainLinesOnATerminalThatCanNotMoveItsCursor() throws {
        let run = try StagedRun(titles: ["Alone"])
        let terminal = try run.start(environment: ["TERM": "dumb"])
        try terminal.wait(for: "phase 1 'Alone', pass 1: agent shell started")
        run.tell("good")
        #expect(try terminal.end() == 0)
        #expect(!terminal.written.contains(0x1B))
    }
}
