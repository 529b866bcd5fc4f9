import AgentOrchestrator
import ArgumentParser

/// `orchestrator workers`
struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "List the workers, with what they do and since when.",
        discussion: """
            A worker that died is listed as dead, until a new one has started and it has not been heard of for ten times 'state.lease_ttl'. \
            What it carried out is taken over by another one at once on the same machine, else when its lease has run out.
            """)

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print them as JSON.") var json = false

    func run() async throws {
        try await Session.withStored(options) { session in
            let workers = try await session?.state.workers() ?? []
            guard !json else { return try JSONOutput.writeList("workers", workers) }
            guard let session, !workers.isEmpty else { return Console.output("no workers; 'orchestrator worker' starts one") }
            Self.table(workers, now: session.state.clock.now).print()
        }
    }

    private static func table(_ workers: [WorkerStanding], now: Timestamp) -> Table {
        var table = Table(["worker", "status", "process", .right("runs"), "since", "labels", .flexible("what it does")])
        for standing in workers {
            let worker = standing.worker
            let labels = worker.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            let seen = standing.status == .dead ? "last seen \(MomentText.relative(worker.lastSeenAt, now: now))" : ""
            let first = standing.runs.first.map { text($0, now: now) } ?? seen
            table.add([
                Cell(worker.id.short, .bold), Cell(standing.status.rawValue, standing.status == .dead ? .red : .green),
                Cell("\(worker.process.host):\(worker.process.processID)"), "\(standing.runs.count)/\(worker.concurrency)",
                Cell(MomentText.relative(worker.process.since, now: now)), Cell(labels), Cell(first),
            ])
            for work in standing.runs.dropFirst() { table.add(["", "", "", "", "", "", Cell(text(work, now: now))]) }
        }
        return table
    }

    private static func text(_ work: WorkerStanding.Work, now: Timestamp) -> String {
        let phase = work.phaseNumber.map { ", phase \($0) '\(work.phaseTitle ?? "")'" } ?? ""
        return "run \(work.run.short) '\(work.title)'\(phase), \(MomentText.relative(work.since, now: now))"
    }
}
