import AgentOrchestrator
import Testing

@testable import orchestrator

/// The pictures of a live view.
@Suite struct LiveFrameTests {
    private static let start = ContinuousClock().now
    private static let execution = Execution.ID(at: Timestamp(microsecondsSinceEpoch: 0))

    /// Phases that are completed up to one that is in progress, pending behind it.
    private static func model(_ count: Int, current: Int, title: (Int) -> String = { "Phase \($0)" }) -> LiveModel {
        let phases = (1...count).map { number in
            var phase = LivePhase(
                number: number, title: title(number), status: number < current ? .completed : number == current ? .inProgress : .pending)
            if number <= current { (phase.passes, phase.active) = (1, .milliseconds(2500)) }
            return phase
        }
        var model = LiveModel()
        model.take(
            LiveSnapshot(title: "The plan", run: "0a1b2c3d", status: .executing, phases: phases, active: .seconds(60), readAt: start))
        if current <= count {
            model.apply(.passStarted(phase: current, pass: 2, agent: "shell", execution: execution), at: start)
            model.apply(.line("working on it"), at: start)
        }
        return model
    }

    private func picture(_ model: LiveModel, _ columns: Int, _ rows: Int, after time: Duration = .zero, glyphs: Glyphs = .unicode)
        -> [String]
    {
        LiveFrame(columns: columns, rows: rows, glyphs: glyphs).lines(model, at: Self.start + time).map { $0.text(colored: false) }
    }

