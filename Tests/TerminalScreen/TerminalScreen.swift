/// What a terminal shows after it got some text: the part of ECMA-48 that programs with a live view use.
package struct TerminalScreen {
    /// What a terminal does with lines that have no room any more when it becomes narrower.
    package enum Narrowing: CaseIterable, Sendable {
        /// They wrap, and become one again when it becomes wider.
        case wraps
        /// They are cut off for good.
        case cuts
    }

    package private(set) var columns: Int
    package private(set) var rows: Int
    package private(set) var isCursorVisible = true
    /// Whether a picture is being drawn that is not whole yet: mode 2026, by which a terminal shows all of it at once.
    package private(set) var isBeingUpdated = false
    /// Escape sequences that this screen does not know.
    package private(set) var unknown: [String] = []
    private let narrowing: Narrowing
    private var history: [TerminalRow] = []
    private var screen: [TerminalRow]
    private var row = 0
    /// Equal to ``columns`` while a full line waits for what comes next.
    private var column = 0
    private var escape: String?

    package init(columns: Int, rows: Int, narrowing: Narrowing = .wraps) {
        (self.columns, self.rows, self.narrowing) = (columns, rows, narrowing)
        screen = Array(repeating: TerminalRow(columns: columns), count: rows)
    }

    /// The lines on the screen, those that wrapped as the rows they take.
    package var lines: [String] { screen.map(\.text) }

    /// All lines, those too that were pushed out at the top, each whole; without the empty ones at the end.
    package var transcript: [String] {
        var lines: [String] = []
        var isContinued = false
        for row in history + screen {
            if isContinued { lines[lines.count - 1] += row.text } else { lines.append(row.text) }
            isContinued = row.isWrapped
        }
        return Array(lines[...(lines.lastIndex { !$0.isEmpty } ?? -1)])
    }

    /// The rows on the screen that go on in the next one.
    package var wrapped: [String] { screen.filter(\.isWrapped).map(\.text) }

    package mutating func show(_ text: String) {
        for scalar in text.unicodeScalars { show(scalar) }
    }

    package mutating func resize(columns: Int, rows: Int) {
        switch narrowing {
        case .cuts:
            screen = screen.map { $0.cropped(to: columns) }
            history = history.map { $0.cropped(to: columns) }
        case .wraps: rewrap(columns)
        }
        (self.columns, self.rows, column) = (columns, rows, min(column, columns - 1))
        while screen.count > rows, screen.count - 1 > row, screen.last?.text.isEmpty == true { screen.removeLast() }
        while screen.count > rows {
            history.append(screen.removeFirst())
            row = max(0, row - 1)
        }
        while screen.count < rows { screen.append(TerminalRow(columns: columns)) }
    }

    private mutating func rewrap(_ columns: Int) {
        var result = TerminalScreen(columns: columns, rows: Int.max >> 32, bottomless: ())
        var cursor = 0
        let all = history + screen[...max(row, screen.lastIndex { !$0.text.isEmpty } ?? 0)]
        for (index, old) in all.enumerated() {
            if index == history.count + row { cursor = result.row }
            result.show(old.isWrapped ? old.cells.joined() : old.text)
            if !old.isWrapped { result.show("\r\n") }
        }
        let rows = Array(result.screen[..<max(result.row, cursor + 1)])
        let first = max(0, rows.count - screen.count)
        history = Array(rows[..<first])
        screen = Array(rows[first...])
        row = max(0, cursor - first)
    }

    /// A screen that grows instead of scrolling.
    private init(columns: Int, rows: Int, bottomless: Void) {
        (self.columns, self.rows, narrowing) = (columns, rows, .wraps)
        screen = [TerminalRow(columns: columns)]
    }

    private mutating func show(_ scalar: Unicode.Scalar) {
        if let begun = escape { return continueEscape(begun, scalar) }
        switch scalar {
        case "\u{1B}": escape = ""
        case "\r": column = 0
        case "\n": newLine()
        default: print(scalar)
        }
    }

    private mutating func print(_ scalar: Unicode.Scalar) {
        let width = Self.width(of: scalar)
        guard width > 0 else {
            let before = screen[row].cells[..<min(column, columns)].lastIndex { !$0.isEmpty }
            if let before { screen[row].cells[before].unicodeScalars.append(scalar) }
            return
        }
        if column + width > columns {
            screen[row].isWrapped = true
            newLine()
            column = 0
        }
        screen[row].cells[column] = String(scalar)
        if width == 2 { screen[row].cells[column + 1] = "" }
        column += width
    }

    private mutating func newLine() {
        row += 1
        guard row == screen.count else { return }
        screen.append(TerminalRow(columns: columns))
        guard row == rows else { return }
        history.append(screen.removeFirst())
        row -= 1
    }

    private mutating func continueEscape(_ begun: String, _ scalar: Unicode.Scalar) {
        let text = begun + String(scalar)
        guard text.count > 1, (0x40...0x7E).contains(scalar.value) else {
            escape = text == "[" || text.count > 1 ? text : nil
            if escape == nil { unknown.append(text) }
            return
        }
        escape = nil
        obey(text)
    }

    private mutating func obey(_ text: String) {
        let argument = text.dropFirst().dropLast()
        switch (text.last, argument) {
        case ("m", _): break
        case ("h", "?2026"): isBeingUpdated = true
        case ("l", "?2026"): isBeingUpdated = false
        case ("h", "?25"): isCursorVisible = true
        case ("l", "?25"): isCursorVisible = false
        case ("A", _): row = max(0, row - (Int(argument) ?? 1))
        case ("K", ""): screen[row].clear(from: min(column, columns - 1))
        case ("K", "2"): screen[row].clear()
        case ("J", ""):
            screen[row].clear(from: min(column, columns - 1))
            for index in screen.indices.dropFirst(row + 1) { screen[index].clear() }
        default: unknown.append(text)
        }
    }

    /// Made apart from the code that is tested: the widths that most terminals agree on.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0x1F300...0x1FAFF:
            return 2
        default: return 1
        }
    }
}
