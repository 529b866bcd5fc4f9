internal import OrchestratorDatabase
internal import OrchestratorModel

/// Reads the document of a run, checks all of it, and hands on the rows in an order in which they can be inserted.
final class RunReader {
    let file: JSONFile
    /// Where the run gets its place among the others of the store.
    let position: Int
    /// Gets each row, with its hidden columns last.
    let insert: (TableDefinition, [SQLValue]) throws -> Void
    /// Gets the key of each row that was read, as an audit names it, and where it stands.
    let located: ((EntityKind, String, DocumentPlace) -> Void)?
    private var problems = DocumentProblems()

    /// The run, as soon as it is read.
    var report: ImportReport?
    /// The phases by their numbers, each with where it stands.
    var phases: [Int: Row<Phase>] = [:]
    /// The identities that were met, but those of findings.
    var ids: Set<String> = []
    var findingIDs: Set<Finding.ID> = []
    /// How many events there are, and the hash of the last one; `nil` where that can't be read.
    var chain: (count: Int, hash: String?) = (0, Event.noHash)

    typealias Place = DocumentPlace

    /// A row that was read, with its values in the order of the columns of documents.
    struct Row<Entity> {
        let entity: Entity
        let values: [SQLValue]
        let dependencies: [Int]
        let place: Place
    }

    init(
        _ file: JSONFile, position: Int = 0, insert: @escaping (TableDefinition, [SQLValue]) throws -> Void = { _, _ in },
        located: ((EntityKind, String, DocumentPlace) -> Void)? = nil
    ) {
        self.file = file
        self.position = position
        self.located = located
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
        guard problems.count == 0, let report else { throw try problems.told(of: file) }
        return report
    }

    /// How many problems there are so far.
    var problemCount: Int { problems.count }

    /// Adds a problem at that byte.
    func add(_ offset: Int, _ path: String, _ problem: String) { problems.add(offset, path, problem) }

    /// Adds a problem of a member of an object, where its value stands.
    func add(_ place: Place, _ member: String, _ problem: String) {
        let value = try? file.members(of: place.range).last { $0.name == member }?.value
        add(value?.lowerBound ?? place.range.lowerBound, place.path(of: member), problem)
    }
}
