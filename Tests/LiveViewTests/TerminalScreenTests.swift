import TerminalScreen
import Testing

/// The terminal that the other tests look at behaves like one.
@Suite struct TerminalScreenTests {
    @Test func wrapsAndScrolls() {
        var screen = TerminalScreen(columns: 5, rows: 2)
        screen.show("abcdefg\r\nh\r\n")
        #expect(screen.lines == ["h", ""])
        #expect(screen.transcript == ["abcdefg", "h"])
    }

    @Test func keepsAFullLineOnItsRow() {
        var screen = TerminalScreen(columns: 3, rows: 3)
        screen.show("abc\r\nd")
        #expect(screen.lines == ["abc", "d", ""])
        #expect(screen.wrapped.isEmpty)
    }

    @Test func movesAndErases() {
        var screen = TerminalScreen(columns: 9, rows: 4)
        screen.show("one\r\ntwo\r\nthree\r\n\u{1B}[2Ax\u{1B}[K\r\n\u{1B}[2Ky\u{1B}[1A\u{1B}[J\u{1B}[?25l\u{1B}[7n")
        #expect(screen.lines == ["one", "x", "", ""])
        #expect(!screen.isCursorVisible)
        #expect(screen.unknown == ["[7n"])
    }

    @Test func tellsAPictureThatIsNotWholeYet() {
        var screen = TerminalScreen(columns: 9, rows: 2)
        screen.show("one\r\n\u{1B}[?2026h\u{1B}[1A\u{1B}[2Ktw")
        #expect(screen.isBeingUpdated)
        screen.show("o\r\n\u{1B}[?2026l")
        #expect(!screen.isBeingUpdated)
        #expect(screen.unknown.isEmpty)
    }

    @Test func putsWideCharactersIntoTwoCells() {
        var screen = TerminalScreen(columns: 5, rows: 2)
        screen.show("日本語e\u{301}")
        #expect(screen.lines == ["日本", "語é"])
        #expect(screen.transcript == ["日本語é"] || screen.transcript == ["日本 語é"])
    }

    @Test func wrapsWhatHasNoRoomWhereTerminalsDo() {
        var screen = TerminalScreen(columns: 6, rows: 4)
        screen.show("abcdef\r\nx\r\n")
        screen.resize(columns: 4, rows: 4)
        #expect(screen.lines == ["abcd", "ef", "x", ""])
        screen.show("y")
        screen.resize(columns: 8, rows: 3)
        #expect(screen.transcript == ["abcdef", "x", "y"])
        #expect(screen.lines == ["abcdef", "x", "y"])
    }

    @Test func cutsOffWhatHasNoRoomWhereTerminalsDo() {
        var screen = TerminalScreen(columns: 6, rows: 3, narrowing: .cuts)
        screen.show("abcdef\r\nx")
        screen.resize(columns: 4, rows: 3)
        screen.resize(columns: 6, rows: 1)
        #expect(screen.transcript == ["abcd", "x"])
    }
}
