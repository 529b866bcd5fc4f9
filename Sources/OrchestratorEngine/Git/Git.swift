import Foundation

/// The real `git`, bound to a directory.
///
/// Arguments never pass through a shell, names of branches are checked before they become arguments, and paths are literal. Hooks and the configuration of the user apply as
/// usual; nothing ever asks a question at the terminal.
package struct Git: Sendable {
    /// The directory in which git works.
    package let directory: String
    private let environment: [String: String]
    private let runner: ProcessRunner
    private let timeout: Duration

    /// Output of one command that is kept in memory.
    private static let outputLimit = 64 << 20

    /// git in a directory.
    ///
    /// - Parameters:
    ///   - environment: That of this process. Variables that bind git to another repository are dropped (as `git rev-parse --local-env-vars` lists them), and so is the
    ///     configuration of this program, which hooks have no business with.
    ///   - owner: What ``OrphanReaper`` finds git and its hooks by, should this process die before them.
    ///   - timeout: How long one command may take, its hooks included.
    package init(
        directory: String, environment: [String: String] = ProcessInfo.processInfo.environment, owner: String? = nil,
        runner: ProcessRunner = ProcessRunner(), timeout: Duration = .seconds(1800)
    ) {
        self.directory = directory
        self.runner = runner
        self.timeout = timeout
        var variables = AgentEnvironment.variables(inheriting: environment, names: [], adding: [:])
        for name in Self.bindingVariables { variables[name] = nil }
        variables.merge(Self.quietVariables) { _, quiet in quiet }
        if let owner {
            let owners = [variables[AgentEnvironment.outerExecutionIDs], owner].compactMap { $0 }
            variables[AgentEnvironment.outerExecutionIDs] = owners.joined(separator: ",")
        }
        self.environment = variables
    }

    private static let bindingVariables = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_PREFIX", "GIT_IMPLICIT_WORK_TREE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_CONFIG", "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS",
    ]

    private static let quietVariables = [
        "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "GIT_EDITOR": "true", "GIT_SEQUENCE_EDITOR": "true",
        "GIT_MERGE_AUTOEDIT": "no",
    ]

    /// What a command is for.
    enum Purpose {
        /// To look: takes no lock that could be in somebody's way.
        case reading
        /// To change the repository.
        case writing
    }

    /// Runs a command; a status other than 0 is an error.
    func run(_ arguments: [String], _ purpose: Purpose, input: ProcessRequest.Input = .none) async throws(GitError) -> [UInt8] {
        let result = try await attempt(arguments, purpose, input: input)
        guard result.status == 0 else { throw result.error }
        return result.output
    }

    /// Runs a command whose status is an answer.
    func attempt(
        _ arguments: [String], _ purpose: Purpose, input: ProcessRequest.Input = .none, outputFile: String? = nil
    ) async throws(GitError) -> GitResult {
        let command = Self.subcommand(of: arguments)
        var variables = environment
        if purpose == .reading { variables["GIT_OPTIONAL_LOCKS"] = "0" }
        let outcome = await runner.run(
            ProcessRequest(
                executable: "git", arguments: arguments, workingDirectory: directory, environment: variables, input: input,
                errorOutput: .apart,
                outputFile: outputFile, maxOutputSize: 1 << 50, tailSize: outputFile == nil ? Self.outputLimit : 0, timeout: timeout))
        switch outcome.ending {
        case .notStarted(let reason): throw .notStarted(reason: reason)
        case .stopped: throw .stopped
        case .timedOut: throw .timedOut(command: command)
        case .signalled(let signal): throw .failed(command: command, status: 128 + signal, output: outcome.errorTail)
        case .exited(let status):
            guard outcome.outputFileError == nil, outputFile != nil || outcome.totalBytes <= Self.outputLimit else {
                throw .tooMuchOutput(command: command)
            }
            return GitResult(command: command, status: status, output: outcome.tailBytes, errors: outcome.errorTail)
        }
    }

    /// A variable of the environment in which git runs.
    func variable(_ name: String) -> String? { environment[name] }

    /// The first argument that is a command of git, behind `-c NAME=VALUE`: enough to say what failed, without paths and messages.
    private static func subcommand(of arguments: [String]) -> String {
        var rest = arguments[...]
        while rest.first == "-c" { rest = rest.dropFirst(2) }
        return rest.first ?? ""
    }
}
