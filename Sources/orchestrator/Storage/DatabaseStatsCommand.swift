import AgentOrchestrator
import ArgumentParser
import Foundation

/// `orchestrator db stats`
struct DatabaseStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "How much is in the store, and how it is kept.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let statistics = try await session.state.statistics()
            guard !json else { return JSONOutput.write(StatisticsDocument(statistics: statistics).json) }
            let tables = [runs(statistics), phases(statistics), findings(statistics), usage(statistics), rows(statistics), storage(statistics)]
            for (index, table) in tables.enumerated() {
                if index > 0 { Console.output("") }
                table.print()
            }
        }
    }

    private func runs(_ statistics: Statistics) -> Table {
        var table = Table([.right("runs"), "status", .right("time in it")])
        for status in Run.Status.allCases {
            let time = statistics.timeInStatus[status].map { DurationText.text($0) } ?? ""
            table.add([Cell(statistics.runs[status] ?? 0), status.cell, Cell(time)])
        }
        if let rate = statistics.successRate { table.add([Cell(percent(rate)), "of those that ended are completed", ""]) }
        return table
    }

    private func phases(_ statistics: Statistics) -> Table {
        var table = Table([.right("phases"), "what"])
        for status in Phase.Status.allCases { table.add([Cell(statistics.phasesByStatus[status] ?? 0), Cell(status.rawValue)]) }
        for size in Phase.Size.allCases { table.add([Cell(statistics.phasesBySize[size] ?? 0), Cell(size.rawValue)]) }
        for (passes, count) in statistics.passesToGreen.sorted(by: { $0.key < $1.key }) {
            table.add([Cell(count), Cell("completed in \(passes) \(passes == 1 ? "pass" : "passes")")])
        }
        if let mean = statistics.meanPassesToGreen { table.add([Cell(decimal(mean)), "passes on average"]) }
        return table
    }

    private func findings(_ statistics: Statistics) -> Table {
        var table = Table([.right("findings"), "what"])
        for severity in Severity.allCases { table.add([Cell(statistics.findingsBySeverity[severity]), Cell(severity.rawValue)]) }
        for category in Finding.Category.allCases {
            table.add([Cell(statistics.findingsByCategory[category] ?? 0), Cell(category.rawValue)])
        }
        table.add([Cell(statistics.resolvedFindings), "resolved"])
        return table
    }

    private func usage(_ statistics: Statistics) -> Table {
        var table = Table(["usage", .right("input tokens"), .right("output tokens"), .right("cost")])
        for (name, usage) in [
            ("total", statistics.usage), ("per run", statistics.usage(per: statistics.runCount)),
            ("per phase", statistics.usage(per: statistics.phaseCount)),
            ("per resolved finding", statistics.usage(per: statistics.resolvedFindings)),
        ] {
            guard let usage else { continue }
            table.add([
                Cell(name), Cell(usage.inputTokens ?? 0), Cell(usage.outputTokens ?? 0),
                Cell("$" + decimal(Double(usage.costMicrodollars ?? 0) / 1_000_000)),
            ])
        }
        return table
    }

    private func rows(_ statistics: Statistics) -> Table {
        var table = Table([.right("rows"), "table"])
        for row in statistics.rows { table.add([Cell(row.count), Cell(row.table)]) }
        table.add([Cell(ByteText.text(statistics.artifactBytes)), "written to artifacts"])
        return table
    }

    private func storage(_ statistics: Statistics) -> Table {
        var table = Table(["storage", "value"])
        for fact in statistics.storage where fact.value != .null { table.add([Cell(fact.name), Cell(text(fact))]) }
        return table
    }

    private func percent(_ ratio: Double) -> String { decimal(ratio * 100) + " %" }

    /// Two digits behind the point, whatever the language of the machine.
    private func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
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
