/// Measures what the product promises to be fast at, and prints a table with the goals. `benchmarks [GROUP…]`: all groups where none is named.
///
/// Nothing fails for being slow: a busy machine is no fault of the program. Who reads the table judges.
@main enum Benchmarks {
    /// A new group goes here; it lives in a folder of its own.
    static var groups: [any BenchmarkGroup.Type] { [ConfigurationBenchmarks.self] }

    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        if let unknown = wanted.first(where: { name in !groups.contains { $0.name == name } }) {
            print("there is no group '\(unknown)'; known are \(groups.map { $0.name }.joined(separator: ", "))")
            return
        }
        var table = FigureTable()
        for group in groups where wanted.isEmpty || wanted.contains(group.name) { table.add(group.name, try await group.figures()) }
        print(table.text, terminator: "")
    }
}
