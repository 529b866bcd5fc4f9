import AgentOrchestrator
import ArgumentParser

/// `orchestrator artifacts RUN`
struct ArtifactsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the artifacts of a run, oldest first.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "Only artifacts of this type.") var type: Artifact.Kind?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the artifacts as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let run = try await target.find(in: session.state)
            let artifacts = try await session.state.artifacts(of: run.id, type: type)
            guard !json else { return try JSONOutput.writeList("artifacts", artifacts) }
            guard !artifacts.isEmpty else {
                return Console.output("no \(type.map { "artifacts of type \($0.rawValue)" } ?? "artifacts") in run \(run.id.short)")
            }
            let phases = try await session.state.phases(of: run.id)
            let numbers = Dictionary(phases.map { ($0.id, $0.number) }, uniquingKeysWith: { first, _ in first })
            // Those of a run that was imported have no content until their files are copied here.
            table(artifacts, numbers) { $0.content == .absent ? session.state.hasFile($0) : $0.content != .pruned }.print()
            Console.output(
                "in \(Printable.escaped(session.configuration.artifacts.basePath)); print one: orchestrator artifacts cat ARTIFACT")
        }
    }

    private func table(_ artifacts: [Artifact], _ numbers: [Phase.ID: Int], isThere: (Artifact) -> Bool) -> Table {
        var table = Table(["artifact", "type", .right("phase"), .right("size"), .flexible("path")])
        for artifact in artifacts {
            table.add([
                Cell(artifact.id.short, .bold), Cell(artifact.type.rawValue),
                Cell(artifact.phaseID.flatMap { numbers[$0] }.map(String.init) ?? ""),
                Cell(isThere(artifact) ? artifact.sizeBytes.map(ByteText.text) ?? "" : artifact.content.rawValue),
                Cell(artifact.path.drop { $0 != "/" }.dropFirst()),
            ])
        }
        return table
    }
}
