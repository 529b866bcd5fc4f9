import AgentOrchestrator
import ArgumentParser

/// `orchestrator db verify`
struct DatabaseVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify that the store holds what was written, and nothing else.",
        discussion: """
            Of each run, or of one: every event holds the hash of the one before, every row is what the events tell, every counter is what a \
            count gives, and the file of every artifact has the content that was written. Nothing is changed, and runs may go on meanwhile.

            Exit status: 0 all is well, 70 something is wrong.
            """)

    @Argument(
        help: "A run: an id, a unique part of one, or 'latest'; otherwise the whole store.",
        completion: .custom { words, _, _ in await RunNames.candidates(words) })
    var run: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON: the first 1000 problems, and how many there are.") var json = false

    private static let limit = 1000

    func run() async throws {
        try await Session.with(options) { session in
            let id: Run.ID? = if let run { try await session.state.runID(named: run) } else { nil }
            var problems: [StoreProblem] = []
            let report = try await session.state.verify(id) { problem in
                if json {
                    if problems.count < Self.limit { problems.append(problem) }
                } else {
                    Console.output(Self.line(problem))
                }
            }
            if json {
                JSONOutput.write(try Self.document(report, problems))
            } else {
                Console.output(Self.sentence(report))
            }
            guard report.problems == 0 else { throw ExitStatus.store }
        }
    }

    /// `changed_row       run 3f2a91bc  finding 01a3…: severity is not what events tell`.
    private static func line(_ problem: StoreProblem) -> String {
        let console = Console.outputs
        let kind = problem.kind.rawValue
        let padding = String(repeating: " ", count: max(0, 16 - kind.count))
        let about = problem.entity == .run ? "" : "\(problem.entity) \(Printable.escaped(problem.id)): "
        // What is counted over all runs belongs to none.
        let run = problem.run.isEmpty ? "" : "run \(Printable.escaped(String(problem.run.suffix(8))))  "
        return console.styled(kind, .red) + padding + "  \(run)\(about)\(problem.problem)"
    }

    private static func sentence(_ report: IntegrityReport) -> String {
        let looked = [(report.runs, "run"), (report.events, "event"), (report.rows, "row"), (report.artifacts, "file")]
            .map { CountText.text($0, $1) }.joined(separator: ", ")
        guard report.problems > 0 else { return "all is as it was written: \(looked)" }
        return "\(CountText.text(report.problems, "problem")) in \(looked)"
    }

    private static func document(_ report: IntegrityReport, _ problems: [StoreProblem]) throws -> JSONValue {
        [
            "runs": .integer(Int64(report.runs)), "events": .integer(Int64(report.events)), "rows": .integer(Int64(report.rows)),
            "artifacts": .integer(Int64(report.artifacts)), "problem_count": .integer(Int64(report.problems)),
            "problems": .array(try problems.map(JSONOutput.value)), "next": .null,
        ]
    }
}
