extension SwiftSource {
    /// A type or extension that a file declares.
    struct Declaration: Equatable {
        let name: String
        let line: Int
        let isExtension: Bool
        let isTopLevel: Bool
    }

    /// Every declared type, and every extension, in the order of the file.
    var declarations: [Declaration] {
        var depth = 0
        var result: [Declaration] = []
        for (index, token) in tokens.enumerated() {
            if token.isMark("{") { depth += 1 }
            if token.isMark("}") { depth -= 1 }
            guard token.isWord("struct", "class", "enum", "actor", "protocol", "extension"), isDeclaration(index) else { continue }
            result.append(
                Declaration(
                    name: dottedName(from: index + 1), line: token.line, isExtension: token.text == "extension", isTopLevel: depth == 0))
        }
        return result
    }

    private func isDeclaration(_ index: Int) -> Bool {
        let (before, after) = (self[index - 1], self[index + 1])
        if before.isMark(".") || before.isWord("import", "func", "let", "var", "case") { return false }
        // `class func` declares no type, and `actor` is also a good name for a parameter.
        guard after.kind == .word, !after.isWord("func", "var", "let", "subscript") else { return false }
        return !self[index].isWord("actor") || after.text.first?.isUppercase == true
    }

    private func dottedName(from index: Int) -> String {
        var name = self[index].text
        var position = index + 1
        while self[position].isMark("."), self[position + 1].kind == .word {
            name += "." + self[position + 1].text
            position += 2
        }
        return name
    }
}
