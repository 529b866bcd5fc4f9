import AgentOrchestrator
import ArgumentParser

/// `orchestrator db check`
struct DatabaseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Is the storage sound, and did a takeover leave rows without a place?",
        discussion: """
            The engine's own check, references between rows, and whether all tables, columns, indexes and keys are there as they were made. \
            The exit code is 0 where the storage is sound, 70 where it can't be trusted. Rows without a place don't count against it.
            """)

    @Option(name: .long, help: "At most that many rows without a place.") var limit = 100
    @Option(name: .long, help: ArgumentHelp("Rows without a place after this number.", valueName: "number")) var after = 0
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let check = try await session.state.check()
            // Their table may be gone too.
            let isReadable = !check.isDamaged || check.unplacedRows > 0
            let (rows, next) = isReadable ? try await session.state.unplacedRows(after: after, limit: limit) : ([], nil)
            if json { JSONOutput.write(try document(check, rows, next)) } else { print(check, rows, next) }
            guard check.isSound else { throw ExitStatus.store }
        }
    }

    private func document(_ check: StoreCheck, _ rows: [UnplacedRow], _ next: Int?) throws -> JSONValue {
        [
            "sound": .bool(check.isSound), "integrity_problems": .array(check.integrityProblems.map(JSONValue.string)),
            "schema_problems": .array(check.schemaProblems.map(JSONValue.string)),
            "broken_references": .object(check.brokenReferences.mapValues { JSONValue($0) }),
            "takeover": try check.takeover.map { try JSONOutput.value($0) } ?? .null,
            "unplaced_row_count": JSONValue(check.unplacedRows),
            "unplaced_rows": .array(try rows.map { try JSONOutput.value($0) }), "next": JSONValue(next.map(String.init)),
        ]
    }

    private func print(_ check: StoreCheck, _ rows: [UnplacedRow], _ next: Int?) {
        let word = check.isDamaged ? "damaged" : "not safe"
        for problem in check.schemaProblems + check.integrityProblems { Console.output("\(word): \(Printable.escaped(problem))") }
        for (table, count) in check.brokenReferences.sorted(by: { $0.key < $1.key }) {
            let name = Printable.escaped(table)
            let many = "\(count) rows of \(name) refer to rows that are not there"
            Console.output("damaged: \(count == 1 ? "1 row of \(name) refers to a row that is not there" : many)")
        }
        if check.isSound {
            Console.output("the storage is sound")
        } else if check.isDamaged {
            Console.error("error: the storage can't be trusted\nhelp: restore a backup")
        } else {
            Console.error("error: the storage can't be trusted as it is\nhelp: do what is said above; nothing of what is stored was found damaged")
        }
        if let takeover = check.takeover {
            Console.output("on \(takeover.takenOverAt) \(takeover.description)")
        }
        guard !rows.isEmpty else { return }
        Console.output("")
        var table = Table(["table", "id", .flexible("problem")])
        for row in rows { table.add([Cell(row.table), Cell(String(row.id.suffix(8))), Cell(row.problem)]) }
        table.print()
        Console.output("whole rows: orchestrator db check --json")
        if let next { Console.output("more: \(NextPage.command(after: String(next)))") }
    }
}
