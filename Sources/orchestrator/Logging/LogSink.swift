import AgentOrchestrator
import Logging

/// Where log lines go: the file, and standard error for what a person should not miss.
///
/// What the run itself shows is not repeated on standard error: there only warnings and graver lines appear, or all of them with `--verbose`.
struct LogSink: LogHandler {
    let label: String
    let file: LogFile
    let format: Configuration.LogFormat
    /// The least level that goes to standard error; `nil`: none does.
    let consoleLevel: Logger.Level?
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        write(event.level, event.message.description, metadata.merging(event.metadata ?? [:]) { $1 })
    }

    func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        let line = LogLine(time: SystemWallClock().now, level: level, label: label, message: message, metadata: metadata)
        file.append(line.text(format))
        if let consoleLevel, level >= consoleLevel { Console.error(line.text(.text)) }
    }
}
