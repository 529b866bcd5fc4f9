package import OrchestratorModel

/// Writes the message of the commit that follows a phase.
package enum CommitMessage {
    /// The placeholders that a template may hold.
    package static let placeholders = ["phase_number", "phase_title", "phase_intent", "summary"]

    /// The template with its placeholders replaced, in one pass: braces in what is inserted stay as they are, as do unknown names in the template.
    ///
    /// The message is never empty, has no control characters but line ends and tabs, and ends without blank lines.
    package static func text(template: String, phase: Phase, summary: String?) -> String {
        let values = [
            "phase_number": String(phase.number), "phase_title": oneLine(phase.title), "phase_intent": phase.intent,
            "summary": summary ?? "",
        ]
        let message = tidied(expand(template, values))
        return message.isEmpty ? "Phase \(phase.number): \(oneLine(phase.title))" : message
    }

    private static func expand(_ template: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let after = rest[rest.index(after: open)...]
            // The longest name has twelve characters: a brace that closes later closes no placeholder.
            if let close = after.prefix(32).firstIndex(of: "}"), let value = values[String(after[..<close])] {
                result += value
                rest = after[after.index(after: close)...]
            } else {
                result += "{"
                rest = after
            }
        }
        return result + rest
    }

    private static func oneLine(_ text: String) -> String {
        text.split { $0.isNewline }.joined(separator: " ")
    }

    private static func tidied(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
            let kept = line.unicodeScalars.filter { Printable.escaped(String($0)) == String($0) || $0 == "\t" }
            let end = kept.lastIndex { !$0.properties.isWhitespace }
            return end.map { String(String.UnicodeScalarView(kept[...$0])) } ?? ""
        }
        let first = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
        let last = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? first
        return lines[first..<max(first, last)].joined(separator: "\n")
    }
}
