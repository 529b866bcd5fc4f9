import OrchestratorModel

/// The tables of the reference, as Markdown.
struct ConfigurationReference {
    private var lines: [String] = []

    /// One table for each section, in the order of the schema.
    static var tables: String {
        var reference = ConfigurationReference()
        reference.table("Top level", ConfigurationLoader.shape.keys.filter { !$0.isSection }, "", nil)
        for key in Configuration.schema.keys where key.isSection { reference.section(key, key.name, isUnread: false) }
        return reference.lines.joined(separator: "\n")
    }

    /// The kinds of problems with what to do about them.
    static var troubleshooting: String {
        let rows = DiagnosticCode.allCases.map { "| `\($0.rawValue)` | \($0.meaning.cause) | \($0.meaning.remedy) |" }
        return (["| code | what is wrong | what to do |", "|---|---|---|"] + rows).joined(separator: "\n")
    }

    private mutating func section(_ key: Key, _ path: String, isUnread: Bool) {
        let isUnread = isUnread || key.isUnread
        let remark = isUnread ? " Read by nothing yet." : ""
        switch key.shape {
        case .map(let map):
            let name = map.keys.isEmpty ? "\(path).*" : path
            var keys = map.keys
            if keys.isEmpty, case .map(let entry)? = map.additional?.shape { keys = entry.keys }
            table("`\(name)`", keys.filter { !$0.isSection }, name, key.documentation + remark)
            for inner in keys where inner.isSection { section(inner, "\(name).\(inner.name)", isUnread: isUnread) }
            if !map.keys.isEmpty, case .map(let entry)? = map.additional?.shape {
                table("`\(path).*`", entry.keys, "\(path).*", "By the model's name.\(remark)")
            }
        case .list(let list):
            if case .map(let entry) = list.element { table("`\(path)[]`", entry.keys, "\(path)[]", key.documentation + remark) }
        case .scalar: break
        }
    }

    private mutating func table(_ title: String, _ keys: [Key], _ path: String, _ text: String?) {
        lines += ["### \(title)", ""]
        if let text { lines += [text, ""] }
        guard !keys.isEmpty else { return }
        lines += ["| key | may be | default | what it does |", "|---|---|---|---|"]
        lines += keys.map { row($0, path) }
        lines.append("")
    }

    private func row(_ key: Key, _ path: String) -> String {
        let segments = path.split(separator: ".").map(String.init) + [key.name]
        let standard = Configuration.defaults.descendant(segments)
        let shown: String
        switch standard {
        case nil: shown = key.isRequired ? "required" : "–"
        case .null: shown = "–"
        case .some(let value): shown = "`\(YAMLText.inline(value, key.shape))`"
        }
        let old = key.oldNames.map { "`\($0.path)`" }
        let remark = old.isEmpty ? "" : " Old name\(old.count == 1 ? "" : "s"): \(old.joined(separator: ", "))."
        let cells = ["`\(key.name)`", key.noun, shown, key.documentation + remark]
        return "| \(cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")) |"
    }
}

extension Key {
    /// Whether it has a table of its own.
    fileprivate var isSection: Bool {
        switch shape {
        case .map: true
        case .list(let list): if case .map = list.element { true } else { false }
        case .scalar: false
        }
    }
}
