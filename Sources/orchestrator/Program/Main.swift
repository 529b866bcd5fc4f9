import ArgumentParser
import Foundation

/// The entry of the program: turns arguments into a command, and whatever happens into an exit status.
@main
enum Main {
    static func main() async {
        // A reader of the output that goes away must not end a run: writing gives an error then.
        signal(SIGPIPE, SIG_IGN)
        OutputLoss.holdPlaces()
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        exit(told(status).code)
    }

    /// The exit status with what became of the output: nobody is to take for whole what is not.
    private static func told(_ status: ExitStatus) -> ExitStatus {
        OutputLoss.settle()
        guard let failure = OutputLoss.failure else { return status }
        let lost = report(failure)
        return status == .success ? lost : status
    }

    private static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try await Orchestrator.asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch let status as ExitStatus {
            return status
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> ExitStatus {
        if let failure = Failure(error) {
            Console.error(failure.message)
            if Verbosity.isVerbose, let cause = failure.cause { Console.error("cause: \(cause)") }
            Logs.note(failure)
            return failure.status
        }
        let text = Orchestrator.fullMessage(for: error)
        if Orchestrator.exitCode(for: error).isSuccess {
            Console.output(text)
            return .success
        }
        Console.error(text)
        return .usage
    }
}
