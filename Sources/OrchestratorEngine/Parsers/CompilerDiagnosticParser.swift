/// Recognises what compilers and linters print on one line: `file:line:column: error: message`, also without a word for the severity.
enum CompilerDiagnosticParser {
    private static let evidenceLines = 12

    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var open: Int?
        for index in lines.indices where !found.isClaimed(index) {
            guard let diagnostic = diagnostic(in: lines[index], at: index, of: lines) else { continue }
            if diagnostic.level == .note { continue }
            if let open { found.endEvidence(of: open, before: index) }
            open = found.diagnostics.count
            found.add(diagnostic)
        }
    }

    private static func diagnostic(in line: OutputLine, at index: Int, of lines: OutputLines) -> Diagnostic? {
        guard let first = line.bytes.first, first != 0x20, first != 0x09 else { return nil }
        var line = line
        var level: Diagnostic.Level?
        // Maven writes the severity first.
        for (word, value) in [("[ERROR] ", Diagnostic.Level.error), ("[WARNING] ", .warning)] {
            if let rest = line.dropping(prefix: word) { (line, level) = (rest, value) }
        }
        guard let (location, rest) = SourceLocation.leading(line) else { return undefinedReference(in: line, at: index) }
        guard let message = message(rest, level: level, hasColumn: location.column != nil) else { return nil }
        let end = lines.paragraphEnd(from: index + 1, atMost: evidenceLines - 1)
        return Diagnostic(
            level: message.level, title: message.text.text, file: location.file, line: location.line, rule: message.rule,
            evidence: .lines(index..<end))
    }

    private struct Message {
        var level: Diagnostic.Level
        var rule: String?
        var text: OutputLine
    }

    private static func message(_ rest: OutputLine, level: Diagnostic.Level?, hasColumn: Bool) -> Message? {
        var message: Message
        if let (found, rule, text) = severity(rest) {
            message = Message(level: found, rule: rule, text: text)
        } else if let level {
            message = Message(level: level, text: rest)
        } else if hasColumn {
            message = Message(level: .error, text: rest)
            takeCode(&message)
        } else {
            return nil
        }
        takeTrailingRule(&message)
        message.text = message.text.trimmed
        return message.text.isBlank ? nil : message
    }

    private static let words: [(String, Diagnostic.Level)] = [
        ("error", .error), ("fatal error", .error), ("warning", .warning), ("note", .note), ("remark", .note), ("info", .note),
        ("information", .note), ("hint", .note), ("style", .warning), ("performance", .warning), ("portability", .warning),
        ("Error", .error), ("Warning", .warning), ("fatal", .error), ("help", .note),
    ]

    /// `error: …`, `error[E0308]: …`, `error TS2322: …`, `error C2065: …`.
    private static func severity(_ line: OutputLine) -> (Diagnostic.Level, rule: String?, OutputLine)? {
        for (word, level) in words {
            guard let rest = line.dropping(prefix: word) else { continue }
            var cursor = LineCursor(rest)
            if cursor.skip(":") { return (level, nil, cursor.remainder.trimmed) }
            guard cursor.skip("[") || cursor.skip(" ") else { continue }
            let code = cursor.take { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            _ = cursor.skip("]")
            guard !code.bytes.isEmpty, code.bytes.count <= 64, cursor.skip(":") else { continue }
            return (level, code.text, cursor.remainder.trimmed)
        }
        return nil
    }

    /// `E501 …`, `C0114: …`, `F401 [*] …`: one to four capitals and digits.
    private static func takeCode(_ message: inout Message) {
        var cursor = LineCursor(message.text)
        let letters = cursor.take { $0.isASCIIUppercase }
        let digits = cursor.take { $0.isASCIIDigit }
        guard (1...6).contains(letters.bytes.count), (2...6).contains(digits.bytes.count) else { return }
        guard cursor.skip(":") || cursor.remainder.starts(with: " ") else { return }
        message.rule = letters.text + digits.text
        cursor.skipSpaces()
        if cursor.skip("[*]") { cursor.skipSpaces() }
        message.text = cursor.remainder
    }

    /// `… [-Wunused-variable]`, `… [arg-type]`, `… [Error/no-unused-vars]`, `… (unused-import)`.
    private static func takeTrailingRule(_ message: inout Message) {
        let text = message.text
        let brackets = text.bytes.last == UInt8(ascii: "]")
        guard brackets || text.bytes.last == UInt8(ascii: ")") else { return }
        let opening = brackets ? UInt8(ascii: "[") : UInt8(ascii: "(")
        guard let start = text.bytes.suffix(130).lastIndex(of: opening), start > text.bytes.startIndex, text.bytes[start - 1] == 0x20 else {
            return
        }
        var name = OutputLine(bytes: text.bytes[(start + 1)...].dropLast())
        let isName = !name.bytes.isEmpty && name.bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        // Words in parentheses are mostly part of the sentence; the names of rules have a hyphen or an underscore.
        guard isName, brackets || name.contains("-") || name.contains("_") else { return }
        for (prefix, level) in [("Error/", Diagnostic.Level.error), ("Warning/", .warning)] {
            if let rest = name.dropping(prefix: prefix) { (name, message.level) = (rest, level) }
        }
        // A code in front of the message is the rule's shorter name.
        if brackets || message.rule == nil { message.rule = name.text }
        message.text = OutputLine(bytes: text.bytes[..<start])
    }

    /// The linker names an object file and an offset, which mean nothing to a reader.
    private static func undefinedReference(in line: OutputLine, at index: Int) -> Diagnostic? {
        guard let (_, symbol) = line.split(at: ": undefined reference to ") else { return nil }
        return Diagnostic(
            level: .error, title: "undefined reference to \(symbol.text)", rule: "undefined-reference",
            evidence: .lines(max(0, index - 1)..<(index + 1)))
    }
}
