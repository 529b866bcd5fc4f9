/// Brings the old names in one document to their present places, before the schema is asked.
struct OldNames {
    let table: OldNameTable
    var problems: ProblemList
    private var root: Node
    private var ignored: [(name: String, place: Place)] = []

    /// Sections of which only what stands for a present key counts.
    static let ignoredSections = ["copilot", "github"]

    private init(_ root: Node, table: OldNameTable, problems: ProblemList) {
        self.root = root
        self.table = table
        self.problems = problems
    }

    /// The document under present names.
    static func replaced(in root: Node, table: OldNameTable, problems: inout ProblemList) -> Node {
        guard let entries = root.entries, entries.contains(where: { mayHoldOldNames($0, table) }) else { return root }
        var work = OldNames(root, table: table, problems: problems)
        work.run()
        problems = work.problems
        return work.root
    }

    private static func mayHoldOldNames(_ entry: Node.Entry, _ table: OldNameTable) -> Bool {
        if ignoredSections.contains(entry.key) || table.targets[entry.key] != nil { return true }
        func holds(_ node: Node, _ path: String) -> Bool {
            node.entries?.contains { table.targets["\(path).\($0.key)"] != nil } ?? false
        }
        return holds(entry.value, entry.key)
    }

    private mutating func run() {
        var moves: [(entry: Node.Entry, target: OldNameTable.Target, name: String)] = []
        var kept: [Node.Entry] = []
        for entry in root.entries ?? [] {
            if let target = table.targets[entry.key] {
                moves.append((entry, target, entry.key))
                continue
            }
            let isIgnored = Self.ignoredSections.contains(entry.key)
            guard var members = entry.value.entries else {
                if isIgnored { ignored.append((entry.key, entry.keyPlace)) } else { kept.append(entry) }
                continue
            }
            let all = members.count
            members.removeAll { member in
                guard let target = table.targets["\(entry.key).\(member.key)"] else { return false }
                moves.append((member, target, "\(entry.key).\(member.key)"))
                return true
            }
            if isIgnored {
                if !members.isEmpty { ignored.append((entry.key, entry.keyPlace)) }
                continue
            }
            // A section that is nothing but old names (`paths`) is gone with them.
            if members.isEmpty && all > 0 && !table.sections.contains(entry.key) { continue }
            var rest = entry.value
            rest.content = .map(members)
            kept.append(Node.Entry(key: entry.key, keyPlace: entry.keyPlace, value: rest))
        }
        root.content = .map(kept)
        for move in moves { self.move(move.entry, to: move.target, from: move.name) }
        warnOfIgnored()
    }

    private mutating func move(_ entry: Node.Entry, to target: OldNameTable.Target, from name: String) {
        problems.report(
            .oldName, path: target.path, at: entry.keyPlace, reveals: true, "'\(name)' is an old name of '\(target.path)'",
            help: target.old.isFallback
                ? "write '\(target.path)'; this one applies only where that is set nowhere" : "write '\(target.path)'", as: .warning)
        guard var value = converted(entry.value, target.old.conversion) else { return }
        value.isFallback = target.old.isFallback
        let moved = Node.Entry(key: target.segments.last ?? name, keyPlace: entry.keyPlace, value: value)
        root = inserting(moved, into: root, under: target.segments.dropLast(), path: target.path, name: name)
    }

    /// A plain number of mebibytes is the only value that changed with its name.
    private func converted(_ node: Node, _ conversion: OldName.Conversion) -> Node? {
        guard case .mebibytes = conversion, case .scalar(let text, let isPlain) = node.content, DecimalText.isWhole(text) else {
            return node
        }
        var node = node
        node.content = .scalar("\(text)MiB", isPlain: isPlain)
        return node
    }

    private mutating func inserting(
        _ entry: Node.Entry, into node: Node, under segments: ArraySlice<String>, path: String, name: String
    ) -> Node {
        var node = node
        if node.isNull { node.content = .map([]) }
        guard var entries = node.entries else { return node }
        if let segment = segments.first {
            let index = entries.firstIndex { $0.key == segment }
            let inner = index.map { entries[$0].value } ?? Node(.map([]), at: entry.value.place)
            let filled = inserting(entry, into: inner, under: segments.dropFirst(), path: path, name: name)
            let updated = Node.Entry(key: segment, keyPlace: index.map { entries[$0].keyPlace } ?? entry.keyPlace, value: filled)
            if let index { entries[index] = updated } else { entries.append(updated) }
        } else if let index = entries.firstIndex(where: { $0.key == entry.key }) {
            entries[index].value = united(entries[index].value, entry.value, path: path, name: name)
        } else {
            entries.append(entry)
        }
        node.content = .map(entries)
        return node
    }

    /// Both names in one document: fine where they say the same, and maps may share the keys between them.
    private mutating func united(_ present: Node, _ old: Node, path: String, name: String) -> Node {
        if old.isFallback || present.says(old) { return present.isFallback && !old.isFallback ? old : present }
        if present.isFallback { return old }
        guard let entries = present.entries, let olds = old.entries else {
            problems.report(
                .oldNameConflict, path: path, at: old.place,
                "'\(name)' and its present name '\(path)' say different things; '\(path)' stands at \(present.place.description)",
                help: "remove '\(name)'")
            return present
        }
        var merged = entries
        for entry in olds {
            if let index = merged.firstIndex(where: { $0.key == entry.key }) {
                merged[index].value = united(
                    merged[index].value, entry.value, path: SettingPath.appending(path, entry.key),
                    name: SettingPath.appending(name, entry.key))
            } else {
                merged.append(entry)
            }
        }
        var result = present
        result.content = .map(merged)
        return result
    }

    private mutating func warnOfIgnored() {
        guard let first = ignored.first else { return }
        let names = ignored.map { "'\($0.name)'" }.joined(separator: " and ")
        problems.report(
            .ignoredSection, path: first.name, at: first.place, reveals: true, "what else stands in \(names) is not used any more",
            help: "remove it", as: .warning)
    }
}
