import Testing

/// Nothing in the sources stops the process or evades the compiler.
@Suite struct SafetyTests {
    private func trapsAndForces(in file: TextFile) -> [Offence] {
        let source = file.swift
        return source.tokens.indices.compactMap { index in
            let (token, next) = (source[index], source[index + 1])
            if token.isWord("try", "as"), next.isMark("!"), !next.isSpaced { return Offence(file, token.line, "'\(token.text)!'") }
            if token.isWord("fatalError"), next.isMark("(") { return Offence(file, token.line, "'fatalError'") }
            return nil
        }
    }

    private func unprovenSendables(in file: TextFile) -> [Offence] {
        let source = file.swift
        return source.tokens.indices.compactMap { index in
            guard source[index].isWord("unchecked"), source[index - 1].isMark("@") else { return nil }
            let head = (0..<index).last { source[$0].isWord("struct", "class", "enum", "actor", "extension") } ?? index
            let proof = file.commentAbove(source[head].line)
            let isProven = proof.contains("Sendable") || proof.contains("unchecked")
            return isProven ? nil : Offence(file, source[index].line, "'@unchecked Sendable' without a comment that proves it")
        }
    }

    @Test func sourcesNeitherTrapNorForce() throws {
        let sources = try Tree.here.get().swift(in: "Sources")
        expectNone(sources.flatMap(trapsAndForces), "Errors are thrown, not trapped on:")
    }

    @Test func uncheckedSendabilityIsProven() throws {
        let sources = try Tree.here.get().swift(in: "Sources", "Tests")
        expectNone(sources.flatMap(unprovenSendables), "A comment above says, with the word 'Sendable', why it is safe:")
    }

    @Test(arguments: [
        ("let a = try! b()", 1), ("let a = b as! C", 1), ("fatalError(\"a\")", 1), ("let a = \"\\(try! b())\"", 1),
        ("let a = try !b()", 0), ("let a = try? b() as? C // try! as! fatalError()", 0), ("let a = \"try! as! fatalError()\"", 0),
    ])
    func findsTrapsAndForces(text: String, count: Int) {
        #expect(trapsAndForces(in: TextFile(path: "Sources/M/A.swift", text: text)).count == count)
    }

    @Test(arguments: [
        ("final class A: @unchecked Sendable {}", 1), ("/// An A.\nfinal class A: B, @unchecked Sendable {}", 1),
        ("// Sendable: so it is.\n\nfinal class A: @unchecked Sendable {}", 1),
        ("// Sendable: all state is behind the lock.\n@available(macOS 15, *)\nfinal class A:\n    @unchecked Sendable\n{}", 0),
        ("extension A: @unchecked Sendable {} // Sendable", 1),
        ("/* Sendable, for\nit never changes. */\nextension A: @unchecked Sendable {}", 0),
    ])
    func findsUnprovenSendables(text: String, count: Int) {
        #expect(unprovenSendables(in: TextFile(path: "Sources/M/A.swift", text: text)).count == count)
    }
}
