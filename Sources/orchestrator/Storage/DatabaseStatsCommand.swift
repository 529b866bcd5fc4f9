import AgentOrchestrator
import ArgumentParser

/// `orchestrator db stats`
struct DatabaseStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "How much is in the store, and how it is kept.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let statistics = try await session.state.statistics()
            guard !json else { return JSONOutput.write(document(statistics)) }
            var rows = Table([.right("rows"), "table"])
            for row in statistics.rows { rows.add([Cell(row.count), Cell(row.table)]) }
            rows.print()
            Console.output("")
            var runs = Table([.right("runs"), "status"])
            for status in Run.Status.allCases { runs.add([Cell(statistics.runs[status] ?? 0), status.cell]) }
            runs.print()
            Console.output("")
            var facts = Table(["storage", "value"])
            for fact in statistics.storage { facts.add([Cell(fact.name), Cell(text(fact))]) }
            facts.print()
        }
    }

    private func document(_ statistics: Statistics) -> JSONValue {
        let runs = Run.Status.allCases.map { ($0.rawValue, JSONValue(statistics.runs[$0] ?? 0)) }
        let rows = statistics.rows.map { ($0.table, JSONValue($0.count)) }
        let storage = statistics.storage.map { ($0.name, json($0.value)) }
        return [
            "runs": .object(Dictionary(runs, uniquingKeysWith: { $1 })), "rows": .object(Dictionary(rows, uniquingKeysWith: { $1 })),
            "storage": .object(Dictionary(storage, uniquingKeysWith: { $1 })),
        ]
    }

    private func json(_ value: SQLValue) -> JSONValue {
        switch value {
        case .null, .blob: .null
        case .integer(let number): .integer(number)
        case .real(let number): .number(number)
        case .text(let text): .string(text)
        }
    }

    private func text(_ fact: StorageFact) -> String {
        switch fact.value {
        case .integer(let number) where fact.name.hasSuffix("_bytes"): ByteText.text(Int(number))
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .null, .blob: ""
        }
    }
}
