internal import OrchestratorDatabase
internal import OrchestratorModel

/// Reads the document of a run, checks all of it, and hands on the rows in an order in which they can be inserted.
final class RunReader {
    let file: JSONFile
    /// Where the run gets its place among the others of the store.
    let position: Int
    /// Gets each row, with its hidden columns last.
    let insert: (TableDefinition, [SQLValue]) throws -> Void
    private var found: [Found] = []
    private var omitted = 0

    /// The run, as soon as it is read.
    var report: ImportReport?
    /// The phases by their numbers, each with where it stands.
    var phases: [Int: Row<Phase>] = [:]
    /// The identities that were met, but those of findings.
    var ids: Set<String> = []
    var findingIDs: Set<Finding.ID> = []
    /// How many events there are, and the hash of the last one.
    var chain = (count: 0, hash: Event.noHash)

    /// The most problems that are told one by one.
    private static let mostProblems = 1000

    private struct Found {
        let offset: Int
        let path: String
        let problem: String
    }

    /// Where a value is.
    struct Place {
        let range: Range<Int>
        let path: String

        /// The path of a member.
        func path(of member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }
    }

    /// A row that was read, with its values in the order of the columns of documents.
    struct Row<Entity> {
        let entity: Entity
        let values: [SQLValue]
        let dependencies: [Int]
        let place: Place
    }

    init(_ file: JSONFile, position: Int = 0, insert: @escaping (TableDefinition, [SQLValue]) throws -> Void = { _, _ in }) {
        self.file = file
        self.position = position
        self.insert = insert
    }

    /// Reads the whole document.
    ///
    /// - Throws: ``ImportProblems`` with all of them.
    func read() throws -> ImportReport {
        do {
            try readDocument(Place(range: try file.root(), path: ""))
        } catch let error as JSONParsingError {
            // What follows can't be understood.
            add(error.offset, "", error.problem)
        }
        guard found.isEmpty, let report else { throw try problems() }
        return report
    }

    private func problems() throws -> ImportProblems {
        let ordered = found.sorted { $0.offset < $1.offset }
        let positions = try file.positions(of: ordered.map(\.offset))
        return ImportProblems(
            problems: zip(ordered, positions).map { ImportProblem(line: $1.line, column: $1.column, path: $0.path, problem: $0.problem) },
            omitted: omitted)
    }

    /// How many problems there are so far.
    var problemCount: Int { found.count + omitted }

    /// Adds a problem at that byte.
    func add(_ offset: Int, _ path: String, _ problem: String) {
        guard found.count < Self.mostProblems else { return omitted += 1 }
        found.append(Found(offset: offset, path: path, problem: problem))
    }

    /// Adds a problem of a member of an object, where its value stands.
    func add(_ place: Place, _ member: String, _ problem: String) {
        let value = try? file.members(of: place.range).last { $0.name == member }?.value
        add(value?.lowerBound ?? place.range.lowerBound, place.path(of: member), problem)
    }
}
