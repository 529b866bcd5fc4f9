import AgentOrchestrator
import Foundation

/// What a command works with: the configuration and the store, open for as long as the command runs.
struct Session: Sendable {
    let loaded: LoadedConfiguration
    let state: StateManager

    var configuration: Configuration { loaded.configuration }

    /// The directory for clones of repositories that are named by URLs.
    var clones: String { loaded.projectDirectory + "/data/clones" }

    /// The same store with the settings of a run, and its artifacts where these settings keep them.
    func going(by settings: LoadedConfiguration) -> Session {
        Session(loaded: settings, state: state.keepingArtifacts(in: settings.configuration.artifacts.basePath))
    }

    /// Whether a store that is not there yet is made.
    enum Opening {
        case existing
        case createIfMissing
    }

    /// Loads the configuration and tells its warnings.
    ///
    /// - Parameter request: Where to look for it, if not where the options say.
    static func load(_ options: GlobalOptions, _ request: ConfigurationRequest? = nil) throws -> LoadedConfiguration {
        Verbosity.set(options)
        let loaded = try Configuration.load(request ?? options.request)
        announce(loaded, options)
        return loaded
    }

    /// Tells the warnings of a configuration, and sets the log up as it says.
    static func announce(_ loaded: LoadedConfiguration, _ options: GlobalOptions) {
        for warning in loaded.warnings { Console.error(warning.render(colored: Console.errors.isColored)) }
        Logs.setUp(loaded.configuration.logging, verbose: options.verbose)
    }

    /// Opens the store of the configuration for the body, and closes it whatever happens.
    ///
    /// - Throws: ``Failure`` with status `notFound` where there is no store yet and none is to be made.
    static func with<Value>(
        _ options: GlobalOptions, _ opening: Opening = .existing, _ body: (Session) async throws -> Value
    ) async throws -> Value {
        try await with(try load(options), opening, body)
    }

    /// Opens the store where there is one; where there is none yet the body gets `nil`, for there is nothing in it.
    static func withStored<Value>(_ options: GlobalOptions, _ body: (Session?) async throws -> Value) async throws -> Value {
        let loaded = try load(options)
        return hasStore(loaded.configuration) ? try await with(loaded, .existing, body) : try await body(nil)
    }

    /// Whether there may be a store that can be opened.
    static func hasStore(_ configuration: Configuration) -> Bool {
        if case .sqlite(let path) = configuration.state.url { !FilePath.isAbsent(path) } else { true }
    }

    /// Opens the store of a configuration that is loaded already.
    static func with<Value>(
        _ loaded: LoadedConfiguration, _ opening: Opening = .existing, _ body: (Session) async throws -> Value
    ) async throws -> Value {
        let database = try await open(loaded.configuration, opening)
        do {
            let state = try await StateManager.open(
                database, artifacts: loaded.configuration.artifacts.basePath, actor: user)
            let value = try await body(Session(loaded: loaded, state: state))
            try await database.close()
            return value
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// The file that the store of the configuration is in.
    ///
    /// - Throws: ``Failure`` with a sentence of what to do instead, where it is on a server.
    static func databasePath(_ configuration: Configuration, insteadOnServer advice: String) throws -> String {
        guard case .sqlite(let path) = configuration.state.url else {
            throw Failure(.usage, "the store \(Printable.escaped(configuration.state.url.description)) is on a server: \(advice)")
        }
        return path
    }

    private static func open(_ configuration: Configuration, _ opening: Opening) async throws -> any SQLDatabase {
        let state = configuration.state
        guard case .sqlite(let path) = state.url else { return try await state.url.open(leaseTime: state.leaseTTL) }
        switch opening {
        case .createIfMissing: return try opened(path, .createIfMissing)
        case .existing:
            guard !FilePath.isAbsent(path) else {
                throw Failure(
                    .notFound,
                    "there are no runs yet: \(Printable.escaped(path)) does not exist\nhelp: 'orchestrator run PLAN' makes the first")
            }
            return try opened(path, .existing)
        }
    }

    /// Whoever calls the program.
    static var user: Actor { Actor(.user, userName) }
    /// Opens the file, and tells where it was the database of another program.
    private static func opened(_ path: String, _ opening: SQLiteDatabase.Opening) throws -> SQLiteDatabase {
        let database = try SQLiteDatabase.open(path, opening, takingOver: StateManager.predecessors())
        if let report = database.takeover { Console.error("note: \(report)") }
        return database
    }

    private static var userName: String {
        let environment = ProcessInfo.processInfo.environment
        // A service may have no such variable, or an empty one, and an account no name.
        let names = [environment["USER"], environment["LOGNAME"], NSUserName()]
        return names.lazy.compactMap(\.self).first { !$0.isEmpty } ?? String(getuid())
    }
}
