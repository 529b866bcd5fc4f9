import AgentOrchestrator
import ArgumentParser
import Foundation

/// `orchestrator interventions resolve ID ACTION`
struct InterventionsResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Answer a question.",
        discussion: """
            resume       try the phase again, with retries granted anew
            skip         leave the phase out
            modify_spec  try the phase again with the text of --spec instead of the plan's
            abort        end the run
            """)

    @Argument(help: "The question: an id, or a unique part of one.") var intervention: String
    @Argument(help: "What is to be done.") var action: ManualIntervention.Action
    @Option(name: .long, help: "What is kept with the answer.") var notes: String?
    @Option(
        name: .long, help: ArgumentHelp("The new text for 'modify_spec'; '-' reads standard input.", valueName: "file"),
        completion: .file())
    var spec: String?
    @Option(name: .long, help: ArgumentHelp("Let the answer lapse if no pass has used it within this time: 90m, 2h.", valueName: "duration"))
    var expires: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the answered question as JSON.") var json = false

    func validate() throws {
        if action == .modifySpec && spec == nil { throw ValidationError("'modify_spec' needs the new text: give it with --spec FILE") }
        if expires != nil && (action == .skip || action == .abort) {
            throw ValidationError("--expires goes with 'resume' and 'modify_spec' only: '\(action.rawValue)' acts at once")
        }
        if let expires, (Duration(settingText: expires) ?? .zero) <= .zero {
            throw ValidationError("--expires wants a duration such as 90m or 2h")
        }
        if action != .modifySpec && spec != nil { throw ValidationError("--spec goes with 'modify_spec' only") }
    }

    func run() async throws {
        let text = try spec.map(Self.text)
        try await Session.with(options) { session in
            let id = try await session.state.interventionID(named: intervention)
            let expiry = expires.flatMap { Duration(settingText: $0) }.map { session.state.clock.now + $0 }
            try await session.state.resolveIntervention(id, action, notes: notes, spec: text, expiresAt: expiry)
            guard let answered = try await session.state.intervention(id), let phase = try await session.state.phase(answered.phaseID)
            else { throw StateError.notFound(.intervention, intervention) }
            guard !json else { return try JSONOutput.write(answered) }
            let until = expiry.map { ", until \(MomentText.date($0)) \(MomentText.timeOfDay($0))" } ?? ""
            Console.output("answered '\(action.rawValue)' for phase \(phase.number) '\(Printable.escaped(phase.title))'\(until)")
            try await printNext(phase.runID, session)
        }
    }

    private func printNext(_ run: Run.ID, _ session: Session) async throws {
        guard action != .abort else { return Console.output("run \(run.short) is aborted") }
        guard try await !session.state.interventions(of: run, pendingOnly: true).isEmpty else {
            return Console.output("go on with: orchestrator resume \(run.short)")
        }
        Console.output("run \(run.short) waits for more answers:")
        try await Questions(session: session, run: run).print(to: Console.outputs)
    }

    private static func text(of file: String) throws -> String {
        do {
            let bytes = file == "-" ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(fileURLWithPath: file))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(.usage, "\(Printable.escaped(file)) is not UTF-8 text")
            }
            return text
        } catch let failure as Failure {
            throw failure
        } catch {
            let reason = ((error as? CocoaError)?.underlying as? POSIXError).map { ": " + String(cString: strerror($0.code.rawValue)) } ?? ""
            throw Failure(.usage, "--spec \(Printable.escaped(file)) can't be read\(reason)", cause: String(describing: error))
        }
    }
}
