import OrchestratorModel

/// The commented file that `config init` writes: every key with what it does, what it may be, and its default.
struct ConfigurationTemplate {
    private var lines: [String] = []
    private static let width = 110

    /// The file of the project.
    static var project: String {
        var template = ConfigurationTemplate()
        template.lines = [
            "# yaml-language-server: $schema=./orchestrator-config.schema.json", "#",
            "# Settings of this project for `orchestrator`. What stands here is the default of each key; leave out what you don't change.",
            "# Settings for you alone go into orchestrator-config.local.yaml beside this file. `orchestrator config explain KEY` explains any of them.",
            "", "schema_version: \(ConfigurationLoader.version)",
        ]
        for key in Configuration.schema.keys where key.name != "models" {
            template.lines.append("")
            template.write(key, Configuration.defaults[key.name] ?? .null, indent: 0)
        }
        return template.text
    }

    /// The models file.
    static var models: String {
        var template = ConfigurationTemplate()
        template.lines = [
            "# yaml-language-server: $schema=./models.schema.json", "#",
            "# The language models of the orchestrator itself. Read by nothing yet, and checked like everything else.",
        ]
        for key in Configuration.Models.schema.keys {
            template.lines.append("")
            template.write(key, Configuration.defaults["models"]?[key.name] ?? .null, indent: 0)
        }
        return template.text
    }

    private mutating func write(_ key: Key, _ value: SettingValue, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        comment(key, indent: indent)
        switch key.shape {
        case .map(let map) where !map.keys.isEmpty && key.example.isEmpty:
            lines.append("\(margin)\(key.name):")
            for (index, inner) in map.keys.enumerated() {
                if index > 0 && isMap(inner.shape) { lines.append("") }
                write(inner, value[inner.name] ?? .null, indent: indent + 2)
            }
        case _ where !key.example.isEmpty && !isScalar(key.shape):
            lines.append("\(margin)# \(key.name):")
            lines += key.example.map { "\(margin)#   \($0)" }
        default:
            if value == .null || isEmptyMap(value) {
                lines.append("\(margin)# \(key.name): \(key.example.first ?? "")".trimmingTrailingSpace)
            } else {
                lines.append("\(margin)\(key.name): \(YAMLText.inline(value, key.shape))")
            }
        }
    }

    private func isEmptyMap(_ value: SettingValue) -> Bool { if case .map(let members) = value { members.isEmpty } else { false } }
    private func isScalar(_ shape: Shape) -> Bool { if case .scalar = shape { true } else { false } }
    private func isMap(_ shape: Shape) -> Bool { if case .map = shape { true } else { false } }

    /// The documentation and, for a scalar, what it may be; wrapped.
    private mutating func comment(_ key: Key, indent: Int) {
        var text = key.documentation
        if case .scalar(let type) = key.shape, type.isWorthExplaining { text += " It is \(type.noun)." }
        let margin = String(repeating: " ", count: indent) + "#"
        var line = margin
        for word in text.split(separator: " ") {
            if line.count + word.count + 1 > Self.width {
                lines.append(line)
                line = margin
            }
            line += " \(word)"
        }
        lines.append(line)
    }

    private var text: String { lines.joined(separator: "\n") + "\n" }
}

extension ScalarType {
    /// Whether the default does not show all that may be written.
    fileprivate var isWorthExplaining: Bool {
        switch self {
        case .integer, .decimal, .duration, .enumeration, .size, .keepAlive: true
        case .bool, .text, .path, .database, .url, .template: false
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpace: String { hasSuffix(" ") ? String(dropLast()) : self }
}
