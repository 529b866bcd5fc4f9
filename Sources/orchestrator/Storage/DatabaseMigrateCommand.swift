import AgentOrchestrator
import ArgumentParser
import Foundation

/// `orchestrator db migrate`
struct DatabaseMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Copy the store, with its whole history, into an empty one of another kind.",
        discussion: """
            From SQLite to PostgreSQL, or back: all rows in one transaction, and the contents of artifacts. Then the copy is verified. The store \
            itself is only read, and nothing is copied while a process carries a run out. Afterwards set 'state.url' to the new place.

            Exit status: 0 the copy is whole, 70 something is wrong with it, 75 a run is being carried out or the server can't be reached.
            """)

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where to: 'sqlite:PATH' or 'postgresql://user@host/database'. Give a password by PGPASSWORD or ~/.pgpass.", valueName: "url"))
    var to: String
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        if let problem = StateLocation.problem(in: to) { throw Failure(.usage, "--to \(problem)") }
        guard let location = StateLocation(to, directory: FileManager.default.currentDirectoryPath) else { throw ExitStatus.usage }
        try await Session.with(options) { session in
            // Before a file is made.
            if case (.sqlite, .sqlite) = (session.configuration.state.url, location) {
                throw Failure(.usage, "both stores are files: 'orchestrator db backup' copies one")
            }
            let database = try await location.open(leaseTime: session.configuration.state.leaseTTL)
            do {
                let target = try await StateManager.open(
                    database, artifacts: session.configuration.artifacts.basePath, actor: Session.user)
                let move = try await session.state.copy(to: target)
                try await database.close()
                try tell(move, to: location)
            } catch {
                try? await database.close()
                throw error
            }
        }
    }

    private func tell(_ move: StoreMove, to location: StateLocation) throws {
        if json {
            try JSONOutput.write([
                "to": .string(location.description), "rows": .object(move.rows.mapValues { JSONValue($0) }), "contents": JSONValue(move.contents),
                "problems": .array(move.problems.map(JSONValue.string)), "verification_problem_count": JSONValue(move.verification.problems),
            ])
        } else {
            for problem in move.problems { Console.error("warning: \(Printable.escaped(problem))") }
            let rows = move.rows.values.reduce(0, +)
            Console.output(
                """
                \(CountText.text(rows, "row")) of \(CountText.text(move.rows["runs"] ?? 0, "run")) and \(CountText.text(move.contents, "artifact")) \
                are copied to \(Printable.escaped(location.description)).
                """)
            Console.output("Now set 'state.url' to it, in the configuration.")
        }
        guard move.verification.problems == 0 else {
            Console.error("error: the copy has problems\nhelp: 'orchestrator db verify' names them, once 'state.url' is set")
            throw ExitStatus.store
        }
    }
}
