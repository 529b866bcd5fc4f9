internal import OrchestratorDatabase
internal import OrchestratorModel

/// What the rows of a document say otherwise than its events.
struct Contradictions: Error {
    let problems: [StoreProblem]

    /// Compares the rows of a run, which were written in this transaction, with what its events tell.
    ///
    /// - Throws: All contradictions.
    /// - Complexity: Reads the run; what is held of a finding is a few bytes.
    static func check(_ run: Run.ID, _ connection: any SQLConnection) throws {
        var audit = RunAudit(of: run, isDerived: false, connection)
        try audit.make()
        guard audit.problems.isEmpty else { throw Contradictions(problems: audit.problems) }
    }

    /// Says where they stand in the document that the rows came from. It is read once more.
    func told(of file: JSONFile) throws -> ImportProblems {
        var open = Dictionary(grouping: problems) { Key(kind: $0.entity, id: $0.id) }
        var told = DocumentProblems()
        let reader = RunReader(
            file,
            located: { kind, key, place in
                // Problems name an event by its number alone.
                let id = kind == .event ? String(key.drop { $0 != " " }.dropFirst()) : key
                for problem in open.removeValue(forKey: Key(kind: kind, id: id)) ?? [] { told.add(problem, of: kind, at: place, in: file) }
            })
        _ = try reader.read()
        // What is left is told by events alone.
        for problem in problems where open[Key(kind: problem.entity, id: problem.id)] != nil {
            told.add(0, "", "\(problem.entity) \(problem.id): \(problem.problem)")
        }
        return try told.told(of: file)
    }

    private struct Key: Hashable {
        let kind: EntityKind
        let id: String
    }
}

extension DocumentProblems {
    /// Adds what is wrong with a row: of each column where its value stands.
    fileprivate mutating func add(_ problem: StoreProblem, of kind: EntityKind, at place: DocumentPlace, in file: JSONFile) {
        guard !problem.columns.isEmpty else { return add(place.range.lowerBound, place.path, problem.predicate) }
        let members = (try? file.members(of: place.range)) ?? []
        for column in problem.columns {
            let name = DocumentForm.of(kind)?.member(of: column) ?? column
            let value = members.first { $0.name == name }?.value
            add(value?.lowerBound ?? place.range.lowerBound, place.path(of: name), problem.predicate)
        }
    }
}
