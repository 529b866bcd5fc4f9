/// Finds where in a text a value goes, and puts it there.
struct TextEditor {
    enum Outcome {
        case done([UInt8])
        case refused(Place?, message: String, help: String)
    }

    let source: Source
    let root: Node?
    let wanted: WantedValue

    func edit() -> Outcome {
        guard let root, !root.isNull else {
            if wanted.target.steps.contains(where: { $0.keyedBy != nil }) {
                return refuse(nil, "there is no entry of that name in this file")
            }
            return .done(appendedAtEnd(lines(wanted.target.steps[...], indent: 0)))
        }
        var node = root
        var steps = wanted.target.steps[...]
        var entry: Node.Entry?
        while let step = steps.first {
            if node.isAlias(in: source) { return refuse(node.place, "the section is an alias; what it stands for is written elsewhere") }
            if let key = step.keyedBy {
                guard case .list(let elements) = node.content, let element = elements.first(where: { $0.names(step.name, under: key) })
                else {
                    return refuse(node.place, "there is no entry '\(step.name)' in this file")
                }
                node = element
                steps = steps.dropFirst()
                continue
            }
            guard let found = node[step.name] else { break }
            entry = found
            node = found.value
            steps = steps.dropFirst()
        }
        if steps.isEmpty { return entry.map { replace($0) } ?? refuse(node.place, "an entry can't be replaced whole") }
        if steps.contains(where: { $0.keyedBy != nil }) { return refuse(node.place, "there is no entry of that name in this file") }
        if node.isNull { return entry.map { fill($0, steps) } ?? refuse(node.place, "the section has no place of its own") }
        return insert(steps, into: node)
    }

    private func refuse(_ place: Place?, _ message: String) -> Outcome {
        .refused(place, message: message, help: "edit the file by hand: \(wanted.nestedForm)")
    }

    // MARK: A value that is there

    private func replace(_ entry: Node.Entry) -> Outcome {
        let node = entry.value
        if node.says(wanted.node) && node.tag == nil { return .done(source.bytes) }
        var range = node.place.range
        while range.upperBound > range.lowerBound, Self.isBlank(source.bytes[range.upperBound - 1]) {
            range = range.lowerBound..<range.upperBound - 1
        }
        if range.isEmpty {
            guard let colon = colon(after: entry) else { return refuse(entry.keyPlace, "the key has no ':' on its line") }
            return .done(replacing(colon..<colon, with: " \(wanted.written)"))
        }
        let old = source.bytes[range]
        if old.first == UInt8(ascii: "&") { return refuse(node.place, "the value has an anchor that other values may use") }
        let isBlock = isOnSeveralLines(range)
        guard isBlock, !startsOnLine(of: entry, range) else {
            if isBlock && hasComment(range) { return refuse(node.place, "the value has comments in it, which would be lost") }
            return .done(replacing(range, with: wanted.written))
        }
        // A collection in block style begins below its key: the value goes behind the colon instead.
        guard !hasComment(range), let colon = colon(after: entry), source.bytes[colon..<range.lowerBound].allSatisfy(Self.isBlank) else {
            return refuse(node.place, "the value has comments in it, which would be lost")
        }
        return .done(replacing(colon..<range.upperBound, with: " \(wanted.written)"))
    }

    private func startsOnLine(of entry: Node.Entry, _ range: Range<Int>) -> Bool {
        source.lineRange(of: entry.keyPlace.range.lowerBound) == source.lineRange(of: range.lowerBound)
    }

    private func isOnSeveralLines(_ range: Range<Int>) -> Bool {
        source.lineRange(of: range.lowerBound) != source.lineRange(of: max(range.lowerBound, range.upperBound - 1))
            || startsBelowKey(range)
    }

    /// Whether nothing but white space stands before the value on its line, as before a list in block style.
    private func startsBelowKey(_ range: Range<Int>) -> Bool {
        source.bytes[source.lineRange(of: range.lowerBound).lowerBound..<range.lowerBound].allSatisfy(Self.isBlank)
    }

    /// Any `#` counts: one inside a text only makes this more careful than it need be.
    private func hasComment(_ range: Range<Int>) -> Bool { source.bytes[range].contains(UInt8(ascii: "#")) }

    /// The byte after the colon that follows a key.
    private func colon(after entry: Node.Entry) -> Int? {
        let line = source.lineRange(of: max(entry.keyPlace.range.upperBound - 1, 0))
        return source.bytes[entry.keyPlace.range.upperBound..<line.upperBound].firstIndex(of: UInt8(ascii: ":")).map { $0 + 1 }
    }

    // MARK: A value that is not there

    /// A section without content: its first lines go below its key.
    private func fill(_ entry: Node.Entry, _ steps: ArraySlice<SettingTarget.Step>) -> Outcome {
        guard entry.value.place.range.isEmpty else { return refuse(entry.value.place, "the section is null") }
        let line = source.lineRange(of: entry.keyPlace.range.lowerBound)
        let indent = column(of: entry.keyPlace.range.lowerBound, in: line)
        guard let indent else { return refuse(entry.keyPlace, "the section stands inside a flow map") }
        return .done(insertedAfterLine(line.upperBound, lines(steps, indent: indent + indentStep)))
    }

