import AgentOrchestrator
import Logging

/// One line of the log. Whatever a message or its metadata hold, it stays one line and moves no cursor.
struct LogLine {
    let time: Timestamp
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    /// The line in that form, without the newline.
    func text(_ format: Configuration.LogFormat) -> String {
        switch format {
        case .text: plain
        case .json: json
        }
    }

    private var plain: String {
        let details = metadata.sorted { $0.key < $1.key }.map { key, value in " \(key)=\(Self.quoted("\(value)"))" }
        return "\(time) \(Self.name(of: level)) \(label): \(Printable.escaped(message))\(details.joined())"
    }

    private var json: String {
        let details = metadata.mapValues { JSONValue.string("\($0)") }
        let value: JSONValue = [
            "time": .string(time.description), "level": .string(Self.name(of: level)), "logger": .string(label),
            "message": .string(message), "metadata": .object(details),
        ]
        return Printable.escapedJSON(value.canonicalText)
    }

    /// A value that could be mistaken for more than one is put in quotes.
    private static func quoted(_ value: String) -> String {
        let escaped = Printable.escaped(value)
        guard escaped.isEmpty || escaped.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return escaped }
        return "\"" + escaped.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// The levels as the configuration names them; those it does not know count as their neighbours.
    private static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }
}
