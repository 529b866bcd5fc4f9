/// What to run, where, with what, and how much of its output to keep.
package struct ProcessRequest: Sendable {
    /// A name that is searched for in `PATH` of ``environment``, or a path (a relative one starts at ``workingDirectory``).
    package var executable: String
    /// What follows the name of the program.
    package var arguments: [String]
    /// The directory in which the process starts.
    package var workingDirectory: String
    /// The environment of the process: exactly this, nothing is added.
    package var environment: [String: String]
    /// What the process reads from its standard input.
    package var input: Input
    /// Where standard error goes.
    package var errorOutput: ErrorOutput
    /// Where the bounded output is written. It is created exclusively, readable by its owner only; `nil` keeps the tail in memory and nothing else.
    package var outputFile: String?
    /// Bytes of output that ``outputFile`` keeps: beyond it the first and the last half stay, with a line in between that says how much is missing.
    package var maxOutputSize: Int
    /// Bytes at the end of each output stream that the outcome holds in memory.
    package var tailSize: Int
    /// How long the process may run; `nil` means as long as it likes.
    package var timeout: Duration?

    /// A source for standard input.
    package enum Input: Hashable, Sendable {
        /// `/dev/null`.
        case none
        /// This text, then the end of the file. A process that does not read it is neither kept waiting nor harmful.
        case text(String)
        /// The contents of a file.
        case file(path: String)
    }

    /// A place for standard error.
    package enum ErrorOutput: Hashable, Sendable {
        /// In the same pipe as standard output, so that lines keep their order.
        case withOutput
        /// Only the tail, by itself, in memory.
        case apart
    }

    /// A request; what is left out has its usual value.
    package init(
        executable: String, arguments: [String] = [], workingDirectory: String, environment: [String: String], input: Input = .none,
        errorOutput: ErrorOutput = .withOutput, outputFile: String? = nil, maxOutputSize: Int = 10 << 20, tailSize: Int = 64 << 10,
        timeout: Duration? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.input = input
        self.errorOutput = errorOutput
        self.outputFile = outputFile
        self.maxOutputSize = maxOutputSize
        self.tailSize = tailSize
        self.timeout = timeout
    }
}
