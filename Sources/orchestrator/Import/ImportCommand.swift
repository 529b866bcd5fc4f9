import AgentOrchestrator
import ArgumentParser

/// `orchestrator import FILE`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read a run that 'export --format json', or the Python Agent Orchestrator, wrote.",
        discussion: """
            The whole document is checked before anything is written, the chain of its events too. The contents of artifacts are no part of it: \
            'orchestrator artifacts' lists them as absent until their files are copied here.

            A run of the Python Agent Orchestrator is taken over as its databases are: what has no place here, or not as it was, is kept whole, and \
            'orchestrator db check' shows it.
            """)

    /// More notes are counted only.
    private static let mostNotes = 20

    @Argument(help: "The document.", completion: .file(extensions: ["json"])) var file: String
    @Flag(name: .long, help: "Only check the document.") var dryRun = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what was read as JSON.") var json = false

    func run() async throws {
        try await Session.with(options, .createIfMissing) { session in
            let report = try await read(session.state)
            guard !json else { return JSONOutput.write(document(report)) }
            let id = report.run.id.short
            Console.output("\(dryRun ? "would import" : "imported") run \(id) '\(Printable.escaped(report.run.title))': \(Self.text(report.counts))")
            for note in report.notes.prefix(Self.mostNotes) { Console.output("note: \(Printable.escaped(note))") }
            if report.notes.count > Self.mostNotes {
                Console.output("and \(CountText.text(report.notes.count - Self.mostNotes, "note")) more\(dryRun ? "" : ": orchestrator db check")")
            }
            if let count = report.counts[.artifact], !dryRun, !report.isLegacy {
                let directory = Printable.escaped("\(session.configuration.artifacts.basePath)/\(report.run.id)")
                Console.output("the contents of its \(CountText.text(count, "artifact")) are absent: copy them to \(directory) where they are needed")
            }
            if !dryRun { Console.output("look at it with: orchestrator show \(id)") }
        }
    }

    private func read(_ state: StateManager) async throws -> ImportReport {
        do {
            return try await state.importRun(fromFile: file, dryRun: dryRun)
        } catch let problems as ImportProblems {
            let name = Printable.escaped(file)
            let lines = problems.problems.map { "\(name):\($0)" } + (problems.omitted > 0 ? ["and \(problems.omitted) more"] : [])
            let count = problems.problems.count + problems.omitted
            throw Failure(.usage, (lines + ["\(count) \(count == 1 ? "problem" : "problems"): nothing was imported"]).joined(separator: "\n"))
        } catch let error as ArtifactError {
            throw Failure(error.kind == .missing ? .notFound : .failure, "\(Printable.escaped(error.path)) \(error.message)")
        }
    }

    private static func text(_ counts: [EntityKind: Int]) -> String {
        let kinds: [EntityKind] = [.phase, .execution, .finding, .intervention, .specRevision, .artifact, .event]
        let parts = kinds.compactMap { kind in counts[kind].map { "\($0) \(kind)\($0 == 1 ? "" : "s")" } }
        return parts.isEmpty ? "nothing but the run itself" : parts.joined(separator: ", ")
    }

    private func document(_ report: ImportReport) -> JSONValue {
        let counts = report.counts.map { ($0.key.rawValue, JSONValue($0.value)) }
        return [
            "run_id": .string(report.run.id.description), "imported": .bool(!dryRun),
            "rows": .object(Dictionary(counts, uniquingKeysWith: { $1 })), "notes": .array(report.notes.map(JSONValue.string)),
        ]
    }
}
