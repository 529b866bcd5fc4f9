import TerminalScreen
import Testing

@testable import orchestrator

/// What the painter writes gives the right picture on a terminal, whatever came before.
@Suite struct BlockPainterTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    /// A terminal, a painter that draws on it, and what both should have come to.
    private struct Trial {
        var dice: Dice
        var screen: TerminalScreen
        var painter = BlockPainter()
        var said: [String] = []
        var picture: [String] = []
        var number = 0

        init(seed: UInt64, narrowing: TerminalScreen.Narrowing = .wraps) {
            dice = Dice(state: seed)
            screen = TerminalScreen(columns: 30, rows: 12, narrowing: narrowing)
        }

        /// - Parameter height: At most that many lines, so that none is pushed out at the top when they wrap.
        mutating func paint(height: Int, talks: Bool) {
            let above = talks && Int.random(in: 0..<4, using: &dice) == 0 ? [text("said", width: 50), text("said", width: 8)] : []
            let count = Int.random(in: 1...height, using: &dice)
            // Some lines stay as they were, most of the time.
            picture = (0..<count).map { index in
                let stays = index < picture.count && picture[index].count < screen.columns && Bool.random(using: &dice)
                return stays ? picture[index] : text("line", width: screen.columns - 1)
            }
            said += above
            let lines = picture.map { BlockPainter.Line(text: $0, width: $0.count) }
            screen.show(painter.paint(lines, above: above, columns: screen.columns, rows: screen.rows))
        }

        private mutating func text(_ word: String, width: Int) -> String {
            number += 1
            let text = "\(word) \(number)"
            return text + String(repeating: "x", count: Int.random(in: 0...max(0, width - text.count), using: &dice))
        }
    }

    @Test(arguments: 0..<200)
    func drawsTheSamePictureAsAnEmptyTerminalWould(seed: UInt64) {
        var trial = Trial(seed: seed)
        for _ in 0..<20 {
            trial.paint(height: 11, talks: true)
            #expect(trial.screen.transcript == trial.said + trial.picture)
            #expect(trial.screen.isCursorVisible)
            #expect(trial.screen.unknown.isEmpty)
        }
    }

    @Test(arguments: 0..<200)
    func leavesNothingBehindWhereATerminalWrapsWhenItBecomesNarrower(seed: UInt64) {
        var trial = Trial(seed: seed)
        for _ in 0..<20 {
            trial.screen.resize(columns: Int.random(in: 15...40, using: &trial.dice), rows: Int.random(in: 12...20, using: &trial.dice))
            // Lines of 39 cells take three rows of 15: three of them and the cursor's have room on the smallest screen.
            trial.paint(height: 3, talks: true)
            #expect(trial.screen.transcript == trial.said + trial.picture)
        }
    }

    @Test(arguments: 0..<200)
    func leavesNothingBehindWhereATerminalCutsWhenItBecomesNarrower(seed: UInt64) {
        var trial = Trial(seed: seed, narrowing: .cuts)
        trial.screen.show(String(repeating: "before\r\n", count: 20))
        for _ in 0..<20 {
            trial.screen.resize(columns: Int.random(in: 15...40, using: &trial.dice), rows: 12)
            trial.paint(height: 3, talks: false)
            #expect(Array(trial.screen.transcript.suffix(trial.picture.count)) == trial.picture)
            #expect(trial.screen.transcript.dropLast(trial.picture.count).allSatisfy { $0 == "before" })
        }
    }

    @Test func writesOnlyWhatChanged() {
        var painter = BlockPainter()
        func lines(_ texts: String...) -> [BlockPainter.Line] { texts.map { BlockPainter.Line(text: $0, width: $0.count) } }
        _ = painter.paint(lines("first", "second", "third"), columns: 80, rows: 24)
        #expect(painter.paint(lines("first", "second", "third"), columns: 80, rows: 24).isEmpty)
        let written = painter.paint(lines("first", "changed", "third"), columns: 80, rows: 24)
        #expect(written.contains("changed"))
        #expect(!written.contains("first") && !written.contains("third"))
    }

    @Test func beginsBelowWhatItForgot() {
        var (painter, screen) = (BlockPainter(), TerminalScreen(columns: 20, rows: 9))
        let line = BlockPainter.Line(text: "picture", width: 7)
        screen.show(painter.paint([line], columns: 20, rows: 9))
        screen.show("stopped\r\n")
        painter.forget()
        screen.show(painter.paint([line], columns: 20, rows: 9))
        #expect(screen.transcript == ["picture", "stopped", "picture"])
    }

    @Test func overwritesWhatIsLongerOrTallerThanThePicture() {
        var (painter, screen) = (BlockPainter(), TerminalScreen(columns: 20, rows: 5))
        screen.show(painter.paint((1...4).map { BlockPainter.Line(text: "long line \($0)", width: 11) }, columns: 20, rows: 5))
        screen.show(painter.paint([BlockPainter.Line(text: "短い", width: 4)], columns: 20, rows: 5))
        #expect(screen.transcript == ["短い"])
    }
}
