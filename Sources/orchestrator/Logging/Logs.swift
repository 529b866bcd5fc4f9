import AgentOrchestrator
import Logging
import Synchronization

/// Sets the log up, once in a process, from the configuration.
enum Logs {
    private static let isSetUp = Mutex(false)

    static func setUp(_ settings: Configuration.Logging, verbose: Bool) {
        let isFirst = isSetUp.withLock { isSetUp in
            defer { isSetUp = true }
            return !isSetUp
        }
        guard isFirst else { return }
        let file = LogFile(path: settings.filePath, largestSize: settings.maxFileSizeMB << 20, backupCount: settings.backupCount)
        let level = verbose ? min(.debug, settings.level.level) : settings.level.level
        let consoleLevel: Logger.Level? = settings.consoleEnabled ? (verbose ? level : max(.warning, level)) : nil
        LoggingSystem.bootstrap { label in
            LogSink(label: label, file: file, format: settings.format, consoleLevel: consoleLevel, logLevel: level)
        }
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
