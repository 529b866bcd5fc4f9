internal import OrchestratorModel

/// One thing for which a document can't be imported.
public struct ImportProblem: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int
    /// The member, such as `phases[0].executions[2].findings[1].severity`; empty for the document as a whole.
    public let path: String
    /// What is wrong with it: `must not be null`.
    public let problem: String

    /// `line:column: member problem`, safe to print.
    public var description: String {
        "\(line):\(column): " + (path.isEmpty ? problem : "\(Printable.escaped(path)) \(problem)")
    }
}
