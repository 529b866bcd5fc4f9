import AgentOrchestrator
import ArgumentParser

/// `orchestrator plan check PLAN`
struct PlanCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a plan, and print its phases in the order in which they are carried out.")

    @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"])) var plan: String
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what is wrong, and the phases, as JSON.") var json = false

    func run() async throws {
        do {
            let loaded = try Session.load(options)
            let (plan, warnings) = try Plan.load(plan, configuration: loaded)
            let order = PhaseOrder.execution(of: plan.phases.map(\.dependencies))
            if json {
                try printDocument(plan, order, warnings)
            } else {
                for warning in warnings { Console.error(warning.render(colored: Console.errors.isColored)) }
                print(plan, order, loaded.configuration)
            }
        } catch let problems as ConfigurationProblems where json {
            JSONOutput.write(Diagnostic.report(problems.diagnostics))
            throw ExitStatus.usage
        }
    }

    private func print(_ plan: Plan, _ order: [Int], _ configuration: Configuration) {
        Console.output(Console.outputs.styled(Printable.escaped(plan.title), .bold))
        var table = Table([.right("#"), "after", "size", "agent", .right("retries"), .flexible("phase")])
        for number in order {
            let phase = plan.phases[number - 1]
            table.add([
                Cell(number), Cell(phase.dependencies.map(String.init).joined(separator: ", ")), Cell(phase.size.rawValue),
                Cell(phase.agent ?? configuration.execution.agent), Cell(phase.maxRetries), Cell(phase.title),
            ])
        }
        table.print()
        let count = "\(order.count) \(order.count == 1 ? "phase" : "phases")"
        Console.output("the plan is good: \(count) on \(plan.branch.map { "branch \(Printable.escaped($0))" } ?? "the branch checked out")")
    }

    private func printDocument(_ plan: Plan, _ order: [Int], _ warnings: [Diagnostic]) throws {
        let phases = try order.map { number -> JSONValue in
            let members = try JSONOutput.value(plan.phases[number - 1]).object ?? [:]
            return .object(members.merging(["number": JSONValue(number)]) { $1 })
        }
        guard case .object(var document) = Diagnostic.report(warnings) else { return }
        document["title"] = .string(plan.title)
        document["phases"] = .array(phases)
        JSONOutput.write(.object(document))
    }
}
