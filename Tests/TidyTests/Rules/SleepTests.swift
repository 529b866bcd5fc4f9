import Testing

/// No test sleeps; it waits for an event.
@Suite struct SleepTests {
    private static let sleepers: Set = ["sleep", "usleep", "nanosleep"]

    private func sleeps(in file: TextFile) -> [Offence] {
        let source = file.swift
        return source.tokens.indices.compactMap { index in
            let token = source[index]
            guard token.kind == .word, Self.sleepers.contains(token.text), source[index + 1].isMark("("), !source[index - 1].isWord("func")
            else { return nil }
            return Offence(file, token.line, "'\(token.text)'")
        }
    }

    @Test func noTestSleeps() throws {
        expectNone(
            try Tree.here.get().swift(in: "Tests").flatMap(sleeps), "A test waits for an event, or is given a clock; it does not sleep:")
    }

    @Test(arguments: [
        ("try await Task.sleep(for: .seconds(1))", 1), ("usleep(5)", 1), ("Thread.sleep(forTimeInterval: 1)", 1), ("nanosleep(&a, nil)", 1),
        ("let a = \"sleep(1)\" // sleep(1)", 0), ("func sleep(until a: Instant) {}", 0),
    ])
    func findsSleep(text: String, count: Int) {
        #expect(sleeps(in: TextFile(path: "Tests/A/B.swift", text: text)).count == count)
    }
}
