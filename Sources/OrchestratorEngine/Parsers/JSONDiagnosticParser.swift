import OrchestratorModel

/// Recognises the findings in the JSON that linters and scanners print.
///
/// Each has its own form, but all say the same with few names: an object with a message and a file, of its own or of the object around it, is a finding.
struct JSONDiagnosticParser {
    private(set) var diagnostics: [Diagnostic] = []

    static func diagnostics(in documents: [JSONValue]) -> [Diagnostic] {
        var parser = JSONDiagnosticParser()
        for document in documents { parser.visit(document, file: nil) }
        return parser.diagnostics
    }

    private static let fileNames = ["filePath", "filename", "file_name", "Filename", "file", "path", "File"]
    private static let messageNames = ["message", "issue_text", "reason", "Text", "text", "msg", "Message"]
    private static let ruleNames = ["ruleId", "rule_id", "rule", "symbol", "check_id", "test_id", "code", "FromLinter", "RuleID", "Code"]
    private static let severityNames = ["severity", "level", "type", "issue_severity", "Severity"]
    private static let lineNames = ["line", "line_number", "lineNumber", "row", "Line", "line_start", "startLine", "StartLine"]
    private static let placeNames = ["location", "start", "range", "Pos", "pos", "end_location"]

    private mutating func visit(_ value: JSONValue, file outer: String?) {
        switch value {
        case .array(let elements):
            for element in elements { visit(element, file: outer) }
        case .object(let members):
            let file = Self.file(in: members) ?? outer
            if let diagnostic = Self.diagnostic(members, file: file) {
                diagnostics.append(diagnostic)
            } else {
                // The order of names in an object is not kept; by name it is at least the same each time.
                for (_, member) in members.sorted(by: { $0.key < $1.key }) { visit(member, file: file) }
            }
        default: break
        }
    }

    private static func text(_ names: [String], in members: [String: JSONValue]) -> String? {
        names.lazy.compactMap { members[$0]?.string }.first { !$0.isEmpty }
    }

    private static func file(in members: [String: JSONValue]) -> String? {
        if let file = text(fileNames, in: members) { return file }
        for name in placeNames {
            if let file = members[name]?.object.flatMap({ text(fileNames, in: $0) }) { return file }
        }
        let spans = members["spans"]?.array ?? []
        return (spans.first { $0["is_primary"] == .bool(true) } ?? spans.first)?.object.flatMap { text(fileNames, in: $0) }
    }

    private static func line(in members: [String: JSONValue]) -> Int? {
        for name in lineNames {
            if let line = members[name]?.integer, line > 0, line <= Int64(Int32.max) { return Int(line) }
        }
        for name in placeNames {
            if let place = members[name]?.object, let line = line(in: place) {
                // Places of the Language Server Protocol count lines from 0; their columns are called `character`.
                return members[name]?["start"]?["character"] == nil ? line : line + 1
            }
        }
        let spans = members["spans"]?.array ?? []
        return (spans.first { $0["is_primary"] == .bool(true) } ?? spans.first)?.object.flatMap { line(in: $0) }
    }

    private static func diagnostic(_ members: [String: JSONValue], file: String?) -> Diagnostic? {
        let extra = members["extra"]?.object ?? [:]
        guard let file, let message = text(messageNames, in: members) ?? text(messageNames, in: extra) else { return nil }
        let line = line(in: members)
        let rule =
            text(ruleNames, in: members) ?? members["code"]?["code"]?.string ?? members["code"]?["value"]?.string
            ?? members["code"]?.integer.map(String.init)
        let severity = members["severity"] ?? extra["severity"]
        let level = level(text(severityNames, in: members) ?? text(severityNames, in: extra), number: severity?.integer)
        // A member that happens to be called `message` is no finding by itself.
        guard line != nil || rule != nil else { return nil }
        return Diagnostic(
            level: level, title: message, file: file, line: line, rule: rule, suggestedFix: members["fix"]?["message"]?.string,
            evidence: .text(members["rendered"]?.string ?? JSONValue.object(members).prettyText))
    }

    private static func level(_ word: String?, number: Int64?) -> Diagnostic.Level {
        if let number { return number == 1 ? .warning : .error }
        switch word?.lowercased() {
        case "warning", "warn", "medium", "low", "moderate", "style", "performance": return .warning
        case "note", "info", "information", "hint", "help", "failure-note": return .note
        default: return .error
        }
    }
}
