/// Figures about one subject.
protocol BenchmarkGroup {
    /// What it is called on the command line.
    static var name: String { get }

    /// Measures, and tells each figure as soon as it is known.
    static func run(_ report: Report) async throws
}
