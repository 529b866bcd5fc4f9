/// A text with placeholders in braces: `Phase {phase_number}`.
package enum MessageTemplate {
    /// The words that stand between braces, in order.
    static func placeholders(in text: String) -> [String] {
        var names: [String] = []
        walk(text) { if case .placeholder(let name) = $0 { names.append(name) } }
        return names
    }

    /// The text with each placeholder replaced by its value; one without a value stays as it is. Values are not looked at again.
    package static func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        walk(text) { part in
            switch part {
            case .text(let text): result += text
            case .placeholder(let name): result += values[name] ?? "{\(name)}"
            }
        }
        return result
    }

    private enum Part {
        case text(Substring)
        case placeholder(String)
    }

    private static func walk(_ text: String, _ visit: (Part) -> Void) {
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            visit(.text(rest[..<open]))
            let name = rest[rest.index(after: open)...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            if !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" {
                visit(.placeholder(String(name)))
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                visit(.text("{"))
                rest = rest[rest.index(after: open)...]
            }
        }
        visit(.text(rest))
    }
}
