/// Figures about one subject.
protocol BenchmarkGroup {
    /// What it is called on the command line.
    static var name: String { get }

    /// Measures.
    static func figures() async throws -> [Figure]
}
