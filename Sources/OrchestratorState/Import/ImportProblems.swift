/// A document can't be imported, for all these reasons. Nothing of it was written.
public struct ImportProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, in the order of the document.
    public let problems: [ImportProblem]
    /// How many more there are.
    public let omitted: Int

    /// One reason a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n") + (omitted > 0 ? "\nand \(omitted) more" : "")
    }
}
