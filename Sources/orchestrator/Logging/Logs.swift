import AgentOrchestrator
import Logging
import Synchronization

/// Sets the log up, once in a process, from the configuration.
enum Logs {
    /// What the program itself says; it goes to the file alone, for whoever calls it is told anyway.
    private static let own = Mutex<LogSink?>(nil)

    static func setUp(_ settings: Configuration.Logging, verbose: Bool) {
        let file = LogFile(path: settings.filePath, largestSize: settings.maxFileSizeMB << 20, backupCount: settings.backupCount)
        let level = verbose ? min(.debug, settings.level.level) : settings.level.level
        let consoleLevel: Logger.Level? = settings.consoleEnabled ? (verbose ? level : max(.warning, level)) : nil
        @Sendable func sink(_ label: String, _ consoleLevel: Logger.Level?) -> LogSink {
            LogSink(label: label, file: file, format: settings.format, consoleLevel: consoleLevel, logLevel: level)
        }
        let isFirst = own.withLock { own in
            defer { own = own ?? sink("orchestrator", nil) }
            return own == nil
        }
        if isFirst { LoggingSystem.bootstrap { sink($0, consoleLevel) } }
    }

    /// Writes down what ended a command. What only keeps one from starting changes nothing and is not worth a line.
    static func note(_ failure: Failure) {
        guard failure.status != .usage, failure.status != .notFound else { return }
        let about: Logger.Metadata = ["status": "\(failure.status.code)"]
        note(.error, failure.sentence, failure.cause.map { about.merging(["cause": "\($0)"]) { $1 } } ?? about)
    }

    /// Writes a line of the program's own into the file.
    static func note(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata = [:]) {
        guard let sink = own.withLock({ $0 }), level >= sink.logLevel else { return }
        sink.write(level, message, metadata)
    }
}

extension Configuration.LogLevel {
    /// The level as swift-log names it.
    fileprivate var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}
