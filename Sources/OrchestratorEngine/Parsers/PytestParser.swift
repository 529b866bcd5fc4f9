/// Recognises the failures that pytest prints: the lines of its short summary, with the place and the message from the long report.
enum PytestParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        guard let summary = lines.indices.last(where: { isHeader(lines[$0], "short test summary info") }) else {
            return addSections(sections(in: lines, before: lines.count), to: &found)
        }
        let sections = sections(in: lines, before: summary)
        let byName = Dictionary(sections.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for index in (summary + 1)..<max(lines.count, summary + 1) {
            guard let entry = lines[index].dropping(prefix: "FAILED ") ?? lines[index].dropping(prefix: "ERROR ") else { continue }
            found.claim(index..<(index + 1))
            add(entry, at: index, byName, to: &found)
        }
        for section in sections { found.claim(section.range) }
    }

    private struct Section {
        var name: String
        var range: Range<Int>
    }

    private static func isHeader(_ line: OutputLine, _ title: String) -> Bool {
        line.starts(with: "=") && line.ends(with: "=") && line.contains(" \(title) ")
    }

    /// The parts of the long report, each under `____ name ____`, up to the next such line or a rule of `=`.
    private static func sections(in lines: OutputLines, before end: Int) -> [Section] {
        var result: [Section] = []
        var open: (name: String, start: Int)?
        for index in 0..<end {
            let line = lines[index]
            let name = line.starts(with: "_") && line.ends(with: "__") ? sectionName(line) : nil
            guard name != nil || (line.starts(with: "===") && line.ends(with: "===")) else { continue }
            if let open { result.append(Section(name: open.name, range: open.start..<index)) }
            open = name.map { ($0, index) }
        }
        if let open { result.append(Section(name: open.name, range: open.start..<end)) }
        return result
    }

    private static func sectionName(_ line: OutputLine) -> String? {
        let inner = line.bytes.drop { $0 == UInt8(ascii: "_") }
        guard inner.first == 0x20, let end = inner.lastIndex(of: 0x20), end > inner.startIndex else { return nil }
        var name = OutputLine(bytes: inner[(inner.startIndex + 1)..<end])
        // The parts of one traceback are parted by "_ _ _ _".
        guard inner[end...].dropFirst().allSatisfy({ $0 == UInt8(ascii: "_") }), !name.starts(with: "_ _") else { return nil }
        for prefix in ["ERROR collecting ", "ERROR at setup of ", "ERROR at teardown of "] {
            if let rest = name.dropping(prefix: prefix) { name = rest }
        }
        return name.bytes.isEmpty ? nil : name.text
    }

    private static func add(_ entry: OutputLine, at index: Int, _ sections: [String: Section], to found: inout DiagnosticCollector) {
        let (node, message) = entry.split(at: " - ") ?? (entry, OutputLine(bytes: []))
        guard let path = node.split(at: "::")?.before ?? (node.ends(with: ".py") ? node : nil) else { return }
        let test = node.text
        let name = node.split(at: "::").map { replaceColons($0.after) } ?? test
        let section = sections[name]
        let place = section.flatMap { self.place(in: $0, of: path.text, found.lines) }
        found.add(
            Diagnostic(
                level: .error, title: "\(test) failed",
                // The summary is cut at the width of the terminal.
                description: section.flatMap { self.message(in: $0, found.lines) } ?? message.text,
                file: path.text, line: place, rule: test, evidence: .lines(section?.range ?? index..<(index + 1))))
    }

    /// `Class::test` → `Class.test`, as the long report has it.
    private static func replaceColons(_ node: OutputLine) -> String {
        var result: [UInt8] = []
        var inParameters = false
        for byte in node.bytes {
            if byte == UInt8(ascii: "[") { inParameters = true }
            if !inParameters, byte == UInt8(ascii: ":") {
                if result.last != UInt8(ascii: ".") { result.append(UInt8(ascii: ".")) }
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The last line of the test's own file that the section names.
    private static func place(in section: Section, of file: String, _ lines: OutputLines) -> Int? {
        var result: Int?
        for index in section.range where lines[index].starts(with: file) {
            if let (location, _) = SourceLocation.leading(lines[index]), location.file == file { result = location.line }
        }
        return result
    }

    private static func message(in section: Section, _ lines: OutputLines) -> String? {
        section.range.lazy.compactMap { lines[$0].dropping(prefix: "E  ")?.trimmed.text }.first { !$0.isEmpty }
    }

    /// Where the summary is missing (`-r N`, output that was cut), the sections alone.
    private static func addSections(_ sections: [Section], to found: inout DiagnosticCollector) {
        let lines = found.lines
        for section in sections {
            let places = section.range.lazy.compactMap { SourceLocation.leading(lines[$0])?.location }
            guard let message = message(in: section, lines), let place = places.first(where: { $0.file.hasSuffix(".py") }) else { continue }
            found.claim(section.range)
            found.add(
                Diagnostic(
                    level: .error, title: "\(section.name) failed", description: message, file: place.file, line: place.line,
                    rule: section.name, evidence: .lines(section.range)))
        }
    }
}
