import AgentOrchestrator

/// What went wrong, for a person, with the exit status that goes with it.
struct Failure: Error {
    let status: ExitStatus
    let message: String
    /// The first line of the message, without the word that it begins with.
    var sentence: String { String(message.prefix { $0 != "\n" }.trimmingPrefix("error: ")) }
    /// What lies behind it, for developers: printed with `--verbose`.
    let cause: String?

    init(_ status: ExitStatus, _ message: String, cause: String? = nil) {
        self.status = status
        self.message = "error: \(message)"
        self.cause = cause
    }

    /// The failure that an error of the libraries is; `nil` for errors of the argument parser.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let problems as ConfigurationProblems: self.init(problems)
        case let error as StateError: self.init(Self.status(of: error), error.description + Self.advice(error))
        case let error as DatabaseError:
            self.init(Self.status(of: error), error.description + Self.advice(error), cause: error.cause.isEmpty ? nil : Printable.escaped(error.cause))
        case let error as SQLRowError: self.init(.store, "the store is damaged: \(error)\(Self.search)")
        case let error as ArtifactError: self.init(error.kind == .full || error.kind == .io ? .store : .failure, error.description)
        case let error as EngineError: self.init(Self.status(of: error), error.description)
        case let error as GitError: self.init(.failure, error.description)
        default: return nil
        }
    }

    private init(_ problems: ConfigurationProblems) {
        status = .usage
        cause = nil
        let colored = Console.errors.isColored
        let errors = problems.diagnostics.filter { $0.severity == .error }.count
        let lines = problems.diagnostics.map { $0.render(colored: colored) }
        message = (lines + ["\(errors) \(errors == 1 ? "problem" : "problems"): nothing was started"]).joined(separator: "\n")
    }

    private static func status(of error: StateError) -> ExitStatus {
        switch error {
        case .invalid: .usage
        case .notFound, .ambiguous: .notFound
        case .illegalTransition, .conflict: .failure
        case .leaseLost, .leaseHeld: .busy
        case .damaged: .store
        }
    }

    private static func status(of error: DatabaseError) -> ExitStatus {
        switch error.kind {
        case .busy, .unavailable: .busy
        case .corrupt, .full, .io, .replaced, .permission, .version, .schema: .store
        case .conflict, .statement: .failure
        }
    }

    private static func status(of error: EngineError) -> ExitStatus {
        switch error {
        case .repository, .elsewhere: .usage
        case .notRenewed, .occupied: .busy
        case .lost: .failure
        }
    }

    private static func advice(_ error: DatabaseError) -> String { error.kind == .schema ? "\nhelp: 'orchestrator db check' names what is missing" : "" }

    private static let search = "\nhelp: 'orchestrator db verify' names what was changed"

    private static func advice(_ error: StateError) -> String {
        switch error {
        case .damaged: search
        case .notFound(.run, _): "\nhelp: 'orchestrator runs' lists them"
        case .leaseHeld(let run, _): "\nhelp: 'orchestrator status \(run.short)' shows it, 'orchestrator pause \(run.short)' stops it"
        default: ""
        }
    }
}
