import Testing

/// A name says what a thing is about; some words say nothing.
@Suite struct NameTests {
    private static let emptyWords: Set = [
        "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Common", "Manager", "Managers", "New",
    ]

    /// `JSONValue+Text` gives JSON, Value, Text.
    private func words(of name: some StringProtocol) -> [String] {
        var words: [String] = []
        var previous: Character = " "
        for (character, next) in zip(name, name.dropFirst().map { $0 as Character? } + [nil]) {
            let beginsWord = character.isUppercase && (!previous.isUppercase || next?.isLowercase == true)
            if beginsWord || !previous.isLetter || words.isEmpty { words.append("") }
            if character.isLetter { words[words.count - 1].append(character) }
            previous = character
        }
        return words.filter { !$0.isEmpty }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    }

    private func emptyWord(in name: some StringProtocol) -> String? {
        let words = words(of: name)
        return words.indices.first { index in
            let isStateManager = words[index] == "Manager" && index > 0 && words[index - 1] == "State"
            return Self.emptyWords.contains(words[index]) && !isStateManager
        }.map { words[$0] }
    }

    private func emptyNames(in file: TextFile) -> [Offence] {
        let path = file.path.split(separator: "/").lazy.compactMap(emptyWord).first
        let inPath = path.map { [Offence(file, 1, "'\($0)' in the path")] } ?? []
        let types = file.swift.declarations.filter { !$0.isExtension }
        return inPath + types.compactMap { type in emptyWord(in: type.name).map { Offence(file, type.line, "'\($0)' in '\(type.name)'") } }
    }

    @Test func namesSaySomething() throws {
        let files = try Tree.here.get().files.filter { !$0.path.hasSuffix(".md") }
        expectNone(files.flatMap(emptyNames), "A name says what a thing is about; these words say nothing:")
    }

    @Test(arguments: [
        ("Sources/M/StringUtils.swift", "", 1), ("Sources/Common/A.swift", "", 1),
        ("Sources/M/A.swift", "struct A { struct RunManager {} }", 1),
        ("scripts/helpers.sh", "", 1), ("Sources/M/A.swift", "enum NewRun {}", 1),
        ("Sources/M/StateManager+Runs.swift", "class StateManager {}", 0),
        ("Sources/M/Newline.swift", "extension FileManager {}", 0), ("Tests/StateManagerTests/A.swift", "enum Renewal {}", 0),
    ])
    func findsEmptyNames(path: String, text: String, count: Int) {
        #expect(emptyNames(in: TextFile(path: path, text: text)).count == count)
    }
}
