public import OrchestratorModel

/// All that is known of one setting: its value, where that came from, what it hides, and what it may be.
public struct Explanation: Sendable {
    /// A value of a lower layer that does not apply.
    public struct Shadowed: Sendable {
        /// The value, redacted.
        public let value: JSONValue
        /// Where it stands.
        public let origin: Origin
        /// The value as YAML, redacted.
        let written: String
    }

    /// The present dotted name.
    public let key: String
    /// The effective value, redacted.
    public let value: JSONValue
    /// Where it came from.
    public let origin: Origin
    /// What it hides, nearest first; the default is not among them.
    public let shadowed: [Shadowed]
    /// What holds where nothing is said.
    public let standard: JSONValue
    /// The effective value and that of the default as YAML, with their units, redacted.
    let written: (value: String, standard: String)
    /// What the value may be: `a whole number of at least 1`.
    public let kind: String
    /// What it does.
    public let documentation: String
    /// The variable that sets it; `nil` for entries with free names, and what can stand in files only.
    public let variable: String?
    /// Names that it had once.
    public let oldNames: [String]
    /// Its consumer comes later.
    public let isUnread: Bool
    /// For a section the settings in it.
    public let members: [String]

    /// The form that `config explain --json` prints.
    public var json: JSONValue {
        [
            "key": .string(key), "value": value, "origin": origin.json,
            "shadowed": .array(shadowed.map { ["value": $0.value, "origin": $0.origin.json] }), "default": standard,
            "documentation": .string(documentation), "kind": .string(kind), "variable": JSONValue(variable),
            "old_names": .array(oldNames.map(JSONValue.string)), "members": .array(members.map(JSONValue.string)),
        ]
    }

    /// The form for people; safe to print.
    public var text: String {
        var lines = ["\(key) = \(Self.shown(written.value))", "  from      \(origin)"]
        lines += shadowed.map { "  hides     \(Self.shown($0.written)) (\($0.origin))" }
        lines += ["  default   \(Self.shown(written.standard))", "  may be    \(kind)"]
        if let variable { lines.append("  variable  \(variable)") }
        if !oldNames.isEmpty { lines.append("  old names \(oldNames.joined(separator: ", "))") }
        if !members.isEmpty { lines.append("  keys      \(members.joined(separator: ", "))") }
        lines += ["", documentation + (isUnread ? " Read by nothing yet." : "")]
        return lines.joined(separator: "\n")
    }

    private static func shown(_ written: String) -> String { Printable.escaped(written == "null" ? "(none)" : written) }
}
