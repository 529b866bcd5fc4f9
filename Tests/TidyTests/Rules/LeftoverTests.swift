import Testing

/// Nothing is left for later, and nothing of the machine that it was written on.
@Suite struct LeftoverTests {
    // Put together here, so that the rules don't find themselves.
    private static let reminders = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    private static let homes = ["home", "root", "work", "Users"].map { "/" + $0 + "/" }

    private func remindersLeft(in file: TextFile) -> [Offence] {
        let isSwift = file.path.hasSuffix(".swift")
        let lines =
            isSwift ? file.swift.comments.map { ($0.line, $0.text[...]) } : file.lines.enumerated().map { ($0.offset + 1, $0.element) }
        return lines.flatMap { line, text in
            let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            return Self.reminders.filter { reminder in words.contains { $0 == reminder } }.map { Offence(file, line, "'\($0)'") }
        }
    }

    private func pathsLeft(in file: TextFile) -> [Offence] {
        file.lines.enumerated().flatMap { index, line in
            Self.homes.filter { isAbsolute($0, in: line) }.map { Offence(file, index + 1, "a path in '\($0)'") }
        }
    }

    /// Whether the folder begins a path: `$directory/work/` and `https://example.com/home/` are others.
    private func isAbsolute(_ home: String, in line: Substring) -> Bool {
        guard line.contains(home) else { return false }
        return line.ranges(of: home).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || "_-.~})/*".contains(before))
        }
    }

    @Test func nothingIsLeftForLater() throws {
        let files = try Tree.here.get().files.filter { !$0.path.hasSuffix(".md") }
        expectNone(files.flatMap(remindersLeft), "What is missing is built or written down as an issue, not left in a comment:")
    }

    @Test func noPathIsThatOfOneMachine() throws {
        expectNone(try Tree.here.get().files.flatMap(pathsLeft), "The repository names no directory of one machine:")
    }

    @Test func findsReminders() {
        let text = "let \(Self.reminders[0]) = \"\(Self.reminders[1])\" // \(Self.reminders[2]): later\n// \(Self.reminders[0])_list\n"
        #expect(remindersLeft(in: TextFile(path: "a.swift", text: text)).map(\.line) == [1])
        #expect(remindersLeft(in: TextFile(path: "a.sh", text: "mktemp aXX\("XXXX")\n# \(Self.reminders[0])")).map(\.line) == [2])
    }

    @Test(arguments: [
        ("", "a", 1), ("cd ", "", 1), ("\"", "a\"", 1), ("$directory", "", 0), ("https://example.com", "a", 0), ("${a}", "b", 0),
        ("~", "b", 0),
    ])
    func findsPathsOfOneMachine(before: String, after: String, count: Int) {
        for home in Self.homes {
            let found = pathsLeft(in: TextFile(path: "a.txt", text: "first\n" + before + home + after))
            #expect(found.map(\.line) == Array(repeating: 2, count: count))
        }
    }
}
