/// Everything that is wrong with a configuration or a plan, of all its layers, ordered by layer and line.
public struct ConfigurationProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// The errors, and the warnings found beside them.
    public let diagnostics: [Diagnostic]

    /// Problems from diagnostics that hold at least one error.
    public init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    /// One line for each diagnostic, safe to print.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