    @Test func showsPhasesStepLastLineAndHowFarTheRunIs() {
        var model = Self.model(3, current: 2)
        model.apply(.checkStarted(phase: 2, pass: 2, check: "test"), at: Self.start + .seconds(3))
        model.apply(.checkEnded(phase: 2, pass: 2, check: "test", findings: 1, took: .zero), at: Self.start + .seconds(4))
        model.apply(.checkStarted(phase: 2, pass: 2, check: "lint"), at: Self.start + .seconds(4))
        model.apply(.line("a.c:1: odd"), at: Self.start + .seconds(5))
        #expect(
            picture(model, 80, 24, after: .seconds(70)) == [
                "", "The plan",
                "✓ 1 Phase 1  1 pass                     2.5 s",
                "⠋ 2 Phase 2  pass 2    1 finding   1 min 12 s",
                "    check lint · 1 min 6 s",
                "    › a.c:1: odd",
                "· 3 Phase 3",
                "1 of 3 phases · 1 finding · 2 min 10 s · run 0a1b2c3d · Ctrl-C pauses",
            ])
    }

    @Test func countsDownToTheNextPass() {
        var model = Self.model(1, current: 1)
        model.apply(.waiting(phase: 1, .seconds(90)), at: Self.start)
        #expect(picture(model, 80, 24).contains("    next pass in 1 min 30 s"))
        #expect(picture(model, 80, 24, after: .milliseconds(88_500)).contains("    next pass in 2 s"))
        #expect(picture(model, 80, 24, after: .seconds(95)).contains("    next pass in 0 s"))
    }

    @Test func usesAsciiWhereThereIsNoUnicode() {
        let model = Self.model(40, current: 20) { "日本 \($0) über" }
        let lines = picture(model, 60, 20, glyphs: .ascii)
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
        #expect(lines.contains { $0.hasPrefix("|  20 ???? 20 ?ber") })
        #expect(lines.contains { $0.hasPrefix(".. 21 ") })
    }

    @Test(arguments: [
        [:], ["LANG": "C"], ["LANG": "en_US.UTF-8", "LC_ALL": "POSIX"], ["LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "de_DE.UTF-8"],
    ])
    func takesOtherLocalesForAscii(environment: [String: String]) {
        #expect(Glyphs(environment: environment).ellipsis == "...")
    }

    @Test(arguments: [["LANG": "C.UTF-8"], ["LC_ALL": "", "LANG": "en_US.utf8"], ["LANG": "C", "LC_CTYPE": "UTF-8"]])
    func knowsLocalesWithUnicode(environment: [String: String]) {
        #expect(Glyphs(environment: environment).ellipsis == "…")
    }

    @Test func takesTheTeethOutOfTextFromOutside() {
        var model = Self.model(1, current: 1) { _ in "evil \u{1B}[2J\u{202E}\ntitle" }
        model.apply(.line("bell \u{07}"), at: Self.start)
        let lines =
            picture(model, 80, 24) + [LiveFrame(columns: 80, rows: 24, glyphs: .unicode).line(.note("\u{9B}2J\r")).text(colored: false)]
        #expect(lines.allSatisfy { Printable.escaped($0) == $0 })
    }

    @Test(arguments: [1, 5, 20, 80, 200])
    func fitsEveryTerminal(columns: Int) {
        for (count, current) in [(1, 1), (3, 2), (60, 1), (60, 31), (60, 61)] {
            for title in ["Short", "日本語のとても長いタイトル", "👩‍👩‍👧🇩🇪❤️", String(repeating: "long ", count: 20)] {
                let model = Self.model(count, current: current) { "\(title) \($0)" }
                for rows in [1, 2, 3, 5, 8, 12, 24] {
                    for glyphs in [Glyphs.unicode, .ascii] {
                        let frame = LiveFrame(columns: columns, rows: rows, glyphs: glyphs)
                        for lines in [frame.lines(model, at: Self.start), frame.lastLines(model, at: Self.start)] {
                            #expect(lines.count <= max(1, rows - 1), "\(count) \(current) \(rows)")
                            #expect(lines.allSatisfy { $0.width <= max(1, columns - 1) }, "\(count) \(current) \(rows)")
                        }
                    }
                }
            }
        }
    }

    @Test func showsThePhaseBeingCarriedOutWhateverElseIsLeftOut() {
        for current in [1, 2, 15, 59, 60] {
            for rows in [2, 3, 4, 5, 6, 7, 8, 12, 24] {
                let lines = picture(Self.model(60, current: current), 80, rows)
                #expect(
                    lines.contains { $0.contains(" Phase \(current) ") && $0.contains("pass 2") },
                    "phase \(current), \(rows) rows: \(lines)")
            }
        }
    }

    @Test func foldsThePhasesThatEndedAndThoseFarAhead() {
        let lines = picture(Self.model(60, current: 31), 80, 12)
        #expect(lines.count == 11)
        #expect(lines[0] == "" && lines[1] == "The plan")
        #expect(lines[2] == "✓ 30 phases completed")
        #expect(lines[3].contains("31 Phase 31"))
        #expect(lines[6...8].map { $0.prefix(13) } == ["· 32 Phase 32", "· 33 Phase 33", "· 34 Phase 34"])
        #expect(lines[9] == "· 26 more phases")
    }

    @Test func foldsNoMoreThanItHasTo() {
        let lines = picture(Self.model(12, current: 12), 80, 16)
        #expect(lines.contains("✓ 3 phases completed"))
        #expect(lines.contains { $0.contains("4 Phase 4 ") })
        #expect(!lines.contains { $0.contains("more phases") })
    }

    @Test func dropsColumnsBeforeItShortensTitles() {
        let model = Self.model(1, current: 1) { _ in "A phase with a title" }
        #expect(picture(model, 80, 5)[0].hasSuffix("2 s"))
        #expect(picture(model, 80, 5)[0].contains("pass 2"))
        #expect(picture(model, 36, 5)[0] == "⠋ 1 A phase with a title     2 s")
        #expect(picture(model, 20, 5)[0] == "⠋ 1 A phase with a…")
    }

    @Test func leavesAPictureOfHowTheRunStands() {
        var model = Self.model(4, current: 3)
        var snapshot = model.snapshot
        snapshot?.phases[1].status = .skipped
        snapshot?.phases[1].active = nil
        snapshot?.phases[3].status = .failed
        snapshot?.phases[3].findings = SeverityCounts(major: 2)
        if let snapshot { model.take(snapshot) }
        model.end()
        let lines = LiveFrame(columns: 80, rows: 24, glyphs: .unicode).lastLines(model, at: Self.start + .seconds(99)).map {
            $0.text(colored: false)
        }
        #expect(
            lines == [
                "", "The plan",
                "✓ 1 Phase 1  1 pass                 2.5 s",
                "↷ 2 Phase 2  skipped",
                "▸ 3 Phase 3  pass 1                   2 s",
                "✗ 4 Phase 4  failed    2 findings",
            ])
    }

    @Test func coloursNothingWhereThereAreNoColours() {
        let lines = LiveFrame(columns: 80, rows: 24, glyphs: .unicode).lines(Self.model(3, current: 2), at: Self.start)
        #expect(lines.allSatisfy { !$0.text(colored: false).contains("\u{1B}") })
        #expect(lines.contains { $0.text(colored: true).contains("\u{1B}[32m✓\u{1B}[0m") })
    }
}
