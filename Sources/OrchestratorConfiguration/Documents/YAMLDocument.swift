/// A document in block style, one setting a line.
struct YAMLDocument {
    /// What stands behind a setting, for `config show --origins`.
    var remark: (_ path: String) -> String? = { _ in nil }
    /// Whether `null` is written for what has no value.
    var writesNull = false
    /// The tag that stands before a value.
    var tag: (_ path: String) -> String? = { _ in nil }
    private(set) var lines: [String] = []

    /// The members of a map.
    mutating func write(_ members: [SettingValue.Member], _ shape: Shape, indent: Int = 0, path: String = "") {
        for member in members where writesNull || member.value != .null {
            let own = SettingPath.appending(path, member.name)
            write(member, shape.member(member.name), indent: indent, path: own)
        }
    }

    private mutating func write(_ member: SettingValue.Member, _ shape: Shape?, indent: Int, path: String) {
        let margin = String(repeating: " ", count: indent)
        let name = YAMLText.scalar(member.name)
        let tag = tag(path).map { " \($0)" } ?? ""
        switch member.value {
        case .map(let members) where members.contains { writesNull || $0.value != .null }:
            lines.append("\(margin)\(name):\(tag)")
            if let shape { write(members, shape, indent: indent + 2, path: path) }
        case .map: break
        case .list(let entries) where entries.contains(where: \.isMap):
            lines.append("\(margin)\(name):\(tag)")
            for entry in entries { write(entry, shape, indent: indent + 2, path: path) }
        default:
            let remark = remark(path).map { "  # \($0)" } ?? ""
            lines.append("\(margin)\(name):\(tag) \(YAMLText.inline(member.value, shape))\(remark)")
        }
    }

    /// An entry of a list of maps: its first line begins with a dash.
    private mutating func write(_ entry: SettingValue, _ shape: Shape?, indent: Int, path: String) {
        guard case .map(let members) = entry, case .list(let list)? = shape else { return }
        var own = path
        if case .keyed(let key) = list.merge, case .text(let name)? = entry[key] { own = SettingPath.appending(path, name) }
        let first = lines.count
        write(members, list.element, indent: indent + 2, path: own)
        guard lines.indices.contains(first) else { return }
        lines[first] = String(repeating: " ", count: indent) + "- " + lines[first].dropFirst(indent + 2)
    }

    var text: String { lines.joined(separator: "\n") + "\n" }
}

extension SettingValue {
    fileprivate var isMap: Bool { if case .map = self { true } else { false } }
}
