/// What is wrong with a document, as it is found.
struct DocumentProblems {
    private var found: [Found] = []
    private var omitted = 0

    /// The most problems that are told one by one.
    private static let most = 1000

    private struct Found {
        let offset: Int
        let path: String
        let problem: String
    }

    /// How many there are so far.
    var count: Int { found.count + omitted }

    /// Adds a problem at that byte.
    mutating func add(_ offset: Int, _ path: String, _ problem: String) {
        guard found.count < Self.most else { return omitted += 1 }
        found.append(Found(offset: offset, path: path, problem: problem))
    }

    /// All of them, with their lines and columns.
    func told(of file: JSONFile) throws -> ImportProblems {
        let ordered = found.sorted { $0.offset < $1.offset }
        let positions = try file.positions(of: ordered.map(\.offset))
        return ImportProblems(
            problems: zip(ordered, positions).map { ImportProblem(line: $1.line, column: $1.column, path: $0.path, problem: $0.problem) },
            omitted: omitted)
    }
}
