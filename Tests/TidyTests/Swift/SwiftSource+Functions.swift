extension SwiftSource {
    /// A function, initialiser, subscript or computed property with a body, from the line of its name to that of its closing brace.
    struct Function: Equatable {
        let name: String
        let line: Int
        let lastLine: Int

        var length: Int { lastLine - line + 1 }
    }

    /// All functions with bodies, also those inside others.
    var functions: [Function] {
        tokens.indices.compactMap { index in
            guard let body = body(ofDeclarationAt: index), let end = closing(body) else { return nil }
            let name = self[index].isWord("func", "var") ? self[index + 1].text : self[index].text
            return Function(name: name, line: self[index].line, lastLine: self[end].line)
        }
    }

    private func body(ofDeclarationAt index: Int) -> Int? {
        let token = self[index]
        guard token.kind == .word, !self[index - 1].isMark(".") else { return nil }
        switch token.text {
        case "func", "init", "subscript": return bodyAfterParameters(from: index)
        case "deinit": return self[index + 1].isMark("{") ? index + 1 : nil
        case "var": return bodyOfProperty(from: index)
        default: return nil
        }
    }

    private func bodyAfterParameters(from index: Int) -> Int? {
        // An operator's name may consist of marks, a generic clause has no parentheses before the parameters that matter.
        guard let open = (index + 1..<min(index + 40, tokens.count)).first(where: { self[$0].isMark("(") }),
            let close = closing(open)
        else { return nil }
        var position = close + 1
        while position < tokens.count {
            let token = self[position]
            if token.isMark("{") { return position }
            if token.isMark("}") || token.isMark(";") || token.isMark("@") && token.line != self[close].line { return nil }
            if token.kind == .word, Self.declarations.contains(token.text), !self[position - 1].isMark(".") { return nil }
            if token.isMark("("), let end = closing(position) { position = end }
            position += 1
        }
        return nil
    }

    /// A property's type is written on the line of its name, and so is the brace of what computes it.
    private func bodyOfProperty(from index: Int) -> Int? {
        var position = index + 1
        while position < tokens.count, self[position].line == self[index].line {
            if self[position].isMark("=") { return nil }
            if self[position].isMark("{") { return position }
            position += 1
        }
        return nil
    }

    private static let declarations: Set = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "class", "enum", "actor", "protocol", "extension",
        "typealias", "associatedtype", "static", "mutating", "public", "package", "internal", "private", "fileprivate", "nonisolated",
    ]
}
