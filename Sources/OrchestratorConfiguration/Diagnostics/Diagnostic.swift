/// One thing that is wrong, or worth knowing, in a configuration or a plan.
///
/// Nothing in it ever holds a secret: values appear only where the schema knows that the key is none.
public struct Diagnostic: Hashable, Sendable {
    /// How much it weighs.
    public enum Severity: String, Hashable, Sendable, Codable {
        /// Nothing starts before it is mended.
        case error
        /// What was written has been understood; something about it should be known.
        case warning
    }

    /// How much it weighs.
    public var severity: Severity
    /// A stable word for the kind of problem, `unknown-key`; the troubleshooting section of the documentation is ordered by it.
    public var code: String
    /// The dotted name of the setting it is about, where there is one.
    public var path: String?
    /// What is wrong, as a sentence.
    public var message: String
    /// The file, relative to the working directory where it lies below it.
    public var file: String?
    /// The line, counted from 1.
    public var line: Int?
    /// The column, counted in Unicode scalars from 1.
    public var column: Int?
    /// The environment variable it is about.
    public var variable: String?
    /// The command-line argument it is about, masked where it may hold a secret.
    public var argument: String?
    /// What to do, where that is known.
    public var help: String?
    /// The source line, already masked where a secret may stand. It is not part of the JSON form.
    public var excerpt: Excerpt?

    /// A line of source and the part of it that a diagnostic points at.
    public struct Excerpt: Hashable, Sendable {
        /// The line without its end, masked where a secret may stand.
        public var text: String
        /// How many Unicode scalars stand before the part pointed at.
        public var start: Int
        /// How many Unicode scalars are pointed at, at least 1.
        public var length: Int
    }

    /// A diagnostic from its parts.
    public init(
        _ severity: Severity, code: String, path: String? = nil, message: String, file: String? = nil, line: Int? = nil, column: Int? = nil,
        variable: String? = nil, argument: String? = nil, help: String? = nil, excerpt: Excerpt? = nil
    ) {
        self.severity = severity
        self.code = code
        self.path = path
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.variable = variable
        self.argument = argument
        self.help = help
        self.excerpt = excerpt
    }
}