    private func insert(_ steps: ArraySlice<SettingTarget.Step>, into node: Node) -> Outcome {
        guard let entries = node.entries, let first = entries.first, let last = entries.last else {
            return node.entries == nil ? refuse(node.place, "the section is no map") : insertIntoFlow(steps, node)
        }
        if source.bytes[node.place.range.lowerBound] == UInt8(ascii: "{") { return insertIntoFlow(steps, node) }
        let line = source.lineRange(of: first.keyPlace.range.lowerBound)
        guard let indent = indentation(of: first.keyPlace.range.lowerBound, in: line) else {
            return refuse(node.place, "the section begins behind something else on its line")
        }
        var end = max(
            last.keyPlace.range.upperBound, last.value.isAlias(in: source) ? last.keyPlace.range.upperBound : lastByte(of: last.value))
        while end > 0, Self.isBlank(source.bytes[end - 1]) { end -= 1 }
        return .done(insertedAfterLine(source.lineRange(of: max(end - 1, 0)).upperBound, lines(steps, indent: indent)))
    }

    /// The end of what a node says in the text; a value behind an alias is written elsewhere.
    private func lastByte(of node: Node) -> Int { node.place.range.upperBound }

    private func insertIntoFlow(_ steps: ArraySlice<SettingTarget.Step>, _ node: Node) -> Outcome {
        guard node.place.range.count >= 2, source.bytes[node.place.range.upperBound - 1] == UInt8(ascii: "}") else {
            return refuse(node.place, "the section is written in a way that can't be added to")
        }
        let inner = steps.reversed().reduce(wanted.written) { value, step in
            value == wanted.written && step.name == steps.last?.name
                ? "\(YAMLText.scalar(step.name)): \(value)" : "\(YAMLText.scalar(step.name)): {\(value)}"
        }
        guard let last = node.entries?.last else {
            let start = node.place.range.lowerBound + 1
            return .done(replacing(start..<start, with: inner))
        }
        let end = max(last.keyPlace.range.upperBound, last.value.place.range.upperBound)
        return .done(replacing(end..<end, with: ", \(inner)"))
    }

    private func lines(_ steps: ArraySlice<SettingTarget.Step>, indent: Int) -> [String] {
        steps.enumerated().map { depth, step in
            let margin = String(repeating: " ", count: indent + depth * indentStep)
            let isLast = depth == steps.count - 1
            return "\(margin)\(YAMLText.scalar(step.name)):\(isLast ? " \(wanted.written)" : "")"
        }
    }

    // MARK: Lines

    private func insertedAfterLine(_ end: Int, _ lines: [String]) -> [UInt8] {
        replacing(end..<end, with: lines.map { lineEnd + $0 }.joined())
    }

    private func appendedAtEnd(_ lines: [String]) -> [UInt8] {
        var bytes = source.bytes
        if let last = bytes.last, last != UInt8(ascii: "\n") { bytes += Array(lineEnd.utf8) }
        return bytes + lines.flatMap { Array(($0 + lineEnd).utf8) }
    }

    private func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
        Array(source.bytes[..<range.lowerBound]) + Array(text.utf8) + Array(source.bytes[range.upperBound...])
    }

    /// What the file's lines end with.
    private var lineEnd: String {
        guard let newline = source.bytes.firstIndex(of: UInt8(ascii: "\n")) else { return "\n" }
        return newline > 0 && source.bytes[newline - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }

    /// The file's own step: the indentation of the first section's first key.
    private var indentStep: Int {
        for entry in root?.entries ?? [] {
            guard let inner = entry.value.entries?.first, !entry.value.isAlias(in: source) else { continue }
            let line = source.lineRange(of: inner.keyPlace.range.lowerBound)
            if let indent = column(of: inner.keyPlace.range.lowerBound, in: line), indent > 0 { return indent }
        }
        return 2
    }

    /// How far a key is indented; `nil` where something else than spaces stands before it.
    private func column(of offset: Int, in line: Range<Int>) -> Int? {
        source.bytes[line.lowerBound..<offset].allSatisfy { $0 == UInt8(ascii: " ") } ? offset - line.lowerBound : nil
    }

    /// How far a key is indented, the dash of a list's entry counted as spaces.
    private func indentation(of offset: Int, in line: Range<Int>) -> Int? {
        source.bytes[line.lowerBound..<offset].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
            ? offset - line.lowerBound : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
    }
}

extension Node {
    /// Whether it is written as an alias.
    func isAlias(in source: Source) -> Bool {
        place.range.lowerBound < source.bytes.count && !place.range.isEmpty && source.bytes[place.range.lowerBound] == UInt8(ascii: "*")
    }
}
